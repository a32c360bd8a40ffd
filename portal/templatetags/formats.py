"""Dates, terms and sums as an official writes them. Time is handed in as `at`; nothing here asks a clock."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """22/11/2026, the day in the province's time zone. Nothing for nothing."""
    return "" if value is None else _day(value).strftime("%d/%m/%Y")


@register.filter
def until(start: date, end: date | None) -> str:
    """The days from `start` to `end`: '22/11/2026', '22/11/2026 – 25/11/2026', 'từ 22/11/2026' without an end."""
    if end is None:
        return _("từ %(day)s") % {"day": vn_date(start)}
    return vn_date(start) if start == end else f"{vn_date(start)} – {vn_date(end)}"


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """22/11/2026 14:30 in the province's time zone. Nothing for nothing."""
    return "" if value is None else timezone.localtime(value).strftime("%d/%m/%Y %H:%M")


@register.filter
def due_in(due: date | datetime | None, at: datetime) -> str:
    """How far a term is from `at`: 'còn 3 ngày', 'hạn hôm nay', 'quá hạn 2 ngày'. A day ends when the day is over."""
    if due is None:
        return ""
    days = (_last_day(due) - _day(at)).days
    if days > 0:
        return ngettext("còn %(days)d ngày", "còn %(days)d ngày", days) % {"days": days}
    if days < 0:
        return ngettext("quá hạn %(days)d ngày", "quá hạn %(days)d ngày", -days) % {"days": -days}
    return _("quá hạn hôm nay") if is_late(due, at) else _("hạn hôm nay")


@register.filter
def due_kind(due: date | datetime | None, at: datetime) -> str:
    """`late`, `soon` (three days or less) or `calm`: the color of a term."""
    if due is None:
        return "calm"
    if is_late(due, at):
        return "late"
    return "soon" if _last_day(due) - _day(at) <= timedelta(days=3) else "calm"


@register.filter
def due_date(due: date | datetime | None) -> str:
    """The last day of a term, 22/11/2026. Nothing for nothing."""
    return "" if due is None else _last_day(due).strftime("%d/%m/%Y")


@register.filter
def since(start: date | datetime | None, at: datetime) -> str:
    """How long something has lain there at `at`: 'từ hôm nay', '3 ngày'."""
    if start is None:
        return ""
    days = (_day(at) - _day(start)).days
    if days <= 0:
        return _("từ hôm nay")
    return ngettext("đã %(days)d ngày", "đã %(days)d ngày", days) % {"days": days}


@register.filter
def money(amount: Decimal | int | None) -> str:
    """1.250.000.000 đồng. Nothing for nothing: a blank sum is not a sum of zero."""
    if amount is None:
        return ""
    return _("%(amount)s đồng") % {"amount": formats.number_format(amount, use_l10n=True, force_grouping=True)}


def is_late(due: date | datetime, at: datetime) -> bool:
    """A moment is late once it has passed, a day once it is over."""
    return due < at if isinstance(due, datetime) else due < _day(at)


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _last_day(due: date | datetime) -> date:
    """A term that ends at midnight ends with the day before it."""
    return _day(due - timedelta(microseconds=1) if isinstance(due, datetime) else due)
