"""Closed and signed files: for one key, or for a code said aloud. No cryptography of our own; values in and out.

A file is one line that says how it is closed, then what is closed, then the SHA-256 of all of it. Inside stand the
signature of whoever wrote it, a preface that says who that is, and the content, compressed.

For a key: HPKE (RFC 9180) in base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305. For a code: Argon2id (RFC 9106) and
ChaCha20-Poly1305. Signed with Ed25519 (RFC 8032), over the line as well, so that nobody addresses it to somebody else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import zlib
from dataclasses import dataclass, field
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from db.errors import Refused

VERSION = 1
_KIND = "carry"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_SIGNED = b"cabildo carry 1\x1e"
_DIGEST, _SIGNATURE, _KEY = 32, 64, 32
# A head line is some two hundred bytes; what is longer is no file of ours.
_LONGEST_LINE = 1000
# Far more than a city writes in a year; a file that swells beyond it was made to fill a memory.
_LARGEST = 1 << 30
# RFC 9106, section 4, the second recommended choice. Sixty bits of chance behind it are out of anybody's reach.
_ARGON2 = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}
# Without I, L, O and U, which are misheard and misread (Crockford's base 32).
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Public:
    """The two public halves: `verifying` (Ed25519) knows a signature, `sealing` (X25519) closes for whoever it is."""

    verifying: bytes
    sealing: bytes

    @property
    def mark(self) -> str:
        """By which a file says for whom it is, without saying who that is."""
        return hashlib.sha256(self.sealing).hexdigest()[:16]

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(self.verifying + self.sealing).decode()

    @classmethod
    def parse(cls, text: str) -> Public:
        """Reads the text form again. Raises ValueError when it is none."""
        raw = base64.urlsafe_b64decode(text.encode())
        if len(raw) != 2 * _KEY:
            raise ValueError(text)
        return cls(raw[:_KEY], raw[_KEY:])


@dataclass(frozen=True)
class Keys:
    """The two private halves."""

    signing: bytes = field(repr=False)
    opening: bytes = field(repr=False)

    @property
    def public(self) -> Public:
        return Public(
            Ed25519PrivateKey.from_private_bytes(self.signing).public_key().public_bytes_raw(),
            X25519PrivateKey.from_private_bytes(self.opening).public_key().public_bytes_raw(),
        )


@dataclass(frozen=True)
class Opened:
    """What was inside. Nothing of it may be believed before `verified` answered: anybody can close a file."""

    preface: dict[str, Any]
    _packed: bytes = field(repr=False)
    _signed: bytes = field(repr=False)
    _signature: bytes = field(repr=False)

    def verified(self, key: bytes) -> dict[str, Any]:
        """The content, if `key` signed it. Raises Refused: carry_forged, carry_unreadable."""
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(self._signature, self._signed)
        except (InvalidSignature, ValueError):
            raise Refused("carry_forged") from None
        unpacking = zlib.decompressobj()
        try:
            told = unpacking.decompress(self._packed, _LARGEST)
            if not unpacking.eof:
                raise ValueError
            content: dict[str, Any] = json.loads(told)
        except (zlib.error, ValueError):
            raise Refused("carry_unreadable") from None
        return content


def draw_keys() -> Keys:
    """Keys by chance."""
    return Keys(Ed25519PrivateKey.generate().private_bytes_raw(), X25519PrivateKey.generate().private_bytes_raw())


def draw_code() -> str:
    """Twelve letters to be said aloud, in three groups: sixty bits of chance."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def closed_for(public: Public, keys: Keys, preface: dict[str, Any], content: dict[str, Any]) -> bytes:
    """A file that only the owner of `public` opens, signed with `keys`."""
    line = _line(lock="key", to=public.mark)
    inner = _signed(line, keys, preface, content)
    body = _SUITE.encrypt(inner, X25519PublicKey.from_public_bytes(public.sealing), info=_SIGNED + line)
    return _whole(line, body)


