"""Signing keys: in what state each is, and which plans wait because one is missing or cannot sign."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.access import desk, request_time
from portal.verify.key_words import said_of
from processes.jobs import sign_or_issue
from processes.services import sealing, signing_keys

from .agencies import ADMINISTRATOR


@desk(ADMINISTRATOR)
@require_safe
def signing(request: HttpRequest) -> HttpResponse:
    """Keys are taken in by a command on the machine that keeps them; here one sees what it would be needed for."""
    at = request_time(request)
    keys = [(one, said_of(one.fault, one.owner.name)) for one in signing_keys.states(at)] if sealing.is_wanted() else []
    waiting = [(one, said_of(one.key_fault, one.key_owner)) for one in sealing.waiting_for_keys()]
    context = {"keys": keys, "waiting": waiting, "is_wanted": sealing.is_wanted(), "store": settings.SIGNING_KEYS}
    return render(request, "portal/administration/signing.html", context)


@desk(ADMINISTRATOR)
@require_POST
def signing_again(request: HttpRequest) -> HttpResponse:
    """Try all that wait once more, instead of at the next round of the sweep."""
    for approval in sealing.waiting_for_keys():
        sign_or_issue(approval)
    messages.success(request, _("Đang ký lại những kế hoạch đang chờ. Hãy tải lại trang sau ít giây."))
    return redirect("administration_signing")
