"""Do this deployment's definitions fit the open files? Asked at each start, and met where another node is newer."""

from collections.abc import Callable

from django.core.management.base import CommandError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workflow import stranded
from workflow.registry import UnknownDefinition

RETRY_AFTER = "60"  # seconds


def refuse_stranding() -> None:
    """For commands. Raises CommandError, which names the files and says what to do."""
    try:
        stranded.refuse_stranding()
    except stranded.Stranding as error:
        raise CommandError(str(error)) from error


def let_go_of_database() -> None:
    """A server may fork after this, and no two processes may share a connection."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


class NewerDeploymentMiddleware:
    """A file that a newer node has opened by a version that this node has not yet: later, or at the other node."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 with a time to come back; None for every other fault."""
        if not isinstance(exception, UnknownDefinition):
            return None
        answer = render(request, "503.html", status=503)
        answer["Retry-After"] = RETRY_AFTER
        return answer
