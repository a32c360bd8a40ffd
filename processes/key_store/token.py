"""Keys in a PKCS#11 token or module of the province: they never leave it. Pictures are in the folder."""

from __future__ import annotations

from django.conf import settings

from processes.documents.sealing import KeyFault, KeyUnusable, Pkcs11Key, SigningKey

from . import Owner
from .folder import Pictures


class TokenStore(Pictures):
    """SIGNING_TOKEN_MODULE, SIGNING_TOKEN, SIGNING_TOKEN_PIN; the label of key and certificate is the owner's id."""

    def key(self, owner: Owner) -> SigningKey:
        if owner.id not in self.ids():
            raise KeyUnusable(KeyFault.MISSING, owner.name)
        return Pkcs11Key(settings.SIGNING_TOKEN_MODULE, settings.SIGNING_TOKEN, settings.SIGNING_TOKEN_PIN, owner.id)

    def ids(self) -> list[str]:
        return Pkcs11Key.labels(settings.SIGNING_TOKEN_MODULE, settings.SIGNING_TOKEN, settings.SIGNING_TOKEN_PIN)
