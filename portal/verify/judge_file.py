"""`python -m portal.verify.judge_file`: on the standard input a line of settings and a PDF, as answer its signatures.

A process of its own with little memory and time, so that a hostile or broken file harms nothing but itself. The line is
JSON: {"roots": [certificates], "at": now}.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from datetime import datetime

from processes.documents.sealing.verification import verify

MEMORY = 2 * 1024**3


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = json.loads(sys.stdin.buffer.readline())
    roots = [root.encode() for root in asked["roots"]]
    found = verify(sys.stdin.buffer.read(), roots, datetime.fromisoformat(asked["at"]))
    json.dump(asdict(found), sys.stdout, default=str)


if __name__ == "__main__":
    main()
