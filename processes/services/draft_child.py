"""`python -m processes.services.draft_child`: {"facts", "issuer", "kind"} on the standard input becomes a draft's file.

A process of its own, so that a text that takes too long or too much memory is ended without harm to the site. It
knows no database. On the error output it says how far it is: "step 5 page 12".
"""

from __future__ import annotations

import json
import logging
import re
import resource
import sys

from processes.documents.facts import PlanFacts
from processes.documents.writing import draft_pdf, plan_docx

MEMORY = 2 * 1024**3
_TOLD = re.compile(r"Step (\d+)(?:.*Page (\d+))?")


class _Teller(logging.Handler):
    """WeasyPrint's own words, made short."""

    def emit(self, record: logging.LogRecord) -> None:
        found = _TOLD.match(record.getMessage())
        if found:
            page = f" page {found[2]}" if found[2] else ""
            sys.stderr.write(f"step {found[1]}{page}\n")
            sys.stderr.flush()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    progress = logging.getLogger("weasyprint.progress")
    progress.addHandler(_Teller())
    progress.setLevel(logging.INFO)
    asked = json.load(sys.stdin)
    facts = PlanFacts.from_dict(asked["facts"])
    content = plan_docx(facts) if asked["kind"] == "docx" else draft_pdf(facts, asked["issuer"])
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
