"""What the account's administrator hands out to let Cabildo into Zoom, and where this laptop keeps it."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields

from db.errors import Refused
from db.home import Home
from db.secrets import keep_secret, secret_of
from db.sync.errand import Hands

NAME = "zoom"
_SERVICE = "cabildo zoom"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Credentials:
    """The three values of a Server-to-Server OAuth app, and the e-mail of the user who hosts the sittings.

    Without a host, meetings are created for the first user of the account who has a licence.
    """

    account_id: str
    client_id: str
    client_secret: str
    host: str = ""

    def __repr__(self) -> str:
        """Without the secret: a value that stands in some error's trace tells nobody how to get in."""
        return f"Credentials(account_id={self.account_id!r})"


def as_typed(*, account_id: str, client_id: str, client_secret: str, host: str = "") -> Credentials:
    """Credentials without the spaces that come along when they are copied. Raises Refused: zoom_credentials_missing."""
    told = Credentials(account_id.strip(), client_id.strip(), client_secret.strip(), host.strip())
    if not (told.account_id and told.client_id and told.client_secret):
        raise Refused("zoom_credentials_missing")
    return told


class Safe:
    """The system's keyring where there is one; else the encrypted record, which is behind the same passphrase."""

    def __init__(self, hands: Hands, home: Home) -> None:
        self._hands, self._home = hands, home

    async def recall(self) -> Credentials | None:
        """What is kept; None when nobody has set Zoom up on this desk."""
        told = await self._hands.off(_from_keyring, self._home)
        return _read(told or await self._hands.ask(secret_of, name=NAME))

    async def keep(self, credentials: Credentials) -> bool:
        """Keeps them, in one place only; answers whether that is the keyring."""
        text = json.dumps(asdict(credentials))
        taken = await self._hands.off(_into_keyring, self._home, text)
        await self._hands.do(keep_secret, name=NAME, secret="" if taken else text)
        return taken

    async def forget(self) -> None:
        """Takes them out of both."""
        await self._hands.off(_out_of_keyring, self._home)
        await self._hands.do(keep_secret, name=NAME, secret="")


def _read(text: str | None) -> Credentials | None:
    try:
        told = json.loads(text or "null")
        known = {field.name: told[field.name] for field in fields(Credentials)}
    except (ValueError, TypeError, KeyError):
        return None
    return Credentials(**known) if all(isinstance(value, str) for value in known.values()) else None


def _into_keyring(home: Home, text: str) -> bool:
    import keyring  # looking for the keyrings of the system takes a tenth of a second
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, str(home.path.resolve()), text)
        # One that is switched off (`keyring --disable`) takes everything without a word and keeps nothing.
        taken = keyring.get_password(_SERVICE, str(home.path.resolve())) == text
    except (KeyringError, RuntimeError):
        taken = False
    if not taken:
        log.info("no keyring to keep the credentials in")
    return taken


def _from_keyring(home: Home) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, str(home.path.resolve()))
    except (KeyringError, RuntimeError):
        return None


def _out_of_keyring(home: Home) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(_SERVICE, str(home.path.resolve()))
    except (KeyringError, RuntimeError):
        log.info("no credentials in the keyring to take out")
