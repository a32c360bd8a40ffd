"""A step that nobody can take today, and the sentence that says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..definition import ProcessDefinition, State
from ..graph import Path
from ..models import Agency
from ..rights import POSITIONS
from .needs import Need
from .seats import Post, Why


@dataclass(frozen=True)
class Example:
    """A file that waits, or that will come from `state`."""

    uuid: str
    title: str
    state: State


@dataclass(frozen=True)
class Gap:
    """A step that nobody can take today.

    `files`: how many there are in each state that leads here, this one included. `path`: how a file gets here, from a
    start or from where the files are.
    """

    why: Why
    need: Need
    path: Path
    agency_id: int | None = None
    agency: Agency | None = None
    files: Mapping[State, int] = field(default_factory=dict)
    since: date | None = None
    examples: tuple[Example, ...] = ()

    @property
    def standing(self) -> int:
        """Files that are in this state."""
        return self.files.get(self.need.state, 0)

    @property
    def coming(self) -> int:
        """Files that stand elsewhere and may come here."""
        return sum(self.files.values()) - self.standing

    @property
    def post(self) -> Post:
        return self.agency_id or 0, self.need.role.position

    def __str__(self) -> str:
        definition = self.need.definition
        said = {
            "process": definition.title,
            "state": definition.state_title(self.need.state),
            "steps": ", ".join(f"“{step_title(definition, name)}”" for name in self.need.steps),
            "trouble": self.trouble,
            "files": files_told(self.standing, self.coming, waits=self.need.holds),
        }
        if self.need.holds:
            return _("%(process)s, bước “%(state)s”: %(trouble)s; %(files)s.") % said
        return _("%(process)s, bước “%(state)s”: không ai thực hiện được %(steps)s vì %(trouble)s; %(files)s.") % said

    @property
    def trouble(self) -> str:
        if self.agency is None:
            return mandate_told(self.why, str(self.need.role.at.title))
        return post_told(self.why, self.need.role.position, str(self.agency), self.since)


# --- the words, from what a gap or an incident keeps


def post_told(why: Why, position: str, agency: str, since: date | None) -> str:
    said = {"post": POSITIONS.get(position, position), "agency": agency}
    if why is Why.NO_DESK:
        return _("%(agency)s chưa có vị trí “%(post)s”") % said
    if why is Why.INACTIVE:
        return _("người giữ vị trí “%(post)s” tại %(agency)s không có tài khoản đang hoạt động") % said
    if why is Why.ALONE:
        return _("tại %(agency)s, vị trí “%(post)s” chỉ có người đã phải làm bước trước, không được làm cả hai") % said
    if since is None:
        return _("vị trí “%(post)s” tại %(agency)s chưa có người đảm nhiệm") % said
    return _("vị trí “%(post)s” tại %(agency)s không có người đảm nhiệm từ ngày %(day)s") % {
        **said,
        "day": f"{since:%d/%m/%Y}",
    }


def mandate_told(why: Why, part: str) -> str:
    if why is Why.MANDATES:
        return _("nhiều cơ quan cùng được giao vai “%(part)s”") % {"part": part}
    return _("chưa cơ quan nào được giao vai “%(part)s”") % {"part": part}


def files_told(standing: int, coming: int, *, waits: bool = True) -> str:
    """How many files are here (and wait, where somebody has to act), and how many may come."""
    told = []
    if standing and waits:
        told.append(ngettext("%(n)s hồ sơ đang chờ", "%(n)s hồ sơ đang chờ", standing) % {"n": standing})
    elif standing:
        told.append(ngettext("%(n)s hồ sơ đang ở đây", "%(n)s hồ sơ đang ở đây", standing) % {"n": standing})
    if coming:
        told.append(ngettext("%(n)s hồ sơ sẽ đến bước này", "%(n)s hồ sơ sẽ đến bước này", coming) % {"n": coming})
    return ", ".join(told) or _("hồ sơ mới sẽ bị vướng")


def step_title(definition: type[ProcessDefinition], name: str) -> str:
    step = definition.steps.get(name)
    return str(step.title) if step else _("Mở hồ sơ")
