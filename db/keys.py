"""The data key of the encrypted file, and two doors to it: a passphrase and a printed recovery code."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from db.archive import settle
from db.errors import Refused, Unavailable

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

    The key itself is never written in clear. Raises Refused: passphrase_too_short; Unavailable: home_unwritable.
    """
    _long_enough(passphrase)
    key, code = os.urandom(KEY_BYTES), _draw_code()
    _write(path, {"passphrase": _wrap(key, passphrase), "recovery": _wrap(key, _as_copied(code))})
    return NewKeys(key, code)


def change_passphrase(path: Path, *, secret: str, passphrase: str) -> None:
    """From now on `passphrase` opens the record; `secret` is the old one, or the recovery code, which stays.

    The data key stays as well, and with it what the keyring holds. A backup carries the keys of its own time: it goes
    on opening with the passphrase of that time. Raises as `unwrap_key`, and Refused: passphrase_too_short.
    """
    _long_enough(passphrase)
    key = unwrap_key(path, secret)
    _write(path, {**_doors(path), "passphrase": _wrap(key, passphrase)})


def new_recovery_code(path: Path, *, secret: str) -> str:
    """Draws another recovery code and answers it, the only time it is seen; the one before opens nothing any more.

    Raises as `unwrap_key`.
    """
    key, code = unwrap_key(path, secret), _draw_code()
    _write(path, {**_doors(path), "recovery": _wrap(key, _as_copied(code))})
    return code


def look_whole(path: Path) -> None:
    """Whether the file of keys is there and is one, without opening it. Raises Refused: keys_missing, keys_damaged."""
    if not path.exists():
        raise Refused("keys_missing", path=str(path))
    try:
        doors = _doors(path)
        if not all(base64.b64decode(doors["passphrase"][part]) for part in ("salt", "nonce", "sealed")):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise Refused("keys_damaged", path=str(path)) from None


def unwrap_key(path: Path, secret: str) -> bytes:
    """The data key, opened with the passphrase or the recovery code (dashes, spaces and case do not matter in it).

    Raises Refused: record_missing, keys_damaged, passphrase_wrong.
    """
    doors = _doors(path)
    for door, words in (("passphrase", secret), ("recovery", _as_copied(secret))):
        try:
            return _unwrap(doors[door], words)
        except (InvalidTag, KeyError):
            continue
        except (ValueError, TypeError, HashingError):
            raise Refused("keys_damaged", path=str(path)) from None
    raise Refused("passphrase_wrong")


def _doors(path: Path) -> dict[str, Any]:
    try:
        doors: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["doors"]
    except FileNotFoundError:
        raise Refused("record_missing", path=str(path.parent)) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("keys_damaged", path=str(path)) from None
    return doors


def _write(path: Path, doors: dict[str, Any]) -> None:
    """All of it or none: were half a file of keys left by a cut, nobody would ever open the record again."""
    fresh = path.with_suffix(".new")
    try:
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as written:
            written.write(json.dumps({"version": 1, "doors": doors}, indent=1))
            written.flush()
            os.fsync(written.fileno())
        fresh.replace(path)
    except OSError as error:
        raise Unavailable("home_unwritable", path=str(path.parent)) from error
    settle(path.parent)


def _long_enough(passphrase: str) -> None:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refused("passphrase_too_short", shortest=SHORTEST_PASSPHRASE)


def _draw_code() -> str:
    return "-".join("".join(_LETTERS[byte % 32] for byte in os.urandom(5)) for _ in range(5))


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
