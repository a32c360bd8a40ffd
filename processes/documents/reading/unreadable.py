"""Why a file cannot be read: a code and its parameters; the sentence is made where it is shown."""

from __future__ import annotations

from enum import StrEnum


class UnreadableCode(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"  # limit, size: bytes
    UNPACKS_TOO_LARGE = "unpacks_too_large"  # limit: bytes, or entries
    PICTURE_TOO_LARGE = "picture_too_large"  # width, height: dots
    UNKNOWN_KIND = "unknown_kind"  # name
    NOT_TEXT = "not_text"
    NO_TEXT = "no_text"  # a scan, or pictures only
    BROKEN_FILE = "broken_file"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    ACTIVE_CONTENT = "active_content"  # scripts, programs or files inside, calls of other programs
    EXTERNAL_CONTENT = "external_content"  # pictures, templates or texts that would be fetched from elsewhere
    OPEN_TRACKED_CHANGES = "open_tracked_changes"  # count; comments: how many; samples: of what was changed
    OPEN_COMMENTS = "open_comments"  # count
    CLASSIFIED = "classified"  # mark: it bears a mark of secrecy, and is not taken in here
    TOO_MANY_PAGES = "too_many_pages"  # limit, pages
    TOO_LONG = "too_long"  # seconds
    NO_CONVERTER = "no_converter"  # name: this machine cannot open such a file


class Unreadable(Exception):
    """`code` says why; `params` are for the sentence."""

    def __init__(self, code: UnreadableCode, **params: int | str | list[dict[str, str]]) -> None:
        super().__init__(f"{code}: {params}" if params else str(code))
        self.code = code
        self.params = params
