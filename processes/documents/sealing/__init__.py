"""From a rendered page to a signed, numbered and sealed one, and back: whose signatures a PDF bears.

`prepare` → `sign_by_leader` → `fill_and_seal` → `verify`. No clock, no files, no network: times, keys and the
certificates that are trusted are given.
"""

from __future__ import annotations

from .code import code_picture
from .fields import NotPrepared, prepare
from .keys import Certificate, KeyFault, KeyUnusable, Pkcs11Key, Pkcs12Key, SigningKey
from .signing import Filling, NotFillable, fill_and_seal, sign_by_leader
from .stamps import UnusablePicture, require_picture, seal_stamp, signature_stamp
from .verification import Later, SignatureFound, Verdict, Verification, verify

__all__ = [
    "Certificate",
    "Filling",
    "KeyFault",
    "KeyUnusable",
    "Later",
    "NotFillable",
    "NotPrepared",
    "Pkcs11Key",
    "Pkcs12Key",
    "SignatureFound",
    "SigningKey",
    "UnusablePicture",
    "Verdict",
    "Verification",
    "code_picture",
    "fill_and_seal",
    "prepare",
    "require_picture",
    "seal_stamp",
    "sign_by_leader",
    "signature_stamp",
    "verify",
]
