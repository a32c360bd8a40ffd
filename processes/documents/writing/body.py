"""The body of a plan as printed lines: its own text, then each appendix."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..facts import Block, BlockKind, CostLine, Fact, Mention, PlanFacts, Presence, Role, Task
from .lines import ROMAN, Line, basis_lines, ended
from .tables import is_wide
from .wording import amount, capitalized, closed, listed

_BLANK_FACT = "." * 20  # as it is typed, and read as blank again
_ANNEX = re.compile(r"(?:phụ lục|phụ biểu|biểu mẫu|biểu số)\b", re.IGNORECASE)
_BELONGS = re.compile(r"\(?\s*(?:ban hành\s+)?(?:kèm theo|đính kèm)\b", re.IGNORECASE)
_LABEL = re.compile(r"(?:cơ quan|đơn vị|phối hợp|chủ trì|tham gia|thực hiện)\b[^()]{0,60}$", re.IGNORECASE)
_OF_MONEY = re.compile(r"dự toán|kinh phí", re.IGNORECASE)
COSTS_TITLE = "Dự toán kinh phí thực hiện"


@dataclass(frozen=True)
class Annex:
    """What begins on a page of its own: `name` "Phụ lục I", or the kind of an attached document ("KẾ HOẠCH").

    `belongs`: "(Kèm theo …)" as the draft has it, "" where it says nothing.
    """

    name: str
    title: str = ""
    belongs: str = ""
    lines: tuple[Line, ...] = ()
    costs: tuple[CostLine, ...] = ()

    @property
    def is_document(self) -> bool:
        return not _ANNEX.match(self.name)

    @property
    def is_wide(self) -> bool:
        """Nothing but wide tables: its first page lies on its side already."""
        return bool(self.lines) and all(line.rows and is_wide(line.rows) for line in self.lines)


@dataclass(frozen=True)
class PlanText:
    lines: tuple[Line, ...]
    annexes: tuple[Annex, ...]


def plan_text(facts: PlanFacts) -> PlanText:
    """A task that no block places follows the last one placed; costs that the text does not tell are annexed."""
    main, *attached = _split(_placed(facts))
    lines = list(_body_lines(facts, main))
    annexes = [_annex(facts, blocks) for blocks in attached]
    costs = _unnamed(facts)
    if costs and not _names_annex(facts):
        lines = _with_annex_named(lines)
    if costs:
        annexes = _with_costs(annexes, costs)
    return PlanText(
        tuple(ended([*basis_lines([basis.text for basis in facts.bases]), *lines])), tuple(_numbered(annexes))
    )


def plan_lines(facts: PlanFacts) -> list[Line]:
    """The preamble, the body and the appendices of a plan one after the other; its costs are shown elsewhere."""
    text = plan_text(facts)
    return [*text.lines, *(line for annex in text.annexes for line in _flat(annex))]


def _flat(annex: Annex) -> list[Line]:
    if annex.costs and not annex.lines:
        return []
    heads = [Line("section", annex.name), *(Line("section", text) for text in [annex.title] if text)]
    return [*heads, *(Line("paragraph", text) for text in [annex.belongs] if text), *annex.lines]


def _placed(facts: PlanFacts) -> list[Block]:
    blocks = list(facts.body)
    refs = {block.task_ref for block in blocks if block.kind is BlockKind.TASK}
    homeless = [Block(BlockKind.TASK, task_ref=task.ref) for task in facts.tasks if task.ref not in refs]
    places = [index for index, block in enumerate(blocks) if block.kind is BlockKind.TASK]
    at = places[-1] + 1 if places else len(blocks)
    return [*blocks[:at], *homeless, *blocks[at:]]


def _body_lines(facts: PlanFacts, blocks: Sequence[Block]) -> Iterator[Line]:
    tasks = {task.ref: task for task in facts.tasks}
    for block in blocks:
        if block.kind is BlockKind.TASK and block.task_ref in tasks:
            yield from _task_lines(tasks[block.task_ref])
        elif block.text or block.label or block.rows:
            yield _block_line(block)


def _block_line(block: Block) -> Line:
    if block.kind is BlockKind.TABLE:
        return Line("table", block.text, rows=block.rows)
    if block.kind is BlockKind.SECTION:
        text = block.text.upper() if ROMAN.fullmatch(block.label.strip()) else block.text
        return Line("section", text, block.label)
    kind = "paragraph" if block.kind is BlockKind.TASK else block.kind.value
    return Line(kind, block.text, block.label or ("-" if block.kind is BlockKind.BULLET else ""))


def _task_lines(task: Task) -> Iterator[Line]:
    roles = [
        *_role_lines(task.lead_label, task.lead),
        *_role_lines(task.coordinating_label, task.coordinating),
        (task.time_label, _fact(task.time)),
    ]
    shown = [(name.rstrip(": "), closed(text)) for name, text in roles if text and name]
    yield Line("task" if shown else "paragraph", task.text, task.label)
    dash = "+" if task.label.strip().startswith(("-", "+")) else "-"
    for name, text in shown:
        yield Line("role", text, dash, name)


def _role_lines(label: str, mentions: Sequence[Mention]) -> list[tuple[str, str]]:
    """(label, names) of each line; a note that is itself a label ("Phối hợp thực hiện") begins another line."""
    lines: list[tuple[str, list[Mention]]] = [(label, [])]
    for mention in mentions:
        named, _semicolon, rest = mention.note.partition("; ")
        if lines[-1][1] and mention.role is not Role.REQUESTED and _LABEL.match(named):
            lines.append((named, [dataclasses.replace(mention, note=rest)]))
        else:
            lines[-1][1].append(mention)
    return [(name, _mentions(held)) for name, held in lines]


def _mentions(mentions: Sequence[Mention]) -> str:
    return capitalized(listed([_mention(mention) for mention in mentions]))


def _mention(mention: Mention) -> str:
    """The name and what stands beside it; "theo hướng dẫn của …" in brackets, or it would be read into the name."""
    asks = mention.role is Role.REQUESTED and not mention.name.lower().startswith("đề nghị")
    note = f"({mention.note})" if mention.note.lower().startswith("theo ") else mention.note
    return " ".join(part for part in ("đề nghị" if asks else "", mention.name, note) if part)


def _fact(fact: Fact[str]) -> str:
    if fact.presence is Presence.BLANK:
        return _BLANK_FACT
    return fact.value or ""


# --- appendices


def _split(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of the plan, then those of each appendix or attached document."""
    parts: list[list[Block]] = [[]]
    for index, block in enumerate(blocks):
        if _begins_annex(block, blocks[index + 1 : index + 3]):
            parts.append([])
        parts[-1].append(block)
    return parts


