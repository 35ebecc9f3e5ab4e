"""The data key of the encrypted file, and two doors to it: a passphrase and a printed recovery code."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from db.errors import Refused

KEY_BYTES = 32
SHORTEST_PASSPHRASE = 8
# RFC 9106, section 4, the second recommended choice: 64 MiB, three passes. About 0.2 s on an office laptop.
_ARGON2 = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}
# Without I, L, O and U, which are misread when copied from paper (Crockford's base 32).
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class NewKeys:
    """A fresh data key and the recovery code to print: the only time the code is ever seen."""

    key: bytes
    recovery_code: str


def make_keys(path: Path, *, passphrase: str) -> NewKeys:
    """Draws a data key at random and writes it to `path`, wrapped once by the passphrase and once by a recovery code.

    The key itself is never written in clear. Raises Refused: passphrase_too_short.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refused("passphrase_too_short", shortest=SHORTEST_PASSPHRASE)
    key = os.urandom(KEY_BYTES)
    code = "-".join("".join(_LETTERS[byte % 32] for byte in os.urandom(5)) for _ in range(5))
    doors = {"passphrase": _wrap(key, passphrase), "recovery": _wrap(key, _as_copied(code))}
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"version": 1, "doors": doors}, indent=1), encoding="utf-8")
    fresh.chmod(0o600)
    fresh.replace(path)
    return NewKeys(key, code)


def unwrap_key(path: Path, secret: str) -> bytes:
    """The data key, opened with the passphrase or the recovery code (dashes, spaces and case do not matter in it).

    Raises Refused: record_missing, keys_damaged, passphrase_wrong.
    """
    try:
        doors = json.loads(path.read_text(encoding="utf-8"))["doors"]
    except FileNotFoundError:
        raise Refused("record_missing", path=str(path.parent)) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("keys_damaged", path=str(path)) from None
    for door, words in (("passphrase", secret), ("recovery", _as_copied(secret))):
        try:
            return _unwrap(doors[door], words)
        except (InvalidTag, KeyError):
            continue
        except (ValueError, TypeError, HashingError):
            raise Refused("keys_damaged", path=str(path)) from None
    raise Refused("passphrase_wrong")


def _as_copied(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum()).translate(str.maketrans("ILOU", "110V"))


def _wrap(key: bytes, secret: str) -> dict[str, str]:
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_stretch(secret, salt)).encrypt(nonce, key, b"cabildo data key")
    return {"salt": _text(salt), "nonce": _text(nonce), "sealed": _text(sealed)}


def _unwrap(door: dict[str, str], secret: str) -> bytes:
    salt, nonce, sealed = (base64.b64decode(door[part]) for part in ("salt", "nonce", "sealed"))
    return AESGCM(_stretch(secret, salt)).decrypt(nonce, sealed, b"cabildo data key")


def _stretch(secret: str, salt: bytes) -> bytes:
    return hash_secret_raw(secret.encode(), salt, hash_len=KEY_BYTES, type=Type.ID, **_ARGON2)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
