"""What base.html needs on every page."""

from django.conf import settings
from django.http import HttpRequest

from . import navigation
from .access import desks_of, request_time


def shell(request: HttpRequest) -> dict[str, object]:
    """The frame around a page: navigation and post of the person, the moment `at` of the page, the mode."""
    frame: dict[str, object] = {"at": request_time(request), "demonstration": settings.DEMONSTRATION}
    if getattr(request, "user", None) is None or not request.user.is_authenticated:
        return frame
    desks = desks_of(request)
    offered = navigation.links(desks, request_time(request), request.path)
    return frame | {"desks": desks, "navigation": offered, "bottom_bar": navigation.bottom_bar(offered)}
