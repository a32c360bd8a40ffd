"""Gaps become incidents: one for each cause, a post that nobody fills or a mandate that nobody holds.

Looked at whenever an appointment, a delegation or an account changes, at the agency concerned; and everywhere on the
first tick of each day, because appointments end by date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import incidents, registry
from ..incidents import Params, Reconciled
from ..models import Agency, Periodic
from .gap import Gap, files_told, mandate_told, post_told
from .seats import Why
from .stuck import STUCK, stuck
from .stuck import causes as stuck_causes
from .survey import gaps

UNSTAFFED = "unstaffed"
DAILY = "staffing"
STEPS_KEPT = 20  # of a post that is needed nearly everywhere, these say enough


@transaction.atomic
def recheck(at: datetime, agencies: Collection[Agency] | None = None) -> Reconciled:
    """Open and close incidents as the staffing is at `at`: of the agencies at which something changed, or of all, with
    the files that nothing will move.

    One looks at a time: who looks later sees what the one before has written, so no incident outlasts its cause.
    """
    _locked()
    if agencies is not None:
        looked_at = [f"{agency.code}:" for agency in agencies]
        return incidents.open_incidents(UNSTAFFED, causes(gaps(at, agencies)), at, among=looked_at)
    unstaffed = incidents.open_incidents(UNSTAFFED, causes(gaps(at)), at)
    still = incidents.open_incidents(STUCK, stuck_causes(stuck()), at)
    return Reconciled([*unstaffed.opened, *still.opened], unstaffed.closed + still.closed)


def recheck_due(at: datetime) -> int:
    """Look at everything once a day, however often and on however many nodes it is called. How many came up."""
    today = timezone.localdate(at)
    if Periodic.objects.filter(name=DAILY, day__gte=today).exists():
        return 0
    with transaction.atomic():
        row = _locked()
        if row.day is not None and row.day >= today:
            return 0
        Periodic.objects.filter(pk=row.pk).update(day=today)
        return len(recheck(at).opened)


def _locked() -> Periodic:
    row, _created = Periodic.objects.get_or_create(name=DAILY)
    return Periodic.objects.select_for_update().get(pk=row.pk)


# --- what an incident keeps


def causes(found: Iterable[Gap]) -> dict[str, Params]:
    """The gaps by their cause: "finance:head" is the post of a head at the agency with this code, ":funding" a
    mandate."""
    by_cause: dict[str, list[Gap]] = {}
    for gap in found:
        role = gap.need.role
        cause = f"{gap.agency.code}:{role.position}" if gap.agency else f":{role.at.mandate}"
        by_cause.setdefault(cause, []).append(gap)
    return {cause: _params(together) for cause, together in by_cause.items()}


def _params(together: list[Gap]) -> dict[str, Any]:
    first = together[0]
    waiting, coming = _counted(together)
    together = sorted(together, key=lambda gap: (not gap.need.holds, -gap.standing, -gap.coming))
    return {
        "why": first.why.value,
        "agency": str(first.agency.uuid) if first.agency else "",
        "agency_name": str(first.agency or ""),
        "position": first.need.role.position,
        "part": first.need.role.at.key,
        "since": first.since.isoformat() if first.since else "",
        "waiting": waiting,
        "coming": coming,
        "steps": [_step(gap) for gap in together[:STEPS_KEPT]],
        "more": max(len(together) - STEPS_KEPT, 0),
    }


def _counted(together: list[Gap]) -> tuple[int, int]:
    """Files that wait for this post, and the others that may come to need it; each once."""
    every: dict[tuple[str, int, str, str], int] = {}
    waiting = set()
    for gap in together:
        group = (gap.need.definition.key, gap.need.definition.version, gap.need.role.at.key)
        every |= {(*group, state): count for state, count in gap.files.items()}
        if gap.need.holds:
            waiting.add((*group, gap.need.state))
    waits = sum(count for key, count in every.items() if key in waiting)
    return waits, sum(every.values()) - waits


def _step(gap: Gap) -> dict[str, Any]:
    return {
        "definition": gap.need.definition.key,
        "version": gap.need.definition.version,
        "state": gap.need.state,
        "steps": list(gap.need.steps),
        "holds": gap.need.holds,
        "standing": gap.standing,
        "coming": gap.coming,
        "path": list(gap.path),
        "examples": [one.uuid for one in gap.examples],  # whoever reads this may not be allowed their titles
    }


# --- how it is told


def told(params: Params) -> str:
    """The sentence of such an incident, in the reader's language."""
    why = Why(params["why"])
    if not params["agency"]:
        trouble = mandate_told(why, _part_title(params["part"]))
    else:
        since = date.fromisoformat(params["since"]) if params["since"] else None
        trouble = post_told(why, params["position"], params["agency_name"], since)
    files = files_told(params["waiting"], params["coming"])
    sentence = _("%(trouble)s; %(files)s.") % {"trouble": trouble, "files": files}
    return sentence[:1].upper() + sentence[1:]


def _part_title(key: str) -> str:
    titles: Mapping[str, Any] = {role.at.key: role.at.title for role in registry.roles()}
    return str(titles.get(key, key))


incidents.speak(UNSTAFFED, told)