def _begins_annex(block: Block, following: Sequence[Block]) -> bool:
    if block.kind is not BlockKind.SECTION or block.label:
        return False
    return bool(_ANNEX.match(block.text)) or (
        block.text.isupper() and any(_BELONGS.match(one.text) for one in following)
    )


def _annex(facts: PlanFacts, blocks: Sequence[Block]) -> Annex:
    """Its head is its first block, then a title and a line on what it belongs to, as far as they are there."""
    name, *rest = blocks
    title = belongs = ""
    if rest and _is_plain(rest[0]) and not _BELONGS.match(rest[0].text):
        title = rest.pop(0).text
    if rest and _is_plain(rest[0]) and _BELONGS.match(rest[0].text):
        belongs = rest.pop(0).text
    return Annex(name.text, title, belongs, tuple(_body_lines(facts, rest)))


def _is_plain(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and not block.label


def _numbered(annexes: Sequence[Annex]) -> Iterator[Annex]:
    """Two or more appendices that the draft leaves without numbers get Roman ones."""
    bare = [annex for annex in annexes if annex.name.strip(" .:").lower() == "phụ lục"]
    counts = {id(annex): number for number, annex in enumerate(bare, 1)} if len(bare) > 1 else {}
    for annex in annexes:
        number = f" {_roman(counts[id(annex)])}" if id(annex) in counts else ""
        name = annex.name if annex.is_document else re.sub(r"^PHỤ LỤC", "Phụ lục", annex.name)
        yield Annex(f"{name.rstrip(' .:')}{number}", annex.title, annex.belongs, annex.lines, annex.costs)


def _roman(value: int) -> str:
    tens, ones = divmod(value, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


# --- costs


def _unnamed(facts: PlanFacts) -> tuple[CostLine, ...]:
    """The cost lines, where the text does not tell all of them already."""
    rows = [[" ".join(row) for row in block.rows] for block in facts.body]
    texts = [f"{block.label} {block.text}" for block in facts.body] + [row for table in rows for row in table]
    told = [text.casefold() for text in texts]
    is_told = all(
        any(cost.content.casefold() in text and amount(cost.amount) in text for text in told) for cost in facts.costs
    )
    return () if is_told else facts.costs


def _with_costs(annexes: Sequence[Annex], costs: tuple[CostLine, ...]) -> list[Annex]:
    """In the appendix that is there for them, or in one of their own."""
    for index, annex in enumerate(annexes):
        if not annex.lines and not annex.is_document and _OF_MONEY.search(annex.title):
            filled = Annex(annex.name, annex.title, annex.belongs, (), costs)
            return [*annexes[:index], filled, *annexes[index + 1 :]]
    return [*annexes, Annex("Phụ lục", COSTS_TITLE, costs=costs)]


def _names_annex(facts: PlanFacts) -> bool:
    texts = [block.text for block in _split(facts.body)[0]] + [task.text for task in facts.tasks]
    return any("phụ lục" in text.lower() for text in texts)


def _with_annex_named(lines: list[Line]) -> list[Line]:
    """An appendix must be named in the text: in the section on money, or at the end where there is none."""
    sections = [index for index, line in enumerate(lines) if line.kind == "section"]
    money = next((index for index in sections if "kinh phí" in lines[index].text.lower()), len(lines))
    at = next((index for index in sections if index > money), len(lines))
    sentence = Line("paragraph", "Dự toán kinh phí thực hiện nêu tại Phụ lục kèm theo Kế hoạch này.")
    return [*lines[:at], sentence, *lines[at:]]
