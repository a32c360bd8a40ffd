"""The confined process that judges a file's signatures."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from processes.documents.confined import Answer, serve
from processes.documents.sealing.verification import verify


def answer(asked: Answer, content: bytes, is_cut_off: bool) -> Answer:
    found = verify(content, [root.encode() for root in asked["roots"]], datetime.fromisoformat(asked["at"]))
    said: Answer = json.loads(json.dumps(asdict(found), default=str))
    return said


if __name__ == "__main__":
    serve(answer)
