"""A review as it stands on the page: upon which version, by which step, what was done in it, where the eye is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict

from portal.plans.file import PlanFile
from processes.documents.facts import BlockKind, Place
from processes.documents.reading.writing_forms import one_line
from processes.models import PlanVersion

from ..editing import may_draft
from ..footing import Footing, opened_on, sent_on
from ..naming import Register
from . import source
from .acts import NEW, Act, State, parsed, replay, written
from .cards import Card, FilledBox, cards_of, filled_boxes, found_of, next_open
from .words import KINDS

EDIT, SPLIT = "edit", "split"


@dataclass(kw_only=True)
class Review(Footing):
    """`at`: the key of the card that is looked at, "" for the first that is open; `mode`: "edit", "split" or ""."""

    acts: list[Act] = field(default_factory=list)
    at: str = ""
    mode: str = ""
    typed: dict[str, str] | None = None
    errors: dict[str, str] = field(default_factory=dict)
    resumed: bool = False

    @cached_property
    def state(self) -> State:
        return replay(self.base.facts, self.acts)

    @cached_property
    def register(self) -> Register | None:
        """The names are decided by whoever drafts, not by a leader who corrects the text."""
        return Register(self.file) if may_draft(self.file) and self.file.revisable is not None else None

    @cached_property
    def cards(self) -> list[Card]:
        return cards_of(self.state, self.register)

    def changed(self) -> None:
        """The acts are others now."""
        for name in ("state", "cards", "current", "sheet"):
            vars(self).pop(name, None)

    def look(self, key: str, mode: str = "") -> None:
        self.at, self.mode = key, mode
        for name in ("current", "sheet"):
            vars(self).pop(name, None)

    # --- what the page shows

    @property
    def acts_text(self) -> str:
        return written(self.acts)

    @property
    def left(self) -> list[Card]:
        return [card for card in self.cards if card.is_open]

    @property
    def others(self) -> list[Card]:
        return [card for card in self.cards if not card.is_open]

    @property
    def percent(self) -> int:
        return round(100 * len(self.others) / len(self.cards)) if self.cards else 100

    @cached_property
    def current(self) -> Card | None:
        """The card at which the eye is; None where the review is done, or a new fact is being written."""
        found = next((card for card in self.cards if card.key == self.at), None)
        if found is None and not self.is_new:
            first = next_open(self.cards, (0, 0))
            found = next((card for card in self.cards if card.key == first), None)
        return found

    @property
    def is_new(self) -> bool:
        return self.mode == EDIT and self.at.endswith(f":{NEW}") and self.at.partition(":")[0] in KINDS

    @property
    def new_kind(self) -> str:
        return str(KINDS[self.at.partition(":")[0]].title)

    @property
    def key(self) -> str:
        return self.at if self.is_new else self.current.key if self.current else ""

    @property
    def boxes(self) -> list[FilledBox]:
        return filled_boxes(self.state.facts, self.key, self.typed, self.errors) if self.mode == EDIT else []

    @property
    def task_text(self) -> str:
        return self.state.facts.tasks[int(self.key.partition(":")[2])].text

    @property
    def is_last_task(self) -> bool:
        return self.key == f"tasks:{len(self.state.facts.tasks) - 1}"

    @cached_property
    def version_with_source(self) -> PlanVersion | None:
        return source.version_with_source(self.file.plan)

    @cached_property
    def sheet(self) -> source.Sheet:
        place = self.current.place if self.current else None
        return source.sheet_of(self.version_with_source, self.state.facts, found_of(self.cards), place)

    def paragraph_at(self, line: int) -> tuple[Place, str]:
        """The text that stands at a line of the source: its paragraph, where the line is of one."""
        texts = source.texts_of(self.version_with_source)
        if not 0 < line <= len(texts):
            raise ValueError("there is no such line")
        places = [block.place for block in self.state.facts.body if block.kind is not BlockKind.TASK and block.place]
        place = next((one for one in places if one.line <= line <= one.end_line), Place(line, line))
        return place, one_line(" ".join(texts[place.line - 1 : place.end_line]))


def opened(file: PlanFile) -> Review:
    """The present version, for a person who may change it now."""
    return Review(**vars(opened_on(file)))


def sent(file: PlanFile, data: QueryDict) -> Review:
    """What the page brought. Raises Http404 where it is of no version and no process of this plan."""
    review = Review(**vars(sent_on(file, data)))
    review.acts, review.at = parsed(data.get("acts", "")), data.get("at", "")[:100]
    mode = data.get("mode", "")
    review.mode = mode if mode in (EDIT, SPLIT) else ""
    return review
