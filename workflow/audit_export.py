"""The trail as files that an outsider can check without us, and without the database."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from .canonical import FORMAT, entry_fields, trails
from .models import ProcessInstance

ENTRIES, HEADS, CHECKER = "audit.jsonl", "heads.json", "check_proof.py"


@dataclass(frozen=True)
class Head:
    """Where an instance's trail ended when it was exported."""

    revision: int
    hash: str


def export(instances: QuerySet[ProcessInstance], directory: Path) -> Path:
    """Write the trails of `instances` into `directory` (made if missing), with the program that checks them.

    audit.jsonl: an entry a line, {"entry": canonical fields, "previous_hash", "hash"}, in order of instance and
    revision. heads.json: {"format", "heads": {instance: {"revision", "hash", "state", "definition", "version"}}};
    kept where the database's owner cannot write, it shows later whether the end of a trail was cut off.
    """
    directory.mkdir(parents=True, exist_ok=True)
    heads: dict[str, dict[str, Any]] = {}
    with (directory / ENTRIES).open("w", encoding="utf-8") as file:
        for instance, rows in trails(instances):
            for row in rows:
                file.write(_line(row) + "\n")
            heads[str(instance["uuid"])] = _head(instance)
    (directory / HEADS).write_text(_json({"format": FORMAT, "heads": heads}, indent=1) + "\n", encoding="utf-8")
    shutil.copyfile(Path(__file__).parent / "proof" / CHECKER, directory / CHECKER)
    return directory


def read_heads(path: Path) -> dict[str, Head]:
    """The heads of an earlier export, by instance UUID. Raises OSError or ValueError."""
    try:
        heads = json.loads(path.read_text(encoding="utf-8"))["heads"]
        return {uuid: Head(head["revision"], head["hash"]) for uuid, head in heads.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is not a list of heads") from error


def _line(row: Mapping[str, Any]) -> str:
    return _json({"entry": entry_fields(row), "previous_hash": row["previous_hash"], "hash": row["hash"]})


def _head(instance: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "revision": instance["revision"],
        "hash": instance["audit_head"],
        "state": instance["state"],
        "definition": instance["definition_key"],
        "version": instance["definition_version"],
    }


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=indent)
