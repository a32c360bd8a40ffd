"""Days as the facts keep them ("06-15", "2026-12-15") and as people write them ("15/6", "15/12/2026")."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

YEARLY = re.compile(r"(\d{2})-(\d{2})")
FULL = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
MONTH = re.compile(r"(\d{4})-(\d{2})")
WRITTEN = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?")
WRITTEN_MONTH = re.compile(r"(\d{1,2})[/.](\d{4})")
LEAP_YEAR = 2024  # 29/2 is a day of a yearly term


def spoken(kept: str) -> str:
    """ "06-15" → "15/6"; what is no day stays as it is."""
    if found := FULL.fullmatch(kept):
        year, month, day = found.groups()
        return f"{int(day)}/{int(month)}/{year}"
    if found := MONTH.fullmatch(kept):
        return f"{int(found[2])}/{found[1]}"
    if found := YEARLY.fullmatch(kept):
        return f"{int(found[2])}/{int(found[1])}"
    return kept


def kept(written: str) -> str:
    """ "15/6" → "06-15"; words ("15 hằng tháng") and days that do not exist stay as they were written."""
    text = written.strip()
    if found := WRITTEN_MONTH.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02}" if 1 <= int(found[1]) <= 12 else text
    found = WRITTEN.fullmatch(text)
    if found is None:
        return text
    try:
        day = date(int(found[3] or LEAP_YEAR), int(found[2]), int(found[1]))
    except ValueError:
        return text
    return day.isoformat() if found[3] else f"{day:%m-%d}"


def said_time(moment: datetime, at: datetime) -> str:
    """ "14:32" of the same day, else "14:32 ngày 25/11/2026"."""
    then, now = timezone.localtime(moment), timezone.localtime(at)
    if then.date() == now.date():
        return f"{then:%H:%M}"
    return _("%(time)s ngày %(day)s") % {"time": f"{then:%H:%M}", "day": f"{then:%d/%m/%Y}"}
