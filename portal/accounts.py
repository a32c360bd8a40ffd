"""Coming in and going out: sign-in, sign-out, language, and in a demonstration one click into a post."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from notifications.preferences import remember_language
from workflow.models import Account, Appointment, Mandate
from workflow.models.base import valid_on

from .access import demonstration_only, public, request_time

POSTS_AT_FIRST = 4  # agencies shown openly: the three that every plan passes, and a department that drafts


@dataclass(frozen=True)
class Seat:
    """A post that a visitor of the demonstration can step into."""

    account: UUID
    username: str
    position: str
    full_name: str


@dataclass(frozen=True)
class SeatGroup:
    """The seats of one agency; `is_central`: files of every plan pass here."""

    agency: str
    seats: list[Seat]
    is_central: bool


class SignInForm(AuthenticationForm):
    """Name and password. The answer to a wrong pair never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng. Chú ý chữ hoa, chữ thường."),
        "inactive": _("Tài khoản này đã ngừng hoạt động. Hãy liên hệ quản trị của cơ quan."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["password"].label = _("Mật khẩu")


@public
class SignIn(LoginView):
    """The sign-in page; in a demonstration it offers the posts first."""

    template_name = "portal/accounts/sign_in.html"
    authentication_form = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        posts = seats_on_offer(self.request) if settings.DEMONSTRATION else []
        offer = {"posts": posts[:POSTS_AT_FIRST], "further_posts": posts[POSTS_AT_FIRST:]}
        return super().get_context_data(**kwargs) | offer


@public
class SignOut(LogoutView):
    """Leaves by POST only, so that no picture in a mail can sign anybody out."""


@public
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Remembers the language in a cookie, and of a person also for mails; returns to the page."""
    person, chosen = getattr(request.user, "person", None), request.POST.get("language", "")
    if person is not None and chosen in dict(settings.LANGUAGES):
        remember_language(person, chosen)
    return set_language(request)


@demonstration_only
@require_POST
def demonstration_enter(request: HttpRequest, account: UUID) -> HttpResponse:
    """Signs the visitor in as `account`. Raises Http404 outside a demonstration, whatever the URLs say."""
    if not settings.DEMONSTRATION:
        raise Http404
    entered = get_object_or_404(Account, uuid=account, is_active=True, person__isnull=False)
    login(request, entered, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_safe_next(request))


def seats_on_offer(request: HttpRequest) -> list[SeatGroup]:
    """Every post held today by a person with an account, by agency; first the agencies that every plan passes."""
    today = timezone.localdate(request_time(request))
    central = set(Mandate.objects.filter(valid_on(today)).values_list("agency_id", flat=True))
    appointments = (
        Appointment.objects.filter(valid_on(today), person__accounts__is_active=True)
        .select_related("person", "desk__agency", "desk__position")
        .prefetch_related("person__accounts")
        .order_by("desk__agency_id", "desk__position__rank", "person__full_name")
        .distinct()
    )
    groups = [
        SeatGroup(agency.name, _seats(held), agency.pk in central)
        for agency, held in groupby(appointments, lambda one: one.desk.agency)
    ]
    return sorted(groups, key=lambda group: not group.is_central)


def _seats(appointments: Iterable[Appointment]) -> list[Seat]:
    return [
        Seat(account.uuid, account.username, str(one.desk.position), one.person.full_name)
        for one in appointments
        for account in one.person.accounts.all()
        if account.is_active
    ]


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure())
    return wanted if is_safe else settings.LOGIN_REDIRECT_URL
