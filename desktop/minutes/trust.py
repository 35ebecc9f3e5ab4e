"""Whose certificates the law calls *firma digital*: the roots that the city, or this laptop, keeps in a folder.

Ley 25.506: a signature is *digital* only with a certificate of a licensed certifier; whatever else is signed
electronically is *firma electrónica*. The licence is proved by the chain up to a root in the folder, never by a name
that anybody can write into a certificate. Without any root every signature is called electronic.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.paths import resources

DIGITAL, ELECTRONIC = "digital", "electronic"
FOLDER = "Certificadores"
ENDINGS = {".pem", ".crt", ".cer", ".der"}


def licensed_roots(home: Path, city_id: str) -> tuple[Any, ...]:
    """The root certificates of licensed certifiers: those of the city's folder, and those put into the desk's own.

    A file that holds no certificate counts for nothing.
    """
    from asn1crypto import pem, x509

    found = []
    for folder in (resources("cities", city_id, "certifiers"), home / FOLDER):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix.lower() not in ENDINGS:
                continue
            try:
                content = path.read_bytes()
                blocks = (
                    [der for _, _, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
                )
                found += [x509.Certificate.load(der, strict=True) for der in blocks]
            except (OSError, ValueError):
                continue
    return tuple(found)


async def kind_of(certificate: Any, others: Any, *, roots: tuple[Any, ...], at: datetime) -> str:
    """`digital` when the certificate leads to one of the roots and was valid then; otherwise `electronic`."""
    from pyhanko_certvalidator import CertificateValidator, ValidationContext
    from pyhanko_certvalidator.errors import PathError, ValidationError

    if not roots:
        return ELECTRONIC
    context = ValidationContext(
        trust_roots=list(roots), other_certs=list(others), moment=at, revocation_mode="soft-fail"
    )
    try:
        await CertificateValidator(certificate, validation_context=context).async_validate_path()
    except (PathError, ValidationError):
        return ELECTRONIC
    return DIGITAL


def name_of(subject: Any) -> str:
    """How a certificate calls somebody: the common name, else the organisation."""
    told = subject.native
    for key in ("common_name", "organization_name"):
        if value := told.get(key):
            return str(value[0] if isinstance(value, list) else value)
    return str(subject.human_friendly)
