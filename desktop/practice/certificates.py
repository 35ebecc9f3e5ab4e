"""Certificates to practise signing with: made on the spot, worth nothing, and saying so in the name they carry.

A facilitator has to see once how an acta is signed before it counts, and no certifier hands out a key for trying: the
practice home holds two of its own. No root vouches for them, so Cabildo calls such a signature electronic, and never
digital.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from db.clock import Clock
from desktop.paths import settings_file
from desktop.settings import Settings

FOLDER = "Firmas de práctica"
# Not a secret: the name of each file tells it, for whoever practises has to type something.
PASSPHRASE = "practicar"  # noqa: S105
WITHOUT_VALUE = "PRÁCTICA SIN VALOR"
HOLDS = timedelta(days=365)


@dataclass(frozen=True)
class Practised:
    """Who signs in the practice, in the order of the places, and with which file."""

    name: str
    path: Path


def lay_out(home: Path, on: date) -> tuple[Practised, ...]:
    """The certificates of the practice home, made anew where they are missing or do not hold on that day; the first one
    stands in the form of whoever signs next.
    """
    folder = home / FOLDER
    folder.mkdir(exist_ok=True)
    made = tuple(
        Practised(f"{WITHOUT_VALUE} ({who})", folder / f"{who} (clave {PASSPHRASE}).p12")
        for who in ("Coordinación", "Secretaría")
    )
    for one in made:
        if not _holds(one.path, on):
            one.path.write_bytes(_certificate(one.name, on))
    settings = Settings(settings_file(home))
    if not Path(settings.taste.certificate_file).is_file():
        settings.change(certificate_file=str(made[0].path))
    return made


def _holds(path: Path, on: date) -> bool:
    try:
        told = pkcs12.load_pkcs12(path.read_bytes(), PASSPHRASE.encode())
    except (OSError, ValueError):
        return False
    end = told.cert.certificate.not_valid_after_utc.date() if told.cert else on
    return end > on + timedelta(days=1)


def _certificate(name: str, on: date) -> bytes:
    """A PKCS#12 file. It holds on the evening of the practice and on the day it is really signed, which may differ."""
    evening, now = datetime.combine(on, time(12), tzinfo=UTC), Clock().now()
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, name),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, WITHOUT_VALUE),
        x509.NameAttribute(NameOID.COUNTRY_NAME, "AR"),
    ])  # fmt: skip
    use = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_cert_sign=False, crl_sign=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(evening, now) - timedelta(days=2))
        .not_valid_after(max(evening, now) + HOLDS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(use, critical=True)
        .sign(key, hashes.SHA256())
    )
    lock = BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, lock)
