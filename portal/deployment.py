"""Does this deployment carry on every open file? Each way to start the site asks once, before it serves anything."""

from django.core.management.base import CommandError
from django.db import connection

from workflow import stranded


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
