"""`python -m portal.plans.print_draft`: {"facts", "issuer"} on the standard input becomes a draft's PDF on the output.

A process of its own, so that a text that takes too long or too much memory is ended without harm to the site.
"""

from __future__ import annotations

import json
import resource
import sys

import django

MEMORY = 2 * 1024**3


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    django.setup()
    from processes.documents.facts import PlanFacts
    from processes.services.rendering import plan_pdf
    from workflow.models import Agency

    asked = json.load(sys.stdin)
    pdf = plan_pdf(PlanFacts.from_dict(asked["facts"]), Agency(name=asked["issuer"]))
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
