"""The body in reading order, and its tasks: label lines under a text, or rows of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from processes.documents.facts import Block, BlockKind, Fact, Mention, Place, Role, Task
from processes.documents.reading.names import split_names
from processes.documents.reading.outline import Part
from processes.documents.reading.roles import RoleKind, RoleLine, role_lines
from processes.documents.reading.source import Cell, Item, Paragraph, Shape, Table
from processes.documents.reading.tables import Column, Row, column_of, header_of, is_estimate_header, rows_of
from processes.documents.reading.writing_forms import one_line, shadow


@dataclass
class _Labelled:
    """A label line, with the paragraphs that continue an empty one ("Thời gian thực hiện:" over two items)."""

    line: RoleLine
    paragraph: Paragraph
    more: list[Paragraph] = field(default_factory=list)

    @property
    def value(self) -> str:
        return " ".join([self.line.value, *(p.text for p in self.more)]).strip()


@dataclass
class Body:
    blocks: list[Block] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    claimed: dict[Place, str] = field(default_factory=dict)  # place of a paragraph that is part of a task → its ref


def read_body(parts: Iterable[Part]) -> Body:
    """Blocks and tasks of every part; no paragraph is lost."""
    reader = _Reader()
    for index, part in enumerate(parts):
        if index:
            reader.open_part(part)
        for item in part.body:
            reader.take(item)
        reader.close_run()
        reader.flush()
    return reader.finish()


class _Reader:
    """Walks the items; holds back paragraphs until it is known whether label lines follow them."""

    def __init__(self) -> None:
        self.body = Body()
        self.section = ""
        self.number = ""
        self.held: list[Paragraph] = []
        self.run: list[_Labelled] = []
        self.drafts: list[tuple[Task, str, str, list[Place]]] = []  # task, its base, its section, its places

    def open_part(self, part: Part) -> None:
        self.section = self.number = ""
        self.body.blocks.append(Block(BlockKind.SECTION, part.kind, place=part.place))
        if part.title:
            self.body.blocks.append(Block(BlockKind.PARAGRAPH, part.title, place=part.place))
        if part.caption:
            self.body.blocks.append(Block(BlockKind.PARAGRAPH, part.caption.whole, place=part.caption.place))

    def take(self, item: Item) -> None:
        if isinstance(item, Table):
            self.close_run()
            self.flush()
            self.take_table(item)
            return
        before, lines = ("", []) if item.shape in (Shape.SECTION, Shape.ARTICLE) else role_lines(item.text)
        if not lines:
            self.take_plain(item)
            return
        if before:
            self.take_plain(replace(item, text=before))
        self.run += [_Labelled(line, item) for line in lines]

    def take_plain(self, item: Paragraph) -> None:
        if self.run and not self.run[-1].line.value and item.shape in (Shape.BULLET, Shape.PLAIN):
            self.run[-1].more.append(item)
            return
        self.close_run()
        if item.shape is Shape.SECTION:
            self.flush()
            self.section, self.number = item.ref, ""
        if item.shape is Shape.NUMBER:
            self.number = item.ref
        self.held.append(item)

    def close_run(self) -> None:
        run, self.run = self.run, []
        kinds = {entry.line.kind for entry in run}
        if not run:
            return
        if (RoleKind.LEAD not in kinds and not {RoleKind.COORDINATING, RoleKind.TIME} <= kinds) or not self.held:
            self.held += [p for entry in run for p in (entry.paragraph, *entry.more)]
            return
        text = self.claim()
        self.flush()
        task = _task_of(text, run)
        base = self.base_of(text[0])
        places = [p.place for p in text] + [p.place for entry in run for p in (entry.paragraph, *entry.more)]
        self.add(task, base, places)

    def claim(self) -> list[Paragraph]:
        """The paragraphs that the label lines speak of: those under the last number, else the numbered line itself."""
        last = len(self.held) - 1
        while last > 0 and self.held[last].shape in (Shape.BULLET, Shape.PLAIN):
            last -= 1
        numbered = self.held[last].shape not in (Shape.BULLET, Shape.PLAIN)
        start = last + 1 if numbered and last + 1 < len(self.held) else last
        text, self.held = self.held[start:], self.held[:start]
        return text

    def base_of(self, first: Paragraph) -> str:
        if first.shape is Shape.NUMBER:
            return first.ref
        if first.shape is Shape.LETTER:
            return f"{self.number}-{first.ref}" if self.number else first.ref
        return f"{self.number or self.section}-?"

    def add(self, task: Task, base: str, places: list[Place]) -> None:
        self.drafts.append((task, base, self.section, places))
        index = len(self.drafts) - 1
        self.body.blocks.append(Block(BlockKind.TASK, task_ref=str(index), place=task.place))

    def flush(self) -> None:
        for index, paragraph in enumerate(self.held):
            following = self.held[index + 1] if index + 1 < len(self.held) else None
            self.body.blocks.append(_block(paragraph, following))
        self.held = []

    def take_table(self, table: Table) -> None:
        start, heads = header_of(table)
        columns = [column_of(head) for head in heads]
        if is_estimate_header(heads):
            return  # its rows are the plan's cost lines
        if start < 0 or Column.LEAD not in columns:
            self.body.blocks += [_row_block(row) for row in table.rows]
            return
        self.section = self.number = ""
        for count, row in enumerate(rows_of(table), 1):
            if row.heading:
                self.section = row.label or self.section
                self.body.blocks.append(
                    Block(BlockKind.HEADING, row.heading, row.label and f"{row.label}.", place=row.place)
                )
                continue
            task, base = _task_of_row(row, heads, columns)
            places = [row.place] if row.place else []
            self.add(task, base or str(count), places)

    def finish(self) -> Body:
        refs = _refs([(base, section) for _, base, section, _ in self.drafts])
        for ref, (task, _, _, places) in zip(refs, self.drafts, strict=True):
            self.body.tasks.append(replace(task, ref=ref))
            self.body.claimed.update(dict.fromkeys(places, ref))
        self.body.blocks = [
            replace(block, task_ref=refs[int(block.task_ref)]) if block.kind is BlockKind.TASK else block
            for block in self.body.blocks
        ]
        return self.body


def _refs(bases: list[tuple[str, str]]) -> list[str]:
    """Unique references: the number; letters where several stand under one, the section where numbers restart."""
    several = Counter(bases)
    seen: Counter[tuple[str, str]] = Counter()
    refs = []
    for key in bases:
        base = key[0]
        if base.endswith("-?"):
            base = base[:-2]
            base = f"{base}-{_letter(seen[key])}" if several[key] > 1 else base
        seen[key] += 1
        refs.append((base.strip("-") or "1", key[1]))
    restarted = len({ref for ref, _ in refs}) < len(set(refs))
    named = [f"{section}.{ref}" if restarted and section and section != ref else ref for ref, section in refs]
    used: Counter[str] = Counter()
    unique = []
    for ref in named:
        used[ref] += 1
        unique.append(ref if used[ref] == 1 else f"{ref}-{used[ref]}")
    return unique


def _letter(index: int) -> str:
    letters = "abcdeghiklmnopqrstuvxy"
    return letters[index] if index < len(letters) else str(index + 1)


def _task_of(text: list[Paragraph], run: list[_Labelled]) -> Task:
    leads = _mentions(run, RoleKind.LEAD, Role.LEAD)
    coordinating = _mentions(run, RoleKind.COORDINATING, Role.COORDINATING)
    content = [entry.paragraph.text for entry in run if entry.line.kind is RoleKind.CONTENT]
    times = [entry for entry in run if entry.line.kind is RoleKind.TIME]
    last = run[-1].more[-1] if run[-1].more else run[-1].paragraph
    task = Task(
        ref="",
        text="\n".join([text[0].text, *(p.whole for p in text[1:]), *content]),
        lead=leads,
        coordinating=coordinating,
        time=_time(times),
        label=text[0].label,
        place=Place(text[0].place.line, last.place.end_line),
        confidence=1.0 if leads else 0.6,
    )
    labels = {kind: next((e.line.label for e in run if e.line.kind is kind), "") for kind in RoleKind}
    return replace(
        task,
        lead_label=labels[RoleKind.LEAD] or task.lead_label,
        coordinating_label=labels[RoleKind.COORDINATING] or task.coordinating_label,
        time_label=labels[RoleKind.TIME] or task.time_label,
    )


def _mentions(run: list[_Labelled], kind: RoleKind, role: Role) -> tuple[Mention, ...]:
    """All names of the lines of one role; where a second line has another label, the label is kept as a note."""
    lines = [entry for entry in run if entry.line.kind is kind]
    mentions: list[Mention] = []
    for entry in lines:
        names = split_names(entry.value, role)
        if names and entry.line.label != lines[0].line.label:
            names[0] = replace(names[0], note="; ".join(filter(None, [entry.line.label, names[0].note])))
        mentions += names
    return tuple(mentions)


def _time(times: list[_Labelled]) -> Fact[str]:
    if not times:
        return Fact()
    value = "; ".join(filter(None, (one_line(entry.value).strip(" .;") for entry in times)))
    place = Place(times[0].paragraph.place.line, (times[-1].more or [times[-1].paragraph])[-1].place.end_line)
    return Fact.of(value, place) if value else Fact.blank(place)


def _task_of_row(row: Row, heads: list[str], columns: list[Column]) -> tuple[Task, str]:
    """The task of a table row, and the number in its first column."""
    texts: dict[Column, list[str]] = {column: [] for column in Column}
    extra = []
    for head, column, cell in zip(heads, columns, row.cells, strict=False):
        texts[column].append(cell.text)
        if column in (Column.OTHER, Column.MONEY) and cell.text:
            extra.append(f"{head}: {cell.text}")
    number = re.sub(r"[\s.)]+$", "", " ".join(texts[Column.NUMBER]))
    label_of = {column: one_line(head) for head, column in zip(heads, columns, strict=False)}
    written = " ".join(texts[Column.TIME]).strip(" .;")
    time: Fact[str] = Fact()
    if Column.TIME in columns:
        time = Fact.of(written, row.place) if written else Fact.blank(row.place)
    task = Task(
        ref="",
        text="\n".join([" – ".join(filter(None, texts[Column.CONTENT])), *extra]),
        lead=tuple(split_names("; ".join(filter(None, texts[Column.LEAD])), Role.LEAD)),
        coordinating=tuple(split_names("; ".join(filter(None, texts[Column.COORDINATING])), Role.COORDINATING)),
        time=time,
        label=f"{number}." if number else "",
        lead_label=label_of.get(Column.LEAD, Task.lead_label),
        coordinating_label=label_of.get(Column.COORDINATING, Task.coordinating_label),
        time_label=label_of.get(Column.TIME, Task.time_label),
        place=row.place,
        confidence=0.9,
    )
    return task, number


def _row_block(row: tuple[Cell, ...]) -> Block:
    """A row of a table that assigns nothing, its cells side by side."""
    cells = [cell for cell in row if cell.text]
    places = [cell.place for cell in cells if cell.place]
    place = Place(places[0].line, places[-1].end_line) if places else None
    return Block(BlockKind.PARAGRAPH, " | ".join(cell.text for cell in cells), place=place)


def _block(paragraph: Paragraph, following: Paragraph | None) -> Block:
    kind = BlockKind.PARAGRAPH
    if paragraph.shape is Shape.SECTION or (
        paragraph.shape is Shape.PLAIN and paragraph.upper and len(paragraph.text) < 200
    ):
        kind = BlockKind.SECTION
    elif paragraph.shape is Shape.BULLET:
        kind = BlockKind.BULLET
    elif paragraph.shape in (Shape.NUMBER, Shape.LETTER) and _is_heading(paragraph, following):
        kind = BlockKind.HEADING
    return Block(kind, paragraph.text, paragraph.label, place=paragraph.place)


def _is_heading(paragraph: Paragraph, following: Paragraph | None) -> bool:
    if len(paragraph.text) > 250 or paragraph.text.endswith((".", ";")):
        return False
    deeper = (
        following is None or following.shape is not paragraph.shape or following.ref.startswith(f"{paragraph.ref}.")
    )
    return deeper and not shadow(paragraph.text).startswith("trong quá trình")
