#!/usr/bin/env python3
"""Kiểm tra dấu vết đã xuất ra (audit.jsonl, heads.json). Chỉ cần Python 3, không cần hệ thống đã xuất ra nó.

    python3 check_proof.py [THƯ_MỤC] [--earlier heads.json của lần xuất trước]

An entry's hash is SHA-256 in hexadecimal over: the previous entry's hash, a line feed, the entry as UTF-8 JSON with
sorted keys and no spaces. Exit code 0: all holds; 1: something was changed; 2: the files cannot be read.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

Line = dict[str, Any]  # entry, hash, previous_hash
Fault = tuple[int, str]  # revision, what is wrong


def digest(entry: Line, previous_hash: str) -> str:
    form = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((previous_hash + "\n" + form).encode("utf-8")).hexdigest()


def read_trails(path: Path) -> dict[str, list[Line]]:
    """{instance: [line, ...]} in the order of the file."""
    trails: dict[str, list[Line]] = {}
    with path.open(encoding="utf-8") as file:
        for text in file:
            line = json.loads(text)
            trails.setdefault(line["entry"]["instance"], []).append(line)
    return trails


def entry_faults(trail: list[Line]) -> Iterator[Fault]:
    """(revision, what is wrong) along one trail."""
    before: Line = {"entry": {"revision": -1, "to_state": ""}, "hash": ""}
    for line in trail:
        entry, revision = line["entry"], line["entry"]["revision"]
        if revision != before["entry"]["revision"] + 1:
            yield revision, "thiếu dấu vết trước đó"
        if line["previous_hash"] != before["hash"]:
            yield revision, "không nối với dấu vết trước đó"
        if line["hash"] != digest(entry, line["previous_hash"]):
            yield revision, "nội dung đã bị sửa"
        if entry["from_state"] != before["entry"]["to_state"]:
            yield revision, "không nối với trạng thái trước đó"
        before = line


def head_faults(trail: list[Line], head: Line) -> Iterator[Fault]:
    last: Line = trail[-1] if trail else {"hash": None, "entry": {"revision": None, "to_state": None}}
    recorded = (head["revision"], head["hash"], head["state"])
    if recorded != (last["entry"]["revision"], last["hash"], last["entry"]["to_state"]):
        yield head["revision"], "dấu vết cuối không phải là dấu vết mà hồ sơ ghi nhận"


def earlier_faults(trail: list[Line], head: Line) -> Iterator[Fault]:
    hashes = {line["entry"]["revision"]: line["hash"] for line in trail}
    if head["revision"] not in hashes:
        yield head["revision"], "dấu vết từng được xuất ra nay không còn"
    elif hashes[head["revision"]] != head["hash"]:
        yield head["revision"], "khác với dấu vết từng được xuất ra"


def check(directory: Path, earlier: Path | None = None) -> tuple[int, int, list[tuple[str, int, str]]]:
    """(entries, instances, faults), a fault being (instance, revision, what is wrong)."""
    trails = read_trails(directory / "audit.jsonl")
    heads = json.loads((directory / "heads.json").read_text(encoding="utf-8"))["heads"]
    old = json.loads(earlier.read_text(encoding="utf-8"))["heads"] if earlier else {}
    faults = []
    for instance in {**trails, **heads, **old}:
        trail = trails.get(instance, [])
        found = list(entry_faults(trail))
        if instance in heads:
            found += head_faults(trail, heads[instance])
        elif trail:
            found.append((trail[-1]["entry"]["revision"], "hồ sơ không có trong heads.json"))
        if instance in old:
            found += earlier_faults(trail, old[instance])
        faults += [(instance, revision, what) for revision, what in found]
    return sum(map(len, trails.values())), len(trails), faults


def main() -> int:
    parser = argparse.ArgumentParser(description="Kiểm tra dấu vết đã xuất ra.")
    parser.add_argument("directory", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--earlier", type=Path, help="heads.json của lần xuất trước")
    options = parser.parse_args()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        entries, instances, faults = check(options.directory, options.earlier)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"Không đọc được: {error!r}")
        return 2
    for instance, revision, what in faults:
        print(f"{instance} lần {revision}: {what}")
    print(f"{entries} dấu vết của {instances} hồ sơ: " + (f"{len(faults)} sai lệch" if faults else "toàn vẹn"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
