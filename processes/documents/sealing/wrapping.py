"""What surrounds a signature of ours in its place: covered by none, so it is made anew and compared byte for byte.

Other programs write these parts in other ways, all of them allowed; only our own documents are held to ours.
"""

from __future__ import annotations

from typing import Any

from asn1crypto import algos, cms


def is_as_written(signature: Any, place: bytes) -> bool:
    """`place`: what the PDF keeps for the signature, with its brackets and its padding."""
    expected = _wrapped(signature).hex().upper().encode()
    inside = place[1:-1]
    return place[:1] == b"<" and place[-1:] == b">" and inside == expected.ljust(len(inside), b"0")


def _wrapped(signature: Any) -> bytes:
    given = signature.signer_info
    certificate = signature.signer_cert
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    algorithm = given["signature_algorithm"].native["algorithm"]
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
            ),
            "digest_algorithm": digest,
            "signed_attrs": given["signed_attrs"],
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": algorithm}),
            "signature": given["signature"].native,
        }
    )
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms((digest,)),
            "encap_content_info": {"content_type": "data"},
            "certificates": signature.signed_data["certificates"],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())
