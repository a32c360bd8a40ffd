"""The body in reading order, and its tasks: label lines under a text, or rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from processes.documents.facts import Block, BlockKind, Fact, Mention, Place, Task
from processes.documents.reading.blocks import block_of, table_block
from processes.documents.reading.names import Subject, find_subject, is_agency
from processes.documents.reading.outline import Part
from processes.documents.reading.roles import RoleKind, RoleLine, role_label, role_lines
from processes.documents.reading.source import Item, Paragraph, Shape, Table
from processes.documents.reading.spoken import (
    Spoken,
    dated,
    has_work,
    helpers,
    ordered,
    organizes,
    spoken_in,
    worker_of,
)
from processes.documents.reading.tables import Column, head_of, is_estimate_header, rows_of
from processes.documents.reading.task_refs import refs_of
from processes.documents.reading.task_rows import shared, task_of_row
from processes.documents.reading.writing_forms import one_line, shadow


@dataclass
class _Labelled:
    """A label line, with the paragraphs that continue an empty one ("Thời gian thực hiện:" over two items)."""

    line: RoleLine
    paragraph: Paragraph
    more: list[Paragraph] = field(default_factory=list)

    def value(self, joint: str = " ") -> str:
        return joint.join(filter(None, [self.line.value, *(p.text for p in self.more)])).strip()


@dataclass
class _Draft:
    """A task with what its reference is made of; `instead` stands in the body should it be none after all."""

    task: Task
    base: str
    section: str
    places: list[Place]
    instead: Block | None = None
    sure: bool = True  # said by labels, a row or a bracket; else an item with a day under an agency
    duty: bool = False  # it stands in the section that shares out the work


@dataclass(frozen=True)
class _Standing:
    """Where a paragraph stands: under whose heading, in which section, under which number."""

    owner: tuple[str, ...] = ()
    helping: tuple[Mention, ...] = ()
    organizes: bool = False
    section: str = ""
    number: str = ""


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
        self.organizes = False
        self.by_number = False  # a plan whose sections are numbered 1, 2, 3
        self.owner: tuple[Paragraph, Subject] | None = None  # the agency under whose heading the walk is
        self.held: list[Paragraph] = []
        self.standing: dict[Place, _Standing] = {}
        self.run: list[_Labelled] = []
        self.inline = False  # the label lines stand in the paragraph that they speak of
        self.drafts: list[_Draft] = []

    def open_part(self, part: Part) -> None:
        self.section = self.number = ""
        self.organizes, self.by_number, self.owner = False, False, None
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
        title = item.shape in (Shape.SECTION, Shape.ARTICLE)
        before, lines = ("", []) if title else role_lines(item.text)
        if not lines and (title or self.organizes or not self.take_spoken(item)):
            self.take_plain(item)
        if not lines:
            return
        if before:
            self.take_plain(replace(item, text=before))
            self.inline = True
        self.run += [_Labelled(line, item) for line in lines]

    def take_spoken(self, item: Paragraph) -> bool:
        """A sentence that assigns: the work itself, or the work above it."""
        said = spoken_in(item.text)
        if said:
            self.take_plain(replace(item, text=said.text))
            self.close_run()
            self.held.pop()
            self.add(_Draft(_task_said(item, said), self.base_of(item), self.section, [item.place]))
            return True
        order = ordered(item.text)
        if order and has_work(order) and "chủ trì" in shadow(item.text) and item.shape is not Shape.PLAIN:
            self.take_plain(item)
            self.close_run()
            self.held.pop()
            self.add(_Draft(_task_said(item, order), self.base_of(item), self.section, [item.place]))
            return True
        if item.shape not in (Shape.BULLET, Shape.PLAIN) or not (self.held or self.run):
            return False
        if order is None or (self.run and any(e.line.kind is RoleKind.LEAD for e in self.run)):
            return False
        self.run += [_Labelled(line, item) for line in _as_lines(order)]
        return True

    def take_plain(self, item: Paragraph) -> None:
        if self.run and not self.run[-1].line.value and item.shape in (Shape.BULLET, Shape.PLAIN):
            self.run[-1].more.append(item)
            return
        self.close_run()
        if item.shape is Shape.SECTION or (item.shape is Shape.PLAIN and item.upper and len(item.text) < 200):
            self.flush()
            self.section, self.number = item.ref or self.section, ""
            self.organizes = organizes(item.text) and not is_agency(item.text)
            self.owner, self.by_number = None, False
        if item.shape is Shape.NUMBER:
            self.number = item.ref
            if "." not in item.ref and len(item.text) < 60 and (self.by_number or organizes(item.text)):
                self.organizes = self.by_number = organizes(item.text)
        self.watch_owner(item)
        above = self.owner[1] if self.owner and self.owner[0] is not item else None
        owner, helping = (above.names, helpers(above.rest)) if above else ((), ())
        self.standing[item.place] = _Standing(owner, helping, self.organizes, self.section, self.number)
        self.held.append(item)

    def watch_owner(self, item: Paragraph) -> None:
        """Remembers whose heading this is; a heading of the same kind ends the one before."""
        if self.owner and item.shape is self.owner[0].shape and "." not in item.ref.removeprefix(self.owner[0].ref):
            self.owner = None
        subject = find_subject(item.text) if item.shape is not Shape.SECTION else None
        alone = subject is not None and (not subject.rest or item.text.rstrip().endswith(":"))
        if subject and alone and item.shape in (Shape.NUMBER, Shape.LETTER, Shape.PLAIN) and len(item.text) < 250:
            self.owner = (item, subject)

    def close_run(self) -> None:
        run, self.run = self.run, []
        inline, self.inline = self.inline, False
        kinds = {entry.line.kind for entry in run}
        if not run:
            return
        text = ([self.held.pop()] if inline else self.claim()) if self.held else []
        worker = worker_of(text[0].text) if text and RoleKind.LEAD not in kinds and not self.organizes else None
        told = RoleKind.LEAD in kinds or {RoleKind.COORDINATING, RoleKind.TIME} <= kinds
        if not text or not (told or (worker and RoleKind.TIME in kinds)):
            self.held += [*text, *(p for entry in run for p in (entry.paragraph, *entry.more))]
            return
        base = self.base_of(text[0])
        places = [p.place for p in text] + [p.place for entry in run for p in (entry.paragraph, *entry.more)]
        self.add(_Draft(_with_worker(_task_of(text, run), worker), base, self.section, places))

    def claim(self) -> list[Paragraph]:
        """The paragraphs that the label lines speak of: those under the last number, else the numbered line itself."""
        last = len(self.held) - 1
        while last > 0 and self.held[last].shape in (Shape.BULLET, Shape.PLAIN):
            last -= 1
        numbered = self.held[last].shape not in (Shape.BULLET, Shape.PLAIN)
        start = last + 1 if numbered and last + 1 < len(self.held) and not _is_part(self.held[last + 1]) else last
        text, self.held = self.held[start:], self.held[:start]
        return text

    def base_of(self, first: Paragraph) -> str:
        if first.shape is Shape.NUMBER:
            return first.ref
        if first.shape is Shape.LETTER:
            return f"{self.number}-{first.ref}" if self.number else first.ref
        return f"{self.number or self.section}-?"

    def add(self, draft: _Draft) -> None:
        self.flush()
        self.drafts.append(draft)
        index = len(self.drafts) - 1
        self.body.blocks.append(Block(BlockKind.TASK, task_ref=str(index), place=draft.task.place))

    def flush(self) -> None:
        held, self.held = self.held, []
        for index, paragraph in enumerate(held):
            following = held[index + 1] if index + 1 < len(held) else None
            block = block_of(paragraph, following)
            draft = self.dated_item(paragraph, block)
            if draft:
                self.drafts.append(draft)
                block = Block(BlockKind.TASK, task_ref=str(len(self.drafts) - 1), place=paragraph.place)
            self.body.blocks.append(block)

    def dated_item(self, item: Paragraph, block: Block) -> _Draft | None:
        """An item that tells an agency until when: under its heading, or beginning with its name."""
        there = self.standing.get(item.place, _Standing())
        if item.shape in (Shape.SECTION, Shape.ARTICLE) or block.kind in (BlockKind.SECTION, BlockKind.HEADING):
            return None
        if there.organizes and (not there.owner or item.shape not in (Shape.BULLET, Shape.LETTER)):
            return None
        said = dated(item.text, there.owner, there.helping) if item.place in self.standing else None
        if said is None:
            return None
        base = {Shape.NUMBER: item.ref, Shape.LETTER: f"{there.number}-{item.ref}".strip("-")}.get(item.shape)
        base = base or f"{there.number or there.section}-?"
        return _Draft(_task_said(item, said), base, there.section, [], block, sure=False, duty=there.organizes)

    def take_table(self, table: Table) -> None:
        head = head_of(table)
        heads, columns = list(head.heads), head.columns
        if is_estimate_header(heads):
            return  # its rows are the plan's cost lines
        if head.last < 0 or Column.LEAD not in columns:
            self.body.blocks.append(table_block(table))
            return
        self.section = self.number = ""
        for count, row in enumerate(rows_of(table), 1):
            if row.heading:
                self.section = row.label or self.section
                self.body.blocks.append(
                    Block(BlockKind.HEADING, row.heading, row.label and f"{row.label}.", place=row.place)
                )
                continue
            task, base = task_of_row(row, heads, columns)
            self.add(_Draft(task, base or str(count), self.section, [row.place] if row.place else []))

    def finish(self) -> Body:
        kept = self.kept()
        refs = dict(zip(kept, refs_of([(draft.base, draft.section) for draft in kept.values()]), strict=True))
        for index, draft in kept.items():
            self.body.tasks.append(replace(draft.task, ref=refs[index]))
            self.body.claimed.update(dict.fromkeys(draft.places, refs[index]))
        self.body.blocks = [self.settled(block, refs) for block in self.body.blocks]
        return self.body

    def kept(self) -> dict[int, _Draft]:
        """The drafts that are tasks. Days under agencies count where they are the plan's manner, not one sentence."""
        sure = [draft for draft in self.drafts if draft.sure]
        dated_work = [draft for draft in self.drafts if not draft.sure and not draft.duty]
        duties = [draft for draft in self.drafts if not draft.sure and draft.duty]
        works = len(dated_work) > 1
        shares = not sure and not works and len(duties) > 1
        return {
            index: draft for index, draft in enumerate(self.drafts) if draft.sure or (shares if draft.duty else works)
        }

    def settled(self, block: Block, refs: dict[int, str]) -> Block:
        if block.kind is not BlockKind.TASK:
            return block
        index = int(block.task_ref)
        instead = self.drafts[index].instead
        return replace(block, task_ref=refs[index]) if index in refs or instead is None else instead