def closed_with(code: str, keys: Keys, preface: dict[str, Any], content: dict[str, Any]) -> bytes:
    """A file that whoever is told the code opens, signed with `keys`."""
    salt, nonce = os.urandom(16), os.urandom(12)
    line = _line(lock="code", salt=salt.hex(), nonce=nonce.hex())
    inner = _signed(line, keys, preface, content)
    return _whole(line, ChaCha20Poly1305(_stretched(code, salt)).encrypt(nonce, inner, _SIGNED + line))


def needs_code(raw: bytes) -> bool:
    """Whether it is closed with a code. Raises Refused: carry_unreadable, carry_newer."""
    return bool(_parted(raw)[1]["lock"] == "code")


def opened_by(keys: Keys, raw: bytes) -> Opened:
    """Opens what was closed for these keys. Raises Refused: carry_unreadable, carry_newer, carry_needs_code,
    carry_not_for_us."""
    line, told, body = _parted(raw)
    if told["lock"] == "code":
        raise Refused("carry_needs_code")
    if told.get("to") != keys.public.mark:
        raise Refused("carry_not_for_us")
    try:
        inner = _SUITE.decrypt(body, X25519PrivateKey.from_private_bytes(keys.opening), info=_SIGNED + line)
    except (InvalidTag, ValueError):
        raise Refused("carry_unreadable") from None
    return _opened(line, inner)


def opened_with(code: str, raw: bytes) -> Opened:
    """Opens what was closed with a code; dashes, spaces and case do not matter. Raises Refused: carry_unreadable,
    carry_newer, carry_code_wrong, carry_not_for_us."""
    line, told, body = _parted(raw)
    if told["lock"] != "code":
        raise Refused("carry_not_for_us")
    try:
        key = _stretched(code, bytes.fromhex(told["salt"]))
        inner = ChaCha20Poly1305(key).decrypt(bytes.fromhex(told["nonce"]), body, _SIGNED + line)
    except InvalidTag:
        raise Refused("carry_code_wrong") from None
    except (KeyError, TypeError, ValueError):
        raise Refused("carry_unreadable") from None
    return _opened(line, inner)


def _line(**told: str) -> bytes:
    return json.dumps({"cabildo": _KIND, "version": VERSION, **told}, separators=(",", ":")).encode() + b"\n"


def _signed(line: bytes, keys: Keys, preface: dict[str, Any], content: dict[str, Any]) -> bytes:
    head = json.dumps(preface, ensure_ascii=False).encode()
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode())
    inner = len(head).to_bytes(4, "big") + head + packed
    signature = Ed25519PrivateKey.from_private_bytes(keys.signing).sign(_SIGNED + line + inner)
    return signature + inner


def _whole(line: bytes, body: bytes) -> bytes:
    return line + body + hashlib.sha256(line + body).digest()


def _parted(raw: bytes) -> tuple[bytes, dict[str, Any], bytes]:
    """The line, what it says, and what is closed. A newer one is told from a damaged one before anything else."""
    try:
        line = raw[: raw.index(b"\n", 0, _LONGEST_LINE) + 1]
        told = json.loads(line)
        if told["cabildo"] != _KIND:
            raise ValueError
        whole = hashlib.sha256(raw[:-_DIGEST]).digest() == raw[-_DIGEST:]
        if isinstance(told["version"], int) and told["version"] > VERSION:
            raise Refused("carry_newer")
        if not whole or told["lock"] not in ("key", "code"):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise Refused("carry_unreadable") from None
    return line, told, raw[len(line) : -_DIGEST]


def _opened(line: bytes, inner: bytes) -> Opened:
    try:
        signature, rest = inner[:_SIGNATURE], inner[_SIGNATURE:]
        length = int.from_bytes(rest[:4], "big")
        preface = json.loads(rest[4 : 4 + length])
        if not isinstance(preface, dict):
            raise ValueError
    except ValueError:
        raise Refused("carry_unreadable") from None
    return Opened(preface, rest[4 + length :], _SIGNED + line + rest, signature)


def _stretched(code: str, salt: bytes) -> bytes:
    said = "".join(letter for letter in code.upper() if letter.isalnum()).translate(str.maketrans("ILOU", "110V"))
    return hash_secret_raw(said.encode(), salt, hash_len=_KEY, type=Type.ID, **_ARGON2)
