"""The chains as files that an outsider can check without us, and without the database."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from . import seal_files
from .canonical import FORMAT, Row, act_fields, acts, entry_fields, trails
from .models import OrganizationHead, ProcessInstance, Seal, SealedHead

ENTRIES, ACTS, HEADS = "audit.jsonl", "organization.jsonl", "heads.json"
SEALS, SEAL_FOLDER, CHECKER = "seals.jsonl", "seals", "check_proof.py"


@dataclass(frozen=True)
class Head:
    """Where an instance's trail ended when it was exported."""

    revision: int
    hash: str


def export(instances: QuerySet[ProcessInstance], directory: Path, *, organization: bool = True) -> Path:
    """Write the trails of `instances` into `directory` (made if missing), with the program that checks them.

    audit.jsonl: an entry a line, {"entry": canonical fields, "previous_hash", "hash"}, in order of instance and
    revision. organization.jsonl: the organization's acts likewise (not for a proof of single files: they are nobody's
    business there). heads.json: {"format", "heads": {instance: {"revision", "hash", "state", "definition", "version"}},
    "organization"}; kept where the database's owner cannot write, it shows later whether the end of a trail was cut
    off. seals.jsonl: the chain of all seals; seals/: the whole file of each seal that covers one of these trails.
    """
    directory.mkdir(parents=True, exist_ok=True)
    _seals(instances, directory)  # first, so that all that they cover is exported after them
    said = {"format": FORMAT, "heads": _trails(instances, directory), "organization": None}
    if organization:
        said["organization"] = _organization(directory)
    (directory / HEADS).write_text(_json(said, indent=1) + "\n", encoding="utf-8")
    shutil.copyfile(Path(__file__).parent / "proof" / CHECKER, directory / CHECKER)
    return directory


def with_all_below(instance: ProcessInstance) -> QuerySet[ProcessInstance]:
    """The instance and every process that was started under it; a query for each of the few levels."""
    keys = level = {instance.pk}
    while level:
        level = set(ProcessInstance.objects.filter(parent__in=level).values_list("pk", flat=True))
        keys = keys | level
    return ProcessInstance.objects.filter(pk__in=keys)


def read_heads(path: Path) -> dict[str, Head]:
    """The heads of an earlier export, by instance UUID. Raises OSError or ValueError."""
    try:
        heads = json.loads(path.read_text(encoding="utf-8"))["heads"]
        return {uuid: Head(head["revision"], head["hash"]) for uuid, head in heads.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is not a list of heads") from error


def _trails(instances: QuerySet[ProcessInstance], directory: Path) -> dict[str, dict[str, Any]]:
    heads: dict[str, dict[str, Any]] = {}
    with (directory / ENTRIES).open("w", encoding="utf-8") as file:
        for instance, rows in trails(instances):
            instance, whole = _whole(instance, list(rows))
            file.writelines(_line("entry", entry_fields(row), row) for row in whole)
            heads[str(instance["uuid"])] = _head(instance)
    return heads


def _whole(instance: Row, rows: list[Row]) -> tuple[Row, list[Row]]:
    """The instance and its trail as of one moment: read again under lock where a step came in between."""
    if rows and rows[-1]["revision"] == instance["revision"]:
        return instance, rows
    found: QuerySet[ProcessInstance] = ProcessInstance.objects.filter(pk=instance["pk"])
    with transaction.atomic():
        list(found.select_for_update().values_list("pk"))
        [(instance, again)] = trails(found)
        return instance, list(again)


def _organization(directory: Path) -> dict[str, Any]:
    """The chain as far as its head says in this moment: acts that come while it is written are left out."""
    head = OrganizationHead.objects.first() or OrganizationHead()
    with (directory / ACTS).open("w", encoding="utf-8") as file:
        for row in acts():
            if row["sequence"] <= head.sequence:
                file.write(_line("act", act_fields(row), row))
    return {"sequence": head.sequence, "hash": head.hash}


def _seals(instances: QuerySet[ProcessInstance], directory: Path) -> None:
    with (directory / SEALS).open("w", encoding="utf-8") as file:
        for row in Seal.objects.order_by("number").values():
            file.write(seal_files.header(row) + "\n")
    covering = SealedHead.objects.filter(instance__in=instances.order_by().values("uuid")).values("seal")
    seal_files.write_each(Seal.objects.filter(number__in=covering), directory / SEAL_FOLDER)


def _line(what: str, fields: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    return _json({what: fields, "previous_hash": row["previous_hash"], "hash": row["hash"]}) + "\n"


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
