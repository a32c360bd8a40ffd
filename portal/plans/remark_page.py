"""The draft as a list of things to remark on, each with what was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from processes.documents.items import Item, items
from processes.models import Remark
from processes.roles import DRAFTER
from processes.services.remarks import Thread, threads
from workflow import authorization

from .file import PlanFile
from .wording import called, spot


@dataclass(frozen=True)
class Spot:
    """One thing of the draft. `fields`: its wording in the order of the document, empty ones left out."""

    anchor: str
    title: str
    item: Item
    threads: list[Thread]

    @property
    def lines(self) -> list[str]:
        return [value for value in self.item.fields.values() if value]


def remark_page(file: PlanFile) -> dict[str, Any]:
    """`may_remark`: until the plan is issued, everybody who sees how it is made."""
    found = threads(file.plan, file.facts)
    spots = [
        Spot(spot(item), called(item), item, found.by_item.get((item.part, item.index), []))
        for item in items(file.facts)
    ]
    return {
        "spots": spots,
        "lost": found.lost,
        "open_remarks": found.open,
        "may_remark": may_remark(file),
        "is_drafter": is_drafter(file),
        "remarked_version": file.plan.current_version,
    }


def may_remark(file: PlanFile) -> bool:
    return file.is_working and not file.plan.number and file.root.is_open


def is_drafter(file: PlanFile) -> bool:
    return authorization.may(file.person, DRAFTER, file.plan.drafting_agency, file.at)


def may_settle(file: PlanFile, remark: Remark) -> bool:
    """Whoever drafts the plan, and whoever made the remark."""
    return may_remark(file) and (remark.author_id == file.person.pk or is_drafter(file))
