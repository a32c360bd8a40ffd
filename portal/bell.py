"""What a person was told: the bell on every page, the whole list, opening one, marking as read."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from notifications.models import Notification, NotificationQuerySet

from .access import request_time, signed_in

IN_BELL = 8
ON_PAGE = 30
MARKED_AT_ONCE = 1000


@signed_in
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The inside of the bell: how many are unread, and the newest. Fetched by bell.js at each ring."""
    told = _told(request)
    return render(request, "notifications/bell_items.html", {"unread": told.unread().count(), "told": told[:IN_BELL]})


@signed_in
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """Everything the person was told, the newest first."""
    told = _told(request)
    unread = [str(uuid) for uuid in told.unread().values_list("uuid", flat=True)[:MARKED_AT_ONCE]]
    page: Page[Any] = Paginator(told, ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/list.html", {"page": page, "unread": unread})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest, notification: UUID) -> HttpResponse:
    """To the file that a notification is about; the file's page checks the rights itself. Only a POST marks as read."""
    told = get_object_or_404(_told(request), uuid=notification)
    if request.method == "POST":
        Notification.objects.filter(pk=told.pk).mark_read(request_time(request))
    return redirect("plan", told.root)


@signed_in
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark those that the person had before the eyes (`seen`), not what came in the meantime."""
    seen = list(_uuids(request.POST.get("seen", "")))[:MARKED_AT_ONCE]
    _told(request).filter(uuid__in=seen).mark_read(request_time(request))
    return redirect("notifications")


def _told(request: HttpRequest) -> NotificationQuerySet:
    return Notification.objects.of(request.user, request_time(request))


def _uuids(text: str) -> Iterator[UUID]:
    """The ids in a form's field, separated by spaces; what is none is left out."""
    for word in text.split():
        try:
            yield UUID(word)
        except ValueError:
            continue
