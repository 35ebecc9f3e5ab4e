"""The conversation with Zoom: one session, a token that is renewed, patience where Zoom asks for it, errors with names.

Nothing that Zoom says of people is ever logged, and what it answers to a failure is left out of the error: it may hold
the name of somebody.
"""

from __future__ import annotations

import logging
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from db.errors import Refused, Unavailable
from desktop.zoom.credentials import Credentials


@dataclass(frozen=True)
class Addresses:
    """Where Zoom is: its desk for tokens, and its API."""

    oauth: str = "https://zoom.us/oauth/token"
    api: str = "https://api.zoom.us/v2"


ZOOM = Addresses()

# Its warnings have the address in them: the e-mail of the host, the number of the meeting, the key of a download.
logging.getLogger("urllib3").setLevel(logging.ERROR)

PATIENCE = (5.0, 20.0)
"""Seconds until Zoom must have picked up, and until it must have said something."""
_BEFORE_EXPIRY = timedelta(seconds=90)
_SHORT_WAITS = 4
_LARGEST_FILE = 20_000_000
_LOGIN_CODES = frozenset({124, 4700})
_REFUSALS = {200: "zoom_plan_missing", 3001: "zoom_not_there", 3301: "zoom_not_there", 12702: "zoom_too_old",
             1001: "zoom_host_unknown", 1010: "zoom_host_unknown", 3161: "zoom_plan_missing"}  # fmt: skip
_HOSTS_OF_ZOOM = re.compile(r"(.+\.)?zoom\.us")


