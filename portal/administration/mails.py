"""Mails that could not be sent: who did not get one, why, and another try once the cause is gone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from notifications.delivery import outbox
from portal.access import desk, request_time

from .agencies import ADMINISTRATOR

ON_PAGE = 50


@desk(ADMINISTRATOR)
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The dead letters, newest first, without what they say: it may be of files that an administrator may not see."""
    page = Paginator(outbox.dead_letters(), ON_PAGE).get_page(request.GET.get("page"))
    waiting = outbox.due(request_time(request)).count()
    return render(request, "portal/administration/mails.html", {"page": page, "waiting": waiting})


@desk(ADMINISTRATOR)
@require_POST
def mail_again(request: HttpRequest, mail: UUID) -> HttpResponse:
    """Put one back among those that wait. Raises Http404 for one that is no dead letter any more."""
    outbox.try_again(get_object_or_404(outbox.dead_letters(), uuid=mail), request_time(request))
    messages.success(request, _("Thư sẽ được gửi lại trong ít phút."))
    return redirect("administration_mails")
