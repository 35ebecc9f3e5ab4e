"""The door of the system's keyring: keeps a home's data key where the operating system keeps secrets."""

from __future__ import annotations

import logging

from db.home import Home

SERVICE = "cabildo"
log = logging.getLogger(__name__)


def keep(home: Home, key: bytes) -> bool:
    """Puts the key into the keyring; answers whether there is one that took it."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, str(home.path.resolve()), key.hex())
        # One that is switched off (`keyring --disable`) takes everything without a word and keeps nothing.
        taken = keyring.get_password(SERVICE, str(home.path.resolve())) == key.hex()
    except (KeyringError, RuntimeError):
        taken = False
    if not taken:
        log.info("no keyring to keep the key in")
    return taken


def renew(home: Home, key: bytes) -> None:
    """After a restore: a key that the keyring holds for this home is the one of now, and not of the record before."""
    if recall(home) not in (None, key):
        keep(home, key)


def recall(home: Home) -> bytes | None:
    """The key, if the keyring has it."""
    import keyring
    from keyring.errors import KeyringError

    try:
        kept = keyring.get_password(SERVICE, str(home.path.resolve()))
    except (KeyringError, RuntimeError):
        return None
    return bytes.fromhex(kept) if kept else None
