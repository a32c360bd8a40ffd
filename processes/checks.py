"""What an installation that issues documents has to have settled about signatures; `manage.py check --deploy` asks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

FOLDER_STORE = "processes.key_store.folder.FolderStore"


@register(Tags.security, deploy=True)
def check_signatures(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Keys that nothing encrypts, or none at all."""
    if settings.ISSUE_WITHOUT_SIGNATURES:
        return [
            Warning(
                "ISSUE_WITHOUT_SIGNATURES is on: plans are issued without digital signatures.",
                hint="Take keys in (docs/operations.md, Signatures) and remove the setting.",
                id="processes.W001",
            )
        ]
    if settings.SIGNING_KEYS == FOLDER_STORE and len(settings.SIGNING_SECRET) < 20:
        return [
            Warning(
                "SIGNING_SECRET is missing or shorter than 20 characters: no key can be kept, nothing issued.",
                hint="Set it once and keep it as safe as the keys; what it has encrypted needs it for good.",
                id="processes.W002",
            )
        ]
    return []
