"""Small builders for tests: each makes one thing with what the test does not care about filled in."""

from .organization import (
    FIRST_DAY,
    appoint,
    make_account,
    make_agency,
    make_appointed,
    make_holder,
    make_person,
    post_titles,
)
from .process import Letter, letters, make_instance, morning, write_letter

__all__ = [
    "FIRST_DAY",
    "Letter",
    "appoint",
    "letters",
    "make_account",
    "make_agency",
    "make_appointed",
    "make_holder",
    "make_instance",
    "make_person",
    "morning",
    "post_titles",
    "write_letter",
]
