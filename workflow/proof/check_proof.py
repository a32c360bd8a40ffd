#!/usr/bin/env python3
"""Kiểm tra dấu vết đã xuất ra. Chỉ cần Python 3, không cần hệ thống đã xuất ra nó.

    python3 check_proof.py [THƯ_MỤC] [--earlier heads.json của lần xuất trước] [--seals thư mục giữ tệp niêm phong]

Files: audit.jsonl (entries), heads.json (where each trail ends), organization.jsonl (the organization's acts, may be
missing), seals.jsonl (the chain of daily seals), seals/ (whole seals). A link's hash is SHA-256 in hexadecimal over:
the hash of the link before, a line feed, the link as UTF-8 JSON with sorted keys and no spaces. A seal's root is
SHA-256 over the lines of its file after the first. --seals: the same files from where the exporting system cannot
write; only against them is it certain that nobody wrote everything anew. Exit code 0: all holds; 1: something was
changed; 2: the files cannot be read.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import TextIOWrapper
from pathlib import Path
from typing import Any

Line = dict[str, Any]  # entry, act or seal; hash; previous_hash
Fault = tuple[int, str]  # place in the chain, what is wrong
ORGANIZATION, SEALS = "Dấu vết tổ chức", "Niêm phong"


def digest(link: Line, previous_hash: str) -> str:
    form = json.dumps(link, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((previous_hash + "\n" + form).encode("utf-8")).hexdigest()


def read_lines(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8") as file:
        for text in file:
            yield json.loads(text)


@dataclass
class Proof:
    """What was exported. `sealed`: (instance, revision) that a seal was found to cover."""

    trails: dict[str, list[Line]]
    heads: dict[str, Line]
    acts: list[Line]
    acts_head: Line | None
    seals: list[Line]
    sealed: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, directory: Path) -> "Proof":
        trails: dict[str, list[Line]] = {}
        for line in read_lines(directory / "audit.jsonl"):
            trails.setdefault(line["entry"]["instance"], []).append(line)
        said = json.loads((directory / "heads.json").read_text(encoding="utf-8"))
        acts = list(read_lines(directory / "organization.jsonl")) if said["organization"] else []
        return cls(trails, said["heads"], acts, said["organization"], list(read_lines(directory / "seals.jsonl")))

    @cached_property
    def entry_hashes(self) -> dict[tuple[str, int], str]:
        return {(i, line["entry"]["revision"]): line["hash"] for i, trail in self.trails.items() for line in trail}

    @cached_property
    def act_hashes(self) -> dict[int, str]:
        return {line["act"]["sequence"]: line["hash"] for line in self.acts}

    @cached_property
    def seal_hashes(self) -> dict[int, str]:
        return {line["seal"]["number"]: line["hash"] for line in self.seals}

    def covered(self) -> int:
        """How many entries stand before the end of a trail that was sealed."""
        last: dict[str, int] = {}
        for instance, revision in self.sealed:
            last[instance] = max(revision, last.get(instance, -1))
        return sum(revision <= last.get(instance, -1) for instance, revision in self.entry_hashes)


# --- chains


def chain_faults(lines: list[Line], what: str, place: str, first: int) -> Iterator[Fault]:
    """Contiguous, chained, unedited."""
    number, previous_hash = first - 1, ""
    for line in lines:
        now = line[what][place]
        if now != number + 1:
            yield now, "thiếu dấu vết trước đó"
        if line["previous_hash"] != previous_hash:
            yield now, "không nối với dấu vết trước đó"
        if line["hash"] != digest(line[what], line["previous_hash"]):
            yield now, "nội dung đã bị sửa"
        number, previous_hash = now, line["hash"]


def state_faults(trail: list[Line]) -> Iterator[Fault]:
    state = ""
    for line in trail:
        if line["entry"]["from_state"] != state:
            yield line["entry"]["revision"], "không nối với trạng thái trước đó"
        state = line["entry"]["to_state"]


def head_faults(trail: list[Line], head: Line | None) -> Iterator[Fault]:
    last: Line = trail[-1] if trail else {"hash": None, "entry": {"revision": None, "to_state": None}}
    if head is None:
        yield last["entry"]["revision"], "hồ sơ không có trong heads.json"
    elif (head["revision"], head["hash"], head["state"]) != (
        last["entry"]["revision"], last["hash"], last["entry"]["to_state"],
    ):  # fmt: skip
        yield head["revision"], "dấu vết cuối không phải là dấu vết mà hồ sơ ghi nhận"


def earlier_faults(trail: list[Line], head: Line) -> Iterator[Fault]:
    hashes = {line["entry"]["revision"]: line["hash"] for line in trail}
    if head["revision"] not in hashes:
        yield head["revision"], "dấu vết từng được xuất ra nay không còn"
    elif hashes[head["revision"]] != head["hash"]:
        yield head["revision"], "khác với dấu vết từng được xuất ra"


def act_faults(proof: Proof) -> Iterator[Fault]:
    yield from chain_faults(proof.acts, "act", "sequence", 1)
    ends = [(0, ""), *((line["act"]["sequence"], line["hash"]) for line in proof.acts)]
    if proof.acts_head and (proof.acts_head["sequence"], proof.acts_head["hash"]) != ends[-1]:
        yield proof.acts_head["sequence"], "dấu vết tổ chức cuối cùng không phải là dấu vết được ghi nhận"


# --- seals


def seal_faults(proof: Proof, path: Path) -> Iterator[tuple[str, int, str]]:
    """One whole seal: its own root and hash, its place in the chain of seals, and the trails that it covers."""
    with path.open("rb") as file:
        said = json.loads(next(file))
        lines = file.read()
    seal, number = said["seal"], said["seal"]["number"]
    if hashlib.sha256(lines).hexdigest() != seal["root"] or digest(seal, said["previous_hash"]) != said["hash"]:
        yield SEALS, number, f"tệp {path.name} đã bị sửa"
        return
    if proof.seal_hashes.get(number) != said["hash"]:
        yield SEALS, number, f"khác với niêm phong trong tệp {path.name}"
    for text in lines.decode().splitlines():
        name, place, sealed = text.split(" ")
        at = int(place)
        if name == "organization":
            if proof.acts_head and proof.act_hashes.get(at, "") != sealed:
                yield ORGANIZATION, at, f"khác với dấu vết đã niêm phong ngày {seal['day']}"
        elif name in proof.trails or name in proof.heads:
            proof.sealed.add((name, at))
            if proof.entry_hashes.get((name, at)) != sealed:
                yield name, at, f"khác với dấu vết đã niêm phong ngày {seal['day']}"


# --- all of it


def faults_of(proof: Proof, old: dict[str, Line], folders: list[Path]) -> Iterator[tuple[str, int, str]]:
    """(instance or chain, place, what is wrong)."""
    for instance in {**proof.trails, **proof.heads, **old}:
        trail = proof.trails.get(instance, [])
        found = [*chain_faults(trail, "entry", "revision", 0), *state_faults(trail)]
        if instance in proof.heads or trail:
            found += head_faults(trail, proof.heads.get(instance))
        if instance in old:
            found += earlier_faults(trail, old[instance])
        yield from ((instance, place, what) for place, what in found)
    yield from ((ORGANIZATION, place, what) for place, what in act_faults(proof))
    yield from ((SEALS, place, what) for place, what in chain_faults(proof.seals, "seal", "number", 1))
    for folder in folders:
        for path in sorted(folder.glob("seal-*.txt")):
            yield from seal_faults(proof, path)


def main() -> int:
    parser = argparse.ArgumentParser(description="Kiểm tra dấu vết đã xuất ra.")
    parser.add_argument("directory", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--earlier", type=Path, help="heads.json của lần xuất trước")
    parser.add_argument("--seals", type=Path, help="thư mục giữ các tệp niêm phong, nơi hệ thống không ghi được")
    options = parser.parse_args()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        proof = Proof.read(options.directory)
        old = json.loads(options.earlier.read_text(encoding="utf-8"))["heads"] if options.earlier else {}
        folders = [options.directory / "seals", *([options.seals] if options.seals else [])]
        faults = list(dict.fromkeys(faults_of(proof, old, folders)))
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        print(f"Không đọc được: {error!r}")
        return 2
    for where, place, what in faults:
        print(f"{where} lần {place}: {what}")
    entries = sum(map(len, proof.trails.values()))
    print(
        f"{entries} dấu vết của {len(proof.trails)} hồ sơ ({proof.covered()} đã niêm phong), "
        f"{len(proof.acts)} dấu vết tổ chức, {len(proof.seals)} niêm phong: "
        + (f"{len(faults)} sai lệch" if faults else "toàn vẹn")
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