class Wire:
    """Sends one request after the other, on a worker thread. Time and waiting are handed in, for the tests stand still.
    Moments are told on the clock of the city, whose zone is handed in, too.

    Raises Refused: zoom_credentials_wrong, zoom_scope_missing, zoom_plan_missing, zoom_not_there, zoom_too_old,
    zoom_host_unknown, zoom_page_expired; Unavailable: zoom_unreachable, zoom_busy, zoom_quota, zoom_trouble.
    """

    def __init__(
        self,
        credentials: Credentials,
        addresses: Addresses | None = None,
        *,
        now: Callable[[], datetime],
        zone: tzinfo = UTC,
        sleep: Callable[[float], None] = time.sleep,
        patience: tuple[float, float] = PATIENCE,
    ) -> None:
        self._credentials, self._addresses = credentials, addresses or ZOOM
        self._now, self._zone, self._sleep, self._patience = now, zone, sleep, patience
        self._session = requests.Session()
        # A token of Zoom is nothing for ~/.netrc, and a proxy of the office goes on being asked.
        self._session.auth = _Bearer()
        self._turn = threading.Lock()
        self._token, self._until = "", datetime.min.replace(tzinfo=UTC)
        self.scopes: frozenset[str] = frozenset()

    def send(
        self, method: str, path: str, *, params: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """One request, and its JSON; an empty answer is an empty object. `path` is encoded already, see `as_path`."""
        answer = self._patiently(method, self._addresses.api + path, params=params, json=body)
        if not answer.content:
            return {}
        try:
            told = answer.json()
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise Unavailable("zoom_trouble", status=answer.status_code)
        return told

    def download(self, url: str) -> bytes:
        """A file of a recording. The token goes to Zoom's own hosts and to nobody else's."""
        if not self._is_zooms(url):
            raise Unavailable("zoom_trouble", status=0)
        answer = self._patiently("GET", url, stream=True)
        with answer:
            try:
                data = answer.raw.read(_LARGEST_FILE + 1, decode_content=True)
            except Exception as error:  # what urllib3 raises in mid stream is not wrapped by requests
                raise Unavailable("zoom_unreachable") from error
        if len(data) > _LARGEST_FILE:
            raise Refused("zoom_file_too_large")
        return bytes(data)

    def close(self) -> None:
        """Lets go of the connections."""
        self._session.close()

    def login(self, *, afresh: bool = False, rejected: str = "") -> str:
        """The token: kept until shortly before it expires, and asked for again then, `afresh`, or when it is the one
        that Zoom has just `rejected`. Two threads that find it expired ask once.
        """
        with self._turn:
            if afresh or self._token == rejected or self._now() >= self._until:
                self._ask_for_token()
            return self._token

    def _ask_for_token(self) -> None:
        asked = self._credentials
        answer = self._once(
            "POST",
            self._addresses.oauth,
            data={"grant_type": "account_credentials", "account_id": asked.account_id},
            auth=_Basic(asked.client_id, asked.client_secret),
        )
        if answer.status_code in (400, 401, 403, 404):
            raise Refused("zoom_credentials_wrong")
        if answer.status_code != 200:
            raise self._trouble(answer)
        told = _object(answer)
        token, lasts = told.get("access_token"), told.get("expires_in")
        if not isinstance(token, str) or not token:
            raise Refused("zoom_credentials_wrong")
        lasting = timedelta(seconds=lasts if isinstance(lasts, int) else 3600)
        self._token, self._until = token, self._now() + max(lasting - _BEFORE_EXPIRY, lasting / 2)
        self.scopes = frozenset(str(told.get("scope") or "").split())

    def _patiently(self, method: str, url: str, **asked: Any) -> requests.Response:
        """Renews a token once that Zoom calls expired, and waits a second or two when it is asked too quickly."""
        renewed = False
        for turn in range(_SHORT_WAITS + 2):
            token = self.login()
            answer = self._once(method, url, auth=_Bearer(token), **asked)
            if answer.status_code < 300:
                return answer
            code = _code(answer)
            if answer.status_code == 401 or code in _LOGIN_CODES:
                if renewed:
                    raise Refused("zoom_credentials_wrong")
                renewed = True
                self.login(rejected=token)
            elif answer.status_code == 429:
                wait = self._wait_for(answer)
                if turn >= _SHORT_WAITS:
                    break
                self._sleep(wait)
            else:
                raise self._trouble(answer)
        raise Unavailable("zoom_busy")

    def _once(self, method: str, url: str, **asked: Any) -> requests.Response:
        try:
            return self._session.request(method, url, timeout=self._patience, **asked)
        except requests.RequestException as error:
            # Its message has the address with the number of the meeting in it, and may have a token.
            raise Unavailable("zoom_unreachable") from error

    def _wait_for(self, answer: requests.Response) -> float:
        """Seconds to wait. The limit of the day is no wait: raises Unavailable zoom_quota with the moment it ends, on
        the clock of the city.

        `Retry-After` is a moment then (ISO 8601) and not a number of seconds as elsewhere; both are understood.
        """
        told = answer.headers.get("Retry-After", "").strip()
        daily = answer.headers.get("X-RateLimit-Type", "").casefold().startswith("daily")
        until = _moment(told)
        if until is None and told.isdecimal():
            if not daily and int(told) <= 5:
                return float(told) + random.random()  # noqa: S311 - it only keeps two desks from asking in step
            until = self._now() + timedelta(seconds=min(int(told), 86_400))
        if daily or until is not None:
            raise Unavailable("zoom_quota", until=(until or _midnight_after(self._now())).astimezone(self._zone))
        return 1.0 + random.random()  # noqa: S311 - as above

    def _trouble(self, answer: requests.Response) -> Refused | Unavailable:
        """What an answer that is no success means."""
        told = _object(answer)
        code, message = _code(answer), str(told.get("message") or "")
        if code == 4711 or "does not contain scopes" in message:
            found = re.search(r"scopes?:?\s*\[([^\]]*)\]", message)
            return Refused("zoom_scope_missing", scopes=found.group(1).strip() if found else "?")
        if code == 300 and "page token" in message.casefold():
            return Refused("zoom_page_expired")
        if code in _REFUSALS:
            return Refused(_REFUSALS[code])
        if answer.status_code == 404:
            return Refused("zoom_not_there")
        return Unavailable("zoom_trouble", status=answer.status_code)

    def _is_zooms(self, url: str) -> bool:
        there, api = urlsplit(url), urlsplit(self._addresses.api)
        if (there.scheme, there.netloc) == (api.scheme, api.netloc):
            return True
        return there.scheme == "https" and bool(_HOSTS_OF_ZOOM.fullmatch(there.hostname or ""))


def as_path(meeting: str) -> str:
    """A number or a UUID of a meeting as a piece of a path: encoded once, or twice where it begins with a slash or has
    two together, as Zoom's reference asks.
    """
    once = quote(meeting, safe="")
    return quote(once, safe="") if meeting.startswith("/") or "//" in meeting else once


class _Bearer(requests.auth.AuthBase):
    def __init__(self, token: str = "") -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _Basic(requests.auth.HTTPBasicAuth):
    """What was copied from the page of the app may have letters that Latin-1, which HTTP takes, has not."""

    def __init__(self, user: str, secret: str) -> None:
        super().__init__(user.encode(), secret.encode())


def _object(answer: requests.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except (ValueError, requests.RequestException):
        return {}
    return told if isinstance(told, dict) else {}


def _code(answer: requests.Response) -> int:
    code = _object(answer).get("code")
    return code if isinstance(code, int) else 0


def _moment(text: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(text)
        told = told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return told


def _midnight_after(now: datetime) -> datetime:
    """Zoom's day ends at midnight, UTC."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
