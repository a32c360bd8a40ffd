"""`python -m processes.documents.reading [--json] FILE`: the facts of a plan, as JSON or for a person to read."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from processes.documents.reading import Unreadable, read_file
from processes.documents.reading.summary import to_text, to_truth_shape


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    try:
        facts = read_file(arguments.file, arguments.file.name)
    except (Unreadable, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(to_truth_shape(facts), ensure_ascii=False, indent=1) if arguments.json else to_text(facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
