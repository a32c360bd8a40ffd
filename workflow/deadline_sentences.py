"""A deadline as clauses of a sentence: how long, when one is reminded, who hears of it when it is late."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .deadline_rules import DeadlineRule, Rung, Unit


def duration(rule: DeadlineRule) -> str:
    """How long a stage may take: "10 ngày làm việc"."""
    if rule.unit is Unit.GIVEN:
        return _("đến hết ngày được giao")
    words = {"count": rule.days}
    if rule.unit is Unit.CALENDAR_DAYS:
        return ngettext("%(count)s ngày", "%(count)s ngày", rule.days) % words
    return ngettext("%(count)s ngày làm việc", "%(count)s ngày làm việc", rule.days) % words


def reminders(rule: DeadlineRule) -> Iterator[str]:
    """Those that can come: who has three days is not reminded a week before."""
    days = [days for days in rule.reminds if rule.unit is Unit.GIVEN or days < rule.days]
    if not days:
        return
    *others, last = (str(count) for count in days)
    words = {"days": f"{', '.join(others)} {_('và')} {last}" if others else last}
    if rule.unit is Unit.WORKING_DAYS:
        clause = ngettext("nhắc trước hạn %(days)s ngày làm việc", "nhắc trước hạn %(days)s ngày làm việc", days[0])
    else:
        clause = ngettext("nhắc trước hạn %(days)s ngày", "nhắc trước hạn %(days)s ngày", days[0])
    yield clause % words


def escalation(rule: DeadlineRule, rung: Rung, who: str) -> str:
    """Who hears of it, and when."""
    words = {"who": who, "count": rung.days_late}
    if not rung.days_late:
        return _("quá hạn thì báo %(who)s") % words
    if rule.unit is Unit.WORKING_DAYS:
        return (
            ngettext(
                "quá hạn %(count)s ngày làm việc thì báo %(who)s",
                "quá hạn %(count)s ngày làm việc thì báo %(who)s",
                rung.days_late,
            )
            % words
        )
    return (
        ngettext("quá hạn %(count)s ngày thì báo %(who)s", "quá hạn %(count)s ngày thì báo %(who)s", rung.days_late)
        % words
    )
