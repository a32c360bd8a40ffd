"""What a press on the review's page asks for: to look elsewhere, to open a small form, or an act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from processes.documents import reviewing
from workflow.models import Agency

from ..draft import cleaned
from .acts import MOST_ACTS, MOST_LETTERS, NEW, Act, NotTaken
from .cards import next_open, previous_open
from .names import NameToKnow
from .sheet import EDIT, SPLIT, Review
from .words import KINDS, boxes_of

SIMPLE = ("accept", "absent", "remove", "paragraph")
STAYS = ("split", "merge", "line")  # the eye stays at what the act has made


def obey(review: Review, order: str, data: QueryDict) -> None:
    """Changes the review. What cannot be done is said on it; what fits nothing does nothing."""
    verb, _colon, rest = order.partition(":")
    known = ORDERS.get(verb)
    if known is None:
        return
    try:
        known(review, rest, data)
    except NotTaken as fault:
        review.errors = fault.errors
    except (LookupError, ValueError):  # the page and its acts do not fit: it is shown as it is
        review.changed()


def _look(review: Review, key: str, data: QueryDict) -> None:
    review.look(key)


def _open(mode: str) -> Callable[[Review, str, QueryDict], None]:
    def opens(review: Review, rest: str, data: QueryDict) -> None:
        fits = review.key.startswith("tasks:") if mode == SPLIT else not review.key.startswith("name:")
        review.look(review.key, mode if fits else "")

    return opens


def _new(review: Review, kind: str, data: QueryDict) -> None:
    if kind in KINDS:
        review.look(f"{kind}:{NEW}", EDIT)


def _next(review: Review, rest: str, data: QueryDict) -> None:
    order = review.current.order if review.current else (0, 0)
    review.look(next_open(review.cards, order, itself=False) or review.key)


def _previous(review: Review, rest: str, data: QueryDict) -> None:
    order = review.current.order if review.current else (0, 0)
    review.look(previous_open(review.cards, order) or review.key)


def _beside(by: int) -> Callable[[Review, str, QueryDict], None]:
    """The card that comes before or after it in the document, whether it is clear or not."""

    def looks(review: Review, rest: str, data: QueryDict) -> None:
        cards = sorted(review.cards, key=lambda card: card.position)
        at = next((n for n, card in enumerate(cards) if card.key == review.key), -1 if by > 0 else len(cards))
        review.look(cards[max(0, min(len(cards) - 1, at + by))].key)

    return looks


def _undo(review: Review, rest: str, data: QueryDict) -> None:
    if review.acts:
        review.look(review.acts.pop().at)
        review.changed()


# --- acts


def _simple(verb: str) -> Callable[[Review, str, QueryDict], None]:
    def acts(review: Review, rest: str, data: QueryDict) -> None:
        name = review.current.name if review.current else None
        _take(review, Act(verb, review.key, {"name": name.name} if name else {}))

    return acts


def _correct(review: Review, rest: str, data: QueryDict) -> None:
    kind = review.key.partition(":")[0]
    review.mode = EDIT
    review.typed = {box.name: cleaned(data.get(f"box.{box.name}", ""))[:MOST_LETTERS] for box in boxes_of(kind)}
    _take(review, Act("correct", review.key, review.typed))
    review.typed = None


def _cut(review: Review, rest: str, data: QueryDict) -> None:
    """At one of the proposed places, else where the person has put line breaks."""
    review.mode = SPLIT
    text = cleaned(data.get("pieces", ""))
    if rest:
        at = reviewing.cut_points(review.task_text)[int(rest)]
        text = f"{review.task_text[:at]}\n{review.task_text[at:]}"
    review.typed = {"pieces": text}
    if len([line for line in text.splitlines() if line.strip()]) < 2:
        raise NotTaken({"pieces": _("Hãy xuống dòng ở chỗ cần tách.")})
    _take(review, Act("split", review.key, {"text": text[:MOST_LETTERS]}))
    review.typed = None


def _merge(review: Review, rest: str, data: QueryDict) -> None:
    _take(review, Act("merge", review.key))


def _merge_up(review: Review, rest: str, data: QueryDict) -> None:
    kind, _colon, number = review.key.partition(":")
    _take(review, Act("merge", f"{kind}:{int(number) - 1}"))


def _line(review: Review, rest: str, data: QueryDict) -> None:
    place, text = review.paragraph_at(int(rest))
    _take(review, Act("line", "", {"text": text, "line": str(place.line), "end_line": str(place.end_line)}))


def _choose(review: Review, rest: str, data: QueryDict) -> None:
    """One of the offered (by its number), all of a group, those that are ticked, or those that were typed."""
    name = review.current.name if review.current else None
    if name is None:
        raise KeyError("name")
    chosen = _chosen(review, name, rest, data)
    if not chosen:
        raise NotTaken({"typed": _("Hãy chọn một cơ quan.")})
    always = bool(data.get("always")) and len(chosen) == 1 and not name.is_group
    agencies = " ".join(str(agency.uuid) for agency in chosen)
    _take(review, Act("name", review.key, {"name": name.name, "agencies": agencies, "always": "1" if always else ""}))
    review.typed = None


def _chosen(review: Review, name: NameToKnow, rest: str, data: QueryDict) -> list[Agency]:
    if rest == "all":
        return name.offered
    if rest:
        return [name.offered[int(rest)]]
    ticked = set(data.getlist("agency"))
    found = [agency for agency in name.offered if str(agency.uuid) in ticked]
    typed = cleaned(data.get("typed", ""))[:500]
    review.typed = {"typed": typed}
    assert review.register is not None
    for part in filter(None, (part.strip() for part in typed.split(";"))):
        agency = review.register.names.directory.find(part)
        if not isinstance(agency, Agency):
            sentence = _("Không có cơ quan nào tên là “%(name)s”. Hãy chọn trong danh sách gợi ý.")
            raise NotTaken({"typed": sentence % {"name": part}})
        found.append(agency)
    return list({agency.pk: agency for agency in found}.values())


def _take(review: Review, act: Act) -> None:
    """Do it, keep it, and go on to what is open next."""
    if len(review.acts) >= MOST_ACTS:
        raise NotTaken({"": _("Đã có quá nhiều thao tác. Hãy lưu kết quả rà soát rồi làm tiếp.")})
    before = review.current
    state = replace(review.state, settled=set(review.state.settled), names=dict(review.state.names))
    state.take(act)
    review.acts.append(act)
    review.changed()
    review.look(state.at)
    if act.do not in STAYS and before is not None and before.is_open:
        review.look(next_open(review.cards, before.order))


ORDERS: dict[str, Callable[[Review, str, QueryDict], None]] = {
    "at": _look,
    "cancel": lambda review, rest, data: _look(review, review.key, data),
    "edit": _open(EDIT),
    "split": _open(SPLIT),
    "new": _new,
    "next": _next,
    "previous": _previous,
    "before": _beside(-1),
    "after": _beside(1),
    "undo": _undo,
    "correct": _correct,
    "cut": _cut,
    "merge": _merge,
    "merge_up": _merge_up,
    "line": _line,
    "choose": _choose,
    **{verb: _simple(verb) for verb in SIMPLE},
}
