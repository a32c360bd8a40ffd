"""What has to be done again and again, in one list. Called every minute, on each node of an installation.

A periodic function takes the database's time and does what is due by then. It may be called late, twice, or on two
nodes at once: rows with unique constraints see to it that each occurrence has one effect.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from notifications.tasks import resume_dispatches, send_digests, send_mails
from processes import jobs
from processes.services import draft_copies, reporting, working_copies
from workflow import deadlines, seals, staffing, succession

logger = logging.getLogger(__name__)

PERIODIC: list[Callable[[datetime], object]] = [
    succession.apply_due,
    reporting.open_due,
    deadlines.fire_due,
    staffing.recheck_due,
    jobs.ask_again,
    draft_copies.purge,
    seals.seal_due,
    send_digests,
    send_mails,
    resume_dispatches,
    working_copies.drop_old,
]


def tick(at: datetime) -> None:
    """Call every periodic function. An error in one is logged with its name and stops none of the others."""
    for function in PERIODIC:
        try:
            function(at)
        except Exception:
            logger.exception("Periodic work failed: %s.%s", function.__module__, function.__qualname__)
