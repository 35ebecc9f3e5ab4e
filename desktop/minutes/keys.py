"""What somebody signs with: a certificate in a file (PKCS#12) or on a token (PKCS#11). Secrets stay in memory only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from db.errors import Refused, Unavailable


@dataclass(frozen=True)
class FileKey:
    """A .p12 or .pfx file and its passphrase."""

    path: Path
    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class TokenKey:
    """A token: the module of its maker, its PIN, and which token when several are plugged in."""

    module: Path
    pin: str = field(repr=False)
    label: str = ""


@contextmanager
def signer_of(key: FileKey | TokenKey, now: datetime) -> Iterator[Any]:
    """The signer of pyHanko, ready to sign with a certificate that is in force now.

    Raises Refused: certificate_file_missing, certificate_file_unreadable, token_module_unreadable, token_missing,
    token_which, token_pin_wrong, token_pin_locked, token_without_certificate, certificate_expired,
    certificate_not_yet; Unavailable: token_silent.
    """
    if isinstance(key, FileKey):
        signer = _from_file(key)
        _in_force(signer.signing_cert, now)
        yield signer
        return
    with _from_token(key) as signer:
        _in_force(signer.signing_cert, now)
        yield signer


def _in_force(certificate: Any, now: datetime) -> None:
    """The days are told as they are where `now` is."""
    if certificate.not_valid_after < now:
        raise Refused("certificate_expired", day=certificate.not_valid_after.astimezone(now.tzinfo).date())
    if certificate.not_valid_before > now:
        raise Refused("certificate_not_yet", day=certificate.not_valid_before.astimezone(now.tzinfo).date())


def _from_file(key: FileKey) -> Any:
    from pyhanko.sign.signers import SimpleSigner

    try:
        content = key.path.read_bytes()
    except OSError:
        raise Refused("certificate_file_missing", path=str(key.path)) from None
    try:
        return SimpleSigner.load_pkcs12_data(content, other_certs=(), passphrase=key.passphrase.encode() or None)
    except (ValueError, TypeError, AttributeError):
        # The file does not tell a wrong passphrase from a damaged file, and neither can we. No cause: it may quote.
        raise Refused("certificate_file_unreadable", path=str(key.path)) from None


@contextmanager
def _from_token(key: TokenKey) -> Iterator[Any]:
    import pkcs11
    from pkcs11 import exceptions as told
    from pyhanko.sign.pkcs11 import PKCS11Signer

    try:
        library = pkcs11.lib(str(key.module))
    except (told.PKCS11Error, RuntimeError, OSError):
        raise Refused("token_module_unreadable", path=str(key.module)) from None
    try:
        token = _token(library, key.label)
        with token.open(user_pin=key.pin) as session:
            identity, certificate = _pair(session)
            raw = _hashes_here(certificate, token.slot.get_mechanisms())
            yield PKCS11Signer(session, signing_cert=certificate, key_id=identity, use_raw_mechanism=raw)
    except (told.PinIncorrect, told.PinInvalid, told.PinLenRange):
        raise Refused("token_pin_wrong") from None
    except (told.PinLocked, told.PinExpired):
        raise Refused("token_pin_locked") from None
    except told.PKCS11Error as error:
        raise Unavailable("token_silent") from error


def _hashes_here(certificate: Any, offered: Any) -> bool:
    """Whether the sum has to be made on this computer, because the token only signs sums and makes none itself."""
    from pkcs11 import Mechanism

    curve = certificate.public_key.algorithm == "ec"
    return (Mechanism.ECDSA_SHA256 if curve else Mechanism.SHA256_RSA_PKCS) not in offered


def _token(library: Any, label: str) -> Any:
    """The token of that label, or the only one there is."""
    tokens = [slot.get_token() for slot in library.get_slots(token_present=True)]
    # A slot may hold a token that nobody has given a name yet: nothing can be signed with it.
    tokens = [one for one in tokens if one.label.strip() and (not label or one.label.strip() == label)]
    if not tokens:
        raise Refused("token_missing")
    if len(tokens) > 1:
        raise Refused("token_which", labels=", ".join(one.label.strip() for one in tokens))
    return tokens[0]


def _pair(session: Any) -> tuple[bytes, Any]:
    """The first key of the token that can sign and has a certificate: the identifier of both, and the certificate."""
    from asn1crypto import x509
    from pkcs11 import Attribute, ObjectClass

    certificates = {
        found[Attribute.ID]: found[Attribute.VALUE]
        for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    }
    for private in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True}):
        if (identity := private[Attribute.ID]) in certificates:
            return identity, x509.Certificate.load(certificates[identity])
    raise Refused("token_without_certificate")