def _is_part(paragraph: Paragraph) -> bool:
    """ "Mục tiêu: …": says something of the work that the heading names."""
    line = role_label(paragraph.text)
    return line is not None and line.kind is RoleKind.CONTENT


def _task_of(text: list[Paragraph], run: list[_Labelled]) -> Task:
    lines = [replace(e.line, value=e.value(" " if e.line.kind is RoleKind.TIME else "; ")) for e in run]
    lead, coordinating = shared(lines)
    content = [entry.paragraph.text for entry in run if entry.line.kind is RoleKind.CONTENT or not entry.line.label]
    times = [entry for entry in run if entry.line.kind is RoleKind.TIME]
    last = run[-1].more[-1] if run[-1].more else run[-1].paragraph
    labels = {kind: next((e.line.label for e in run if e.line.kind is kind), None) for kind in RoleKind}
    return Task(
        ref="",
        text="\n".join(dict.fromkeys([text[0].text, *(p.whole for p in text[1:]), *content])),
        lead=lead,
        coordinating=coordinating,
        time=_time(times),
        label=text[0].label,
        lead_label=_or(labels[RoleKind.LEAD], Task.lead_label),
        coordinating_label=_or(labels[RoleKind.COORDINATING], Task.coordinating_label),
        time_label=_or(labels[RoleKind.TIME], Task.time_label),
        place=Place(text[0].place.line, last.place.end_line),
        confidence=1.0 if lead else 0.6,
    )


