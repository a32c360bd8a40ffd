"""Registers: the number of a document is given inside the transaction that needs it, so that none is lost or doubled.

The register's row is locked while a number is given. A transaction that fails gives its number back with the rest.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from . import acts
from .calendar import local_day
from .context import Actor
from .models import Agency, IssuedNumber, ProcessInstance, Register
from .refusals import Refusal


class RegisterExists(Refusal):
    """The series of that year is open already. Params: register, year, first."""

    code, http_status = "register_exists", 409
    sentence = _("%(register)s năm %(year)s đã được mở từ số %(first)s.")


class OpeningReasonMissing(Refusal):
    """A register that does not begin with 01 says why."""

    code, http_status = "opening_reason_missing", 422
    sentence = _("Sổ mở từ số khác 01 phải ghi rõ lý do.")


class WrongYear(Refusal):
    """Registers are opened for the present year or the next. Params: year."""

    code, http_status = "wrong_year", 422
    sentence = _("Chỉ được mở sổ của năm nay hoặc năm sau, không phải năm %(year)s.")


class BackDated(Refusal):
    """The last number of the register carries a later day. Params: day."""

    code, http_status = "back_dated", 409
    sentence = _("Không thể cấp số cho ngày %(day)s vì sổ đã có số của ngày sau đó.")


class VoidReasonMissing(Refusal):
    code, http_status = "void_reason_missing", 422
    sentence = _("Hủy số văn bản phải ghi rõ lý do.")


class AlreadyVoid(Refusal):
    """Params: number."""

    code, http_status = "already_void", 409
    sentence = _("Số %(number)s đã được hủy trước đó.")


class OutsideTransaction(RuntimeError):
    """A number that commits alone would leave a gap when the rest fails: a fault of the caller."""


@transaction.atomic
def open_register(
    *,
    agency: Agency,
    direction: str,
    type_symbol: str,
    year: int,
    first: int = 1,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Register:
    """Open the series of a year, for one type of outgoing documents or for all incoming ones (type "").

    Raises RegisterExists, OpeningReasonMissing (`first` is not 1), WrongYear.
    """
    _known_series(direction, type_symbol)
    if first < 1:
        raise ValueError(f"no register begins with {first}")
    if first != 1 and not reason.strip():
        raise OpeningReasonMissing()
    if not 0 <= year - local_day(at).year <= 1:
        raise WrongYear(year=year)
    series = {"agency": agency, "direction": direction, "type_symbol": type_symbol, "year": year}
    register, opened = Register.objects.get_or_create(
        **series, defaults={"first": first, "last": first - 1, "opening_reason": reason.strip()}
    )
    if not opened:
        raise RegisterExists(register=register.get_direction_display(), year=year, first=f"{register.first:02d}")
    said = {"register": str(register.uuid), "agency": str(agency.uuid), "agency_name": agency.name}
    said |= {"direction": direction, "type_symbol": type_symbol, "reason": register.opening_reason}
    acts.record("open_register", actor=actor, at=at, facts=said | {"year": year, "first": first})
    return register


def give_number(
    *,
    agency: Agency,
    direction: str,
    type_symbol: str,
    symbol: str,
    title: str,
    instance: ProcessInstance,
    at: datetime,
) -> IssuedNumber:
    """The next number of the series, dated the local day of `at`; opens the year's register from 01 when it is missing.

    Three statements where the register exists. Raises OutsideTransaction, BackDated.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("a number is given inside the transaction that uses it")
    _known_series(direction, type_symbol)
    day = local_day(at)
    register = _locked(agency=agency, direction=direction, type_symbol=type_symbol, year=day.year)
    later = IssuedNumber.objects.filter(register=OuterRef("pk"), number=OuterRef("last"), issued_on__gt=day)
    if not Register.objects.filter(~Exists(later), pk=register.pk).update(last=F("last") + 1):
        raise BackDated(day=day.strftime("%d/%m/%Y"))
    return IssuedNumber.objects.create(
        register=register,
        number=register.last + 1,
        symbol=symbol,
        title=title,
        instance=instance,
        issued_on=day,
        given_at=at,
    )


@transaction.atomic
def void(*, number: IssuedNumber, reason: str, actor: Actor, at: datetime) -> None:
    """Cancel a number: it keeps its place and is never given again. Raises VoidReasonMissing, AlreadyVoid."""
    if not reason.strip():
        raise VoidReasonMissing()
    if not IssuedNumber.objects.filter(pk=number.pk, void_reason="").update(void_reason=reason.strip()):
        raise AlreadyVoid(number=number.text)
    number.void_reason = reason.strip()
    said = {"issued_number": str(number.uuid), "number": number.text, "reason": number.void_reason}
    acts.record("void_number", actor=actor, at=at, facts=said)


def _known_series(direction: str, type_symbol: str) -> None:
    """Outgoing documents are numbered by type, incoming ones are not."""
    if (direction == Register.Direction.OUTGOING) != bool(type_symbol):
        raise ValueError(f"no such series: {direction} {type_symbol!r}")


def _locked(**series: object) -> Register:
    """The register's row, locked until the transaction ends."""
    locked = Register.objects.select_for_update().filter(**series)
    register = locked.first()
    if register is None:
        # Two may come here at once: the second waits for the first one's row, adds none, and finds that one.
        Register.objects.bulk_create([Register(**series)], ignore_conflicts=True)
        register = locked.get()
    return register
