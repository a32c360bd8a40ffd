"""Who may open which page. Every view says it with one of these decorators; the middleware enforces it in one place.

A view without a rule answers nobody. A rule opens the page only: which plans, duties and reports it shows is
decided by `workflow.authorization`, the one source of people's rights.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from workflow import authorization, clock
from workflow.held import Authority
from workflow.models import Desk

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class AccessRule:
    """`name` says the rule in tests and lists; `needs_account`: an anonymous visitor is asked to sign in first."""

    name: str
    allows: Callable[[HttpRequest], bool]
    needs_account: bool = True


def public(view: View) -> View:
    """Anyone, signed in or not."""
    return _declare(view, AccessRule("public", lambda request: True, needs_account=False))


def signed_in(view: View) -> View:
    """Every account, also one that is linked to no person."""
    return _declare(view, AccessRule("signed_in", lambda request: True))


def person_only(view: View) -> View:
    """Accounts that belong to a person."""
    return _declare(view, AccessRule("person_only", lambda request: request.user.person_id is not None))


def desk(*position_codes: str) -> Callable[[View], View]:
    """People who hold one of these positions today, at whichever agency. Raises ValueError without a position."""
    if not position_codes:
        raise ValueError("desk() needs at least one position code.")
    rule = AccessRule(f"desk: {', '.join(position_codes)}", lambda request: _holds(request, position_codes))
    return lambda view: _declare(view, rule)


def demonstration_only(view: View) -> View:
    """Anyone, in demonstration mode alone."""
    return _declare(view, AccessRule("demonstration_only", lambda request: settings.DEMONSTRATION, needs_account=False))


def request_time(request: HttpRequest) -> datetime:
    """The one moment at which everything on this page is judged and counted."""
    if "read_at" not in vars(request):
        shows = request.method in ("GET", "HEAD")
        vars(request)["read_at"] = clock.glance() if shows else clock.now()
    moment: datetime = vars(request)["read_at"]
    return moment


def seats_of(request: HttpRequest) -> list[Authority]:
    """Where the person who is signed in works: the own desks, then those that others have lent, whole or in part.

    Asked once per request. Nobody signed in, no person: none.
    """
    if "seats" not in vars(request):
        person = getattr(request.user, "person", None)
        vars(request)["seats"] = authorization.seats(person, request_time(request))
    held: list[Authority] = vars(request)["seats"]
    return held


def desks_of(request: HttpRequest) -> list[Desk]:
    """The desks whose whole work is the person's, own or lent: what lists of an agency's work are made for."""
    return list({seat.desk.pk: seat.desk for seat in seats_of(request) if seat.is_whole}.values())


def agencies_of(request: HttpRequest, definition_key: str) -> set[int]:
    """The agencies whose part in processes of this definition the person works on."""
    return authorization.agencies_seen(seats_of(request), definition_key)


def rule_of(view: Callable[..., Any]) -> AccessRule | None:
    """The rule a view declares, on the function or on its class; None if it declares none."""
    rule: AccessRule | None = getattr(view, "access_rule", None)
    return rule or getattr(getattr(view, "view_class", None), "access_rule", None)


class AccessMiddleware:
    """Lets a request through to its view only by the view's own rule."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None where the rule allows; a way to the sign-in for visitors. Raises PermissionDenied for everyone else."""
        rule = rule_of(view)
        if rule is None:
            raise PermissionDenied("no_access_rule")
        if rule.needs_account and not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        if not rule.allows(request):
            raise PermissionDenied("access_rule")
        return None


def _declare(view: Any, rule: AccessRule) -> Any:
    view.access_rule = rule
    return view


def _holds(request: HttpRequest, position_codes: tuple[str, ...]) -> bool:
    return any(seat.desk.position.code in position_codes for seat in seats_of(request))


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Back to the same page after signing in; a part of a page (htmx) sends the whole window there."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})
    if request.method not in ("GET", "HEAD"):
        return redirect_to_login(resolve_url(settings.LOGIN_REDIRECT_URL), settings.LOGIN_URL)
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
