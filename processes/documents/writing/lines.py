"""The text of a document as printed lines: what is bold, what is kept with what, where the end mark stands."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..facts import Block, BlockKind, Fact, Mention, PlanFacts, Presence, Role, Task
from .wording import capitalized, closed, listed, with_end_mark

_ROMAN = re.compile(r"[IVXLC]+\.?(?=\s|$)")
_BLANK_FACT = "…………"


@dataclass(frozen=True)
class Line:
    """One paragraph. `name` is italic before the text ("Cơ quan chủ trì"), `source` after it, in brackets."""

    kind: str
    text: str
    label: str = ""
    name: str = ""
    source: str = ""
    after: str = ""  # what follows the bracket of the source
    keeps: bool = False  # with the line after it on one page


def text_lines(text: str) -> list[Line]:
    """Free text, a paragraph per line; a line numbered in Roman figures is a section's name."""
    paragraphs = [part.strip() for part in text.splitlines() if part.strip()]
    return [Line("section" if _ROMAN.match(part) else "paragraph", part) for part in paragraphs]


def basis_lines(bases: Sequence[str]) -> list[Line]:
    """Bases as written; where one lacks its mark, ";" within and "." at the end."""
    texts = [text for text in bases if text.strip()]
    last = len(texts) - 1
    return [Line("basis", closed(text, "." if index == last else ";")) for index, text in enumerate(texts)]


def ended(lines: Sequence[Line]) -> list[Line]:
    """`lines` with the end mark at the last one, which stays with what follows."""
    if not lines:
        return []
    last = lines[-1]
    marked = {"after": "./."} if last.source else {"text": with_end_mark(last.text)}
    return [*lines[:-1], dataclasses.replace(last, keeps=True, **marked)]


def plan_lines(facts: PlanFacts) -> list[Line]:
    """The preamble and the body of a plan. A task that no block places follows the last one that is placed."""
    body = list(_body_lines(facts, _placed(facts)))
    if facts.costs and not _names_annex(facts):
        body = _with_annex_named(body)
    return ended([*basis_lines([basis.text for basis in facts.bases]), *body])


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
        elif block.text or block.label:
            yield _block_line(block)


def _block_line(block: Block) -> Line:
    if block.kind is BlockKind.SECTION:
        text = block.text.upper() if _ROMAN.fullmatch(block.label.strip()) else block.text
        return Line("section", text, block.label)
    kind = "paragraph" if block.kind is BlockKind.TASK else block.kind.value
    return Line(kind, block.text, block.label or ("-" if block.kind is BlockKind.BULLET else ""))


def _task_lines(task: Task) -> Iterator[Line]:
    roles = [
        (task.lead_label, _mentions(task.lead)),
        (task.coordinating_label, _mentions(task.coordinating)),
        (task.time_label, _fact(task.time)),
    ]
    shown = [(name.rstrip(": "), closed(text)) for name, text in roles if text and name]
    yield Line("task" if shown else "paragraph", task.text, task.label)
    dash = "+" if task.label.strip().startswith(("-", "+")) else "-"
    for name, text in shown:
        yield Line("role", text, dash, name)


def _mentions(mentions: Sequence[Mention]) -> str:
    return capitalized(listed([_mention(mention) for mention in mentions]))


def _mention(mention: Mention) -> str:
    asks = mention.role is Role.REQUESTED and not mention.name.lower().startswith("đề nghị")
    return " ".join(part for part in ("đề nghị" if asks else "", mention.name, mention.note) if part)


def _fact(fact: Fact[str]) -> str:
    if fact.presence is Presence.BLANK:
        return _BLANK_FACT
    return fact.value or ""


def _names_annex(facts: PlanFacts) -> bool:
    texts = [block.text for block in facts.body] + [task.text for task in facts.tasks]
    return any("phụ lục" in text.lower() for text in texts)


def _with_annex_named(lines: list[Line]) -> list[Line]:
    """An appendix must be named in the text: in the section on money, or at the end where there is none."""
    sections = [index for index, line in enumerate(lines) if line.kind == "section"]
    money = next((index for index in sections if "kinh phí" in lines[index].text.lower()), len(lines))
    at = next((index for index in sections if index > money), len(lines))
    sentence = Line("paragraph", "Dự toán kinh phí thực hiện nêu tại Phụ lục kèm theo Kế hoạch này.")
    return [*lines[:at], sentence, *lines[at:]]
