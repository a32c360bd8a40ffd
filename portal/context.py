"""What base.html needs on every page."""

from django.conf import settings
from django.http import HttpRequest

from . import navigation
from .access import request_time, seats_of


def shell(request: HttpRequest) -> dict[str, object]:
    """The frame around a page: navigation, posts, own and lent ones, the moment `at` of the page, the mode."""
    frame: dict[str, object] = {"at": request_time(request), "demonstration": settings.DEMONSTRATION}
    if getattr(request, "user", None) is None or not request.user.is_authenticated:
        return frame
    seats = seats_of(request)
    offered = navigation.links([seat.desk for seat in seats], request_time(request), request.path)
    own = [seat.desk for seat in seats if seat.delegation is None]
    lent = [seat for seat in seats if seat.delegation is not None]
    return frame | {
        "desks": own,
        "standing_in": lent,
        "navigation": offered,
        "bottom_bar": navigation.bottom_bar(offered),
    }