def _with_worker(task: Task, worker: Spoken | None) -> Task:
    """The names that the text itself begins with; they are not printed a second time."""
    if worker is None:
        return task
    helping = task.coordinating or worker.coordinating
    label = task.coordinating_label if task.coordinating else ""
    return replace(
        task, lead=worker.lead, lead_label="", coordinating=helping, coordinating_label=label, confidence=0.8
    )


def _or(label: str | None, usual: str) -> str:
    return usual if label is None else label


def _task_said(item: Paragraph, said: Spoken) -> Task:
    """A task without labels; where its text still holds the words that assign it, they are not printed again."""
    repeats = said.text == item.text
    return Task(
        ref="",
        text=said.text,
        lead=said.lead,
        coordinating=said.coordinating,
        time=Fact.of(said.time, item.place, 0.8) if said.time else Fact(),
        label=item.label,
        lead_label="" if repeats else Task.lead_label,
        coordinating_label="" if repeats else Task.coordinating_label,
        time_label="" if repeats else Task.time_label,
        place=item.place,
        confidence=0.7,
    )


def _as_lines(order: Spoken) -> list[RoleLine]:
    """The roles of a sentence as label lines without a label: the sentence itself stays in the text."""
    lines = [
        RoleLine(RoleKind.LEAD, "", "; ".join(mention.name for mention in order.lead)),
        RoleLine(RoleKind.COORDINATING, "", "; ".join(mention.name for mention in order.coordinating)),
        RoleLine(RoleKind.TIME, "", order.time),
    ]
    return [line for line in lines if line.value]


def _time(times: list[_Labelled]) -> Fact[str]:
    if not times:
        return Fact()
    value = "; ".join(filter(None, (one_line(entry.value()).strip(" .;") for entry in times)))
    place = Place(times[0].paragraph.place.line, (times[-1].more or [times[-1].paragraph])[-1].place.end_line)
    return Fact.of(value, place) if value else Fact.blank(place)
