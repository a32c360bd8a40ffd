"""What a person was told: the bell on every page, the whole list by file, opening one, marking as read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from notifications.models import Notification, NotificationQuerySet
from workflow import authorization
from workflow.models import ProcessInstance, Task

from . import landing
from .access import desks_of, person_only, request_time, seats_of, signed_in

IN_BELL = 8
FILES_ON_PAGE = 30
OF_A_FILE = 20  # shown of one file; what is older stands in its history
MARKED_AT_ONCE = 1000


@signed_in
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The inside of the bell: how many are unread, and the newest. Fetched by bell.js at each ring."""
    told = _told(request)
    return render(request, "notifications/bell_items.html", {"unread": told.unread().count(), "told": told[:IN_BELL]})


@dataclass(frozen=True)
class FileOfNews:
    """One file with what was told of it: `newest` openly, `earlier` folded away, of `count` in all."""

    count: int
    unread: int
    newest: Notification
    earlier: Sequence[Notification]


@signed_in
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """Everything the person was told, by file, the one with the newest first."""
    told = _told(request)
    unread = [str(uuid) for uuid in told.unread().values_list("uuid", flat=True)[:MARKED_AT_ONCE]]
    files = (
        told.order_by()
        .values("root")
        .annotate(count=Count("pk"), unread=Count("pk", filter=Q(read_at__isnull=True)), last=Max("created_at"))
    )
    page: Page[Any] = Paginator(files.order_by("-last", "root"), FILES_ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/list.html", {"page": page, "files": _of_files(told, page), "unread": unread})


def _of_files(told: NotificationQuerySet, page: Page[Any]) -> list[FileOfNews]:
    """The rows of the page's files; one query."""
    place = Window(RowNumber(), partition_by="root", order_by=[F("created_at").desc(), F("pk").desc()])
    shown = told.filter(root__in=[file["root"] for file in page]).annotate(place=place).filter(place__lte=OF_A_FILE)
    rows: dict[UUID, list[Notification]] = {}
    for one in shown:
        rows.setdefault(one.root, []).append(one)
    return [
        FileOfNews(file["count"], file["unread"], rows[file["root"]][0], rows[file["root"]][1:])
        for file in page
        if file["root"] in rows
    ]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest, notification: UUID) -> HttpResponse:
    """To the decision or the file that a notification is about; that page checks the rights itself.

    Only a POST marks as read. What is gone, hidden or never was gets one and the same explanation.
    """
    told = Notification.objects.open_to(request.user, request_time(request)).filter(uuid=notification).first()
    instance = ProcessInstance.objects.select_related("root").filter(uuid=told.instance).first() if told else None
    if told is None:
        return render(request, "notifications/gone.html", status=404)
    if request.method == "POST":
        Notification.objects.filter(pk=told.pk).mark_read(request_time(request))
    if instance is None:
        return redirect("plan", told.root)
    return redirect(landing.decision(instance, request.user, request_time(request)))


@person_only
@require_GET
def open_task(request: HttpRequest, task: UUID) -> HttpResponse:
    """To the decision that a line of the digest is about. Raises Http404 for work of others' desks."""
    own = Q(desk__in=[desk.pk for desk in desks_of(request)]) | authorization.work_at(seats_of(request))
    found = Task.objects.select_related("instance__root").filter(own, uuid=task).first()
    if found is None:
        raise Http404
    return redirect(landing.decision(found.instance, request.user, request_time(request)))


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
