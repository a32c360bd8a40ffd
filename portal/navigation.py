"""What the side bar and the phone's bottom bar offer, to whom, in the order of a working day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflow import organization
from workflow.models import Desk

Audience = Callable[[Sequence[Desk], datetime], bool]


def everyone(desks: Sequence[Desk], at: datetime) -> bool:
    """Every person who is signed in."""
    return True


def holding(*position_codes: str) -> Audience:
    """People who hold one of these positions."""
    return lambda desks, at: any(desk.position.code in position_codes for desk in desks)


def mandated(key: str) -> Audience:
    """People of the agency that holds this mandate on the day; one query."""

    def shown(desks: Sequence[Desk], at: datetime) -> bool:
        agency = organization.mandates([key], timezone.localdate(at)).get(key)
        return agency is not None and any(desk.agency_id == agency.pk for desk in desks)

    return shown


@dataclass(frozen=True)
class NavigationItem:
    """`label` is what the person reads, `url_name` the page, `icon` its drawing, `who` decides on the desks held."""

    label: str
    url_name: str
    icon: str
    who: Audience = everyone


@dataclass(frozen=True)
class NavigationLink:
    """An item as one page shows it."""

    label: str
    url: str
    icon: str
    is_current: bool


LEADERS = ("chairman", "vice_chairman", "chief", "deputy_chief", "head")

ITEMS = (
    NavigationItem(_("Việc chờ tôi"), "home", "inbox"),
    NavigationItem(_("Chờ tôi ký"), "leadership", "writing-sign", holding(*LEADERS)),
    NavigationItem(_("Hồ sơ đang trình"), "office", "stairs-up", holding("office_specialist", "deputy_chief", "chief")),
    NavigationItem(_("Kế hoạch"), "plans", "file-text"),
    NavigationItem(_("Nhiệm vụ"), "duties", "list-check", holding("head", "specialist")),
    NavigationItem(_("Báo cáo"), "reports", "report-analytics", holding("head", "specialist")),
    NavigationItem(_("Văn thư"), "clerk", "rubber-stamp", holding("clerk", "office_clerk")),
    NavigationItem(_("Thẩm định kinh phí"), "finance", "coins", mandated("funding")),
    NavigationItem(_("Vắng mặt, ủy quyền"), "standing_in", "user-share"),
    NavigationItem(_("Quy trình"), "library", "route"),
    NavigationItem(_("Kiểm tra văn bản"), "verify_file", "shield-check"),
    NavigationItem(_("Quản trị"), "administration", "settings", holding("administrator")),
)

BOTTOM_PLACES = 5


def links(desks: Sequence[Desk], at: datetime, path: str) -> list[NavigationLink]:
    """The items for a person with these desks; the one whose page contains `path` is current."""
    offered = [(item, url) for item in ITEMS if (url := _address(item)) and item.who(desks, at)]
    inside = [url for _item, url in offered if path == url or (url != "/" and path.startswith(url))]
    current = max(inside, key=len, default=None)
    return [NavigationLink(str(item.label), url, item.icon, url == current) for item, url in offered]


@dataclass(frozen=True)
class BottomBar:
    """The phone's bar: at most five places, the last of which opens what did not fit."""

    shown: list[NavigationLink]
    more: list[NavigationLink]

    @property
    def is_current_in_more(self) -> bool:
        return any(link.is_current for link in self.more)


def bottom_bar(offered: list[NavigationLink]) -> BottomBar:
    """The same links as they fit on a phone."""
    if len(offered) <= BOTTOM_PLACES:
        return BottomBar(offered, [])
    return BottomBar(offered[: BOTTOM_PLACES - 1], offered[BOTTOM_PLACES - 1 :])


def _address(item: NavigationItem) -> str | None:
    """None for a part of the portal that this installation does not have."""
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return None
