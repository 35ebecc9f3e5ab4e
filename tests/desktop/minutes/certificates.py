"""Invented certifiers and signatories: keys made for the run, certificates in files, out of date if wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSPHRASE = "una clave con eñe"


@dataclass(frozen=True)
class Holder:
    """Somebody with a key and a certificate, and whoever gave it."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    issuer: Holder | None = None

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def file(self, path: Path, passphrase: str = PASSPHRASE) -> Path:
        """The PKCS#12 file, with the chain in it."""
        chain, above = [], self.issuer
        while above is not None:
            chain.append(above.certificate)
            above = above.issuer
        lock = serialization.BestAvailableEncryption(passphrase.encode())
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"firma", self.key, self.certificate, chain, lock))
        return path


def certifier(name: str, issuer: Holder | None = None) -> Holder:
    """A certifier, under another one or by itself."""
    return _holder(name, issuer, authority=True)


def signatory(
    name: str, issuer: Holder | None = None, *, days: tuple[int, int] = (-30, 365), rsa_key: bool = False
) -> Holder:
    """Somebody who signs; the certificate holds from and until so many days from now."""
    return _holder(name, issuer, days=days, rsa_key=rsa_key)


def timestamper(name: str) -> Holder:
    """A server of timestamps."""
    return _holder(name, None, stamps=True, rsa_key=True)


def revoked(holder: Holder, *, days_ago: int) -> bytes:
    """The list in which whoever gave the certificate says that it is not valid any more, as DER."""
    assert holder.issuer is not None
    now = datetime.now(UTC)
    entry = (
        x509.RevokedCertificateBuilder()
        .serial_number(holder.certificate.serial_number)
        .revocation_date(now - timedelta(days=days_ago))
        .build()
    )
    told = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(holder.issuer.certificate.subject)
        .last_update(now - timedelta(hours=1))
        .next_update(now + timedelta(days=7))
        .add_revoked_certificate(entry)
    )
    return told.sign(holder.issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _holder(
    name: str,
    issuer: Holder | None,
    *,
    authority: bool = False,
    stamps: bool = False,
    days: tuple[int, int] = (-30, 365),
    rsa_key: bool = False,
) -> Holder:
    key = rsa.generate_private_key(65537, 2048) if rsa_key else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.COUNTRY_NAME, "AR")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not authority, content_commitment=not authority, key_cert_sign=authority,
                crl_sign=authority, key_encipherment=False, data_encipherment=False, key_agreement=False,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )  # fmt: skip
    above = issuer.key if issuer else key
    made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
    if issuer is not None:
        # As real ones do: it says where to ask whether it was revoked. Nobody asks there.
        where = x509.DistributionPoint([x509.UniformResourceIdentifier("http://crl.example.org/")], None, None, None)
        made = made.add_extension(x509.CRLDistributionPoints([where]), critical=False)
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Holder(key, made.sign(above, hashes.SHA256()), issuer)
