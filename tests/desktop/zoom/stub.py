"""A Zoom of our own: real HTTP on loopback, behaving as Zoom's reference and its users say that it does.

`Zoom()` is a context manager. What it knows is set on it from outside (`scopes`, `plan`, `meetings`, `registrants`...),
its moods are scripted (`moods.append(...)`, `gate`), and everything that was asked of it is in `asked`, with the path
as it came over the wire. Shapes are those of Zoom's API description; README of the tests tells how that was checked.
"""

from __future__ import annotations

import base64
import json
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from desktop.zoom.credentials import Credentials
from desktop.zoom.wire import Addresses
from tests.desktop.zoom.stub_evening import Meeting, dashboard_row, past_row, report_row

ACCOUNT, CLIENT, SECRET, HOST = "acc-Ribera", "cli-Ribera", "sec-Ribera", "anfitriona@example.org"
HOST_ID = "30R7kT7bTIKSNUFEuH_Qlg"
EVERY_SCOPE = (
    "user:read:list_users:admin", "meeting:write:meeting:admin", "meeting:update:registration_question:admin",
    "meeting:read:list_registrants:admin", "meeting:read:list_past_instances:admin", "meeting:read:past_meeting:admin",
    "meeting:read:list_past_participants:admin", "report:read:list_meeting_participants:admin",
    "meeting:read:list_poll_results:admin", "dashboard:read:list_meeting_participants:admin",
    "cloud_recording:read:list_recording_files:admin",
)  # fmt: skip
_PLANS = ("basic", "pro", "business")


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; `path` is not decoded."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    token: str


@dataclass(frozen=True)
class Answer:
    """What is sent back: a status, JSON or bytes, and headers. `cut` closes the line in the middle."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


QUICKLY = Answer(429, {"code": 429, "message": "You have reached the maximum per-second rate limit for this API."},
                 {"X-RateLimit-Category": "Heavy", "X-RateLimit-Type": "QPS"})  # fmt: skip


def no_more_today(until: str) -> Answer:
    """The limit of the day: `Retry-After` is a moment."""
    headers = {"X-RateLimit-Category": "Heavy", "X-RateLimit-Type": "Daily-limit", "Retry-After": until}
    headers |= {"X-RateLimit-Limit": "30000", "X-RateLimit-Remaining": "0"}
    return Answer(429, {"code": 429, "message": "You have reached the maximum daily rate limit for this API."}, headers)


class Refusal(Exception):  # noqa: N818 - it reads as what it is
    """An answer that is no success, with Zoom's own code."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.answer = Answer(status, {"code": code, "message": message})


class Zoom:
    """The service. Everything may be set while it runs; `close` lets go of the port."""

    def __init__(self) -> None:
        self.scopes: tuple[str, ...] = EVERY_SCOPE
        self.plan, self.host_type = "business", 2
        self.meetings: list[Meeting] = []
        self.registrants: dict[int, list[dict[str, Any]]] = {}
        self.polls: dict[str, list[dict[str, Any]]] = {}
        self.recordings: dict[str, dict[str, bytes]] = {}
        self.page_size_cap, self.endless, self.stuck, self.expired_pages = 300, False, False, 0
        self.moods: deque[Answer] = deque()
        self.unsettled = 0
        self.gate: threading.Event | None = None
        self.at_the_gate = 0
        self.gone, self.moved = False, ""
        self.open_files: dict[str, bytes] = {}
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.created: list[dict[str, Any]] = []
        self.questions: dict[int, Any] = {}
        self.asked: list[Asked] = []
        self.tokens: dict[str, datetime] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.zoom = self  # type: ignore[attr-defined]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def __enter__(self) -> Zoom:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """The port is free, and whoever is still connected is left without an answer."""
        self.gone = True
        if self.gate:
            self.gate.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def addresses(self) -> Addresses:
        return Addresses(oauth=f"{self.root}/oauth/token", api=f"{self.root}/v2")

    @property
    def credentials(self) -> Credentials:
        return Credentials(ACCOUNT, CLIENT, SECRET)

    def paths(self) -> list[str]:
        """The raw paths that were asked of the API, in order, without the desk for tokens."""
        return [one.path for one in self.asked if one.path != "/oauth/token"]

    def logins(self) -> int:
        return Counter(one.path for one in self.asked)["/oauth/token"]

    def forget_tokens(self) -> None:
        """Every token that was given out has expired."""
        self.tokens = dict.fromkeys(self.tokens, datetime.min.replace(tzinfo=UTC))

    # ---- what is answered -------------------------------------------------------------------------------------------

    def answer(self, asked: Asked, headers: Any) -> Answer:
        self.asked.append(asked)
        if asked.path == "/oauth/token":
            return self._token(asked, headers)
        if asked.path in self.open_files:
            return Answer(200, self.open_files[asked.path])
        if asked.path.startswith("/download/") and self.moved:
            self._must_be_let_in(asked)
            return Answer(302, headers={"Location": self.moved})
        if asked.path.startswith("/download/"):
            self._must_be_let_in(asked)
            return Answer(200, self._file(asked.path.removeprefix("/download/")))
        if self.gate:
            self.at_the_gate += 1
            self.gate.wait(20)
        try:
            self._must_be_let_in(asked)
            if self.moods:
                mood = self.moods.popleft()
                if mood.status:
                    return mood
            return self._route(asked)
        except Refusal as no:
            return no.answer

    def _token(self, asked: Asked, headers: Any) -> Answer:
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        told = {name: values[0] for name, values in parse_qs(asked.body or "").items()}
        if told.get("grant_type") != "account_credentials":
            return Answer(400, {"reason": "unsupported grant type", "error": "unsupported_grant_type"})
        if headers.get("Authorization") != f"Basic {expected}" or told.get("account_id") != ACCOUNT:
            return Answer(400, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"})
        token = f"token-{len(self.tokens) + 1}"
        self.tokens[token] = self.now() + timedelta(hours=1)
        scope = " ".join(self.scopes)
        return Answer(200, {"access_token": token, "token_type": "bearer", "expires_in": 3600, "scope": scope,
                            "api_url": self.root})  # fmt: skip

    def _must_be_let_in(self, asked: Asked) -> None:
        if asked.token not in self.tokens:
            raise Refusal(401, 124, "Invalid access token.")
        if self.now() >= self.tokens[asked.token]:
            raise Refusal(401, 124, "Access token is expired.")

    def _route(self, asked: Asked) -> Answer:
        way = asked.path.removeprefix("/v2").strip("/").split("/")
        match asked.method, way:
            case "GET", ["users"]:
                self._needs("user:read:list_users:admin")
                return self._pages(asked, "users", self._users())
            case "POST", ["users", user, "meetings"]:
                self._needs("meeting:write:meeting:admin")
                return self._create(_decoded(user), asked.body)
            case "PATCH", ["meetings", number, "registrants", "questions"]:
                self._needs("meeting:update:registration_question:admin")
                self.questions[int(number)] = asked.body
                return Answer(204)
            case "GET", ["meetings", number, "registrants"]:
                self._needs("meeting:read:list_registrants:admin")
                return self._pages(asked, "registrants", self.registrants.get(int(number), []))
            case "GET", ["meetings", meeting, "recordings"]:
                self._needs("cloud_recording:read:list_recording_files:admin", plan="pro")
                return Answer(200, self._recording(self._ended(_decoded(meeting), missing=3301)))
            case "GET", ["past_meetings", meeting]:
                self._needs("meeting:read:past_meeting:admin")
                return Answer(200, self._ended(_decoded(meeting)).facts(HOST_ID, HOST))
            case "GET", ["past_meetings", number, "instances"]:
                self._needs("meeting:read:list_past_instances:admin")
                ended = [one for one in self.meetings if one.ended and str(one.number) == number]
                return Answer(200, {"meetings": [one.instance() for one in ended]})
            case "GET", ["past_meetings", meeting, "polls"]:
                self._needs("meeting:read:list_poll_results:admin", plan="pro")
                return Answer(200, self._polls_of(self._ended(_decoded(meeting))))
            case "GET", ["past_meetings", meeting, "participants"]:
                self._needs("meeting:read:list_past_participants:admin", plan="pro")
                return self._people(asked, self._ended(_decoded(meeting)), past_row)
            case "GET", ["report", "meetings", meeting, "participants"]:
                self._needs("report:read:list_meeting_participants:admin", plan="pro")
                return self._people(asked, self._ended(_decoded(meeting)), report_row)
            case "GET", ["metrics", "meetings", meeting, "participants"]:
                self._needs("dashboard:read:list_meeting_participants:admin", plan="business")
                live = asked.query.get("type", "live") == "live"
                found = self._running(_decoded(meeting)) if live else self._ended(_decoded(meeting))
                return self._people(asked, found, dashboard_row, live=live)
        raise Refusal(404, 404, "No such address.")

    def _needs(self, scope: str, *, plan: str = "basic") -> None:
        if scope not in self.scopes:
            raise Refusal(400, 4711, f"Invalid access token, does not contain scopes:[{scope}].")
        if _PLANS.index(self.plan) < _PLANS.index(plan):
            raise Refusal(400, 200, f"Only available for Paid or {plan.title()} account: {ACCOUNT}.")

    def _users(self) -> list[dict[str, Any]]:
        host = {"id": HOST_ID, "email": HOST, "type": self.host_type, "status": "active"}
        host |= {"first_name": "Anfitriona", "last_name": "Ejemplo"}
        other = {"id": "otro", "email": "otro@example.org", "type": 1, "status": "active", "first_name": "Otro"}
        return [other, host]

    def _create(self, user: str, body: dict[str, Any]) -> Answer:
        if user not in (HOST_ID, HOST):
            raise Refusal(404, 1001, f"User does not exist: {user}.")
        self.created.append(body)
        number = 92674392835 + len(self.created)
        made = {"id": number, "uuid": "aDYlohsHRtCd4ii1uC2+hA==", "host_id": HOST_ID, "host_email": HOST,
                "topic": body["topic"], "type": body["type"], "start_time": body["start_time"],
                "timezone": body["timezone"], "duration": body["duration"], "status": "waiting",
                "created_at": "2026-11-01T12:00:00Z", "settings": body["settings"],
                "join_url": f"https://example.com/j/{number}",
                "start_url": f"https://example.com/s/{number}?zak=VERYSECRET"}  # fmt: skip
        if self.host_type != 1 and body["settings"].get("approval_type") != 2:
            made["registration_url"] = f"https://example.com/meeting/register/{number}"
        return Answer(201, made)

    def _people(
        self, asked: Asked, meeting: Meeting, row: Callable[..., dict[str, Any]], *, live: bool = False
    ) -> Answer:
        rows = [row(one, meeting) for one in meeting.joins]
        if live:
            rows = [one for one in rows if not one.get("leave_time")]
        elif self.unsettled:
            self.unsettled -= 1
            rows = [{**one, "duration": 0} for one in rows]
            if row is dashboard_row:
                rows = [{name: value for name, value in one.items() if name != "leave_time"} for one in rows]
        return self._pages(asked, "participants", rows)

    def _pages(self, asked: Asked, items: str, rows: list[dict[str, Any]]) -> Answer:
        size = min(int(asked.query.get("page_size", "30")), self.page_size_cap)
        token = asked.query.get("next_page_token", "")
        if token and self.expired_pages:
            self.expired_pages -= 1
            raise Refusal(400, 300, "The next page token is invalid or expired.")
        start = int(token.partition("-")[2] or 0)
        more = start + size < len(rows)
        following = f"page-{start + size}" if more else ""
        if self.endless:
            following, start = f"page-{0 if self.stuck else start + size}", 0
        told = {"page_size": size, "total_records": len(rows), "next_page_token": following}
        return Answer(200, {**told, items: rows[start : start + size]})

    def _ended(self, meeting: str, *, missing: int = 3001) -> Meeting:
        known = [one for one in self.meetings if one.ended and meeting in (one.uuid, str(one.number))]
        if not known:
            raise Refusal(404, missing, f"Meeting does not exist: {meeting}.")
        return known[-1]

    def _running(self, meeting: str) -> Meeting:
        for one in self.meetings:
            if not one.ended and meeting in (one.uuid, str(one.number)):
                return one
        raise Refusal(404, 3001, f"Meeting does not exist: {meeting}.")

    def _polls_of(self, meeting: Meeting) -> dict[str, Any]:
        return {"id": meeting.number, **meeting.instance(), "questions": self.polls.get(meeting.uuid, [])}

    def _recording(self, meeting: Meeting) -> dict[str, Any]:
        files = self.recordings.get(meeting.uuid)
        if not files:
            raise Refusal(404, 3301, "This recording does not exist.")
        told = []
        for kind in files:
            at = self.meetings.index(meeting)
            told.append({"id": f"file-{kind}", "meeting_id": meeting.uuid, "file_type": kind, "status": "completed",
                         "recording_start": "2026-11-19T22:00:00Z", "file_extension": "TXT",
                         "download_url": f"{self.root}/download/{at}/{kind}"})  # fmt: skip
        facts = {"topic": meeting.topic, "start_time": meeting.instance()["start_time"]}
        return {"id": meeting.number, "uuid": meeting.uuid, **facts, "recording_files": told}

    def _file(self, path: str) -> bytes:
        at, kind = path.split("/")
        return self.recordings[self.meetings[int(at)].uuid][kind]


def _decoded(piece: str) -> str:
    """A piece of the path as Zoom understands it: once decoded by its gateway, and once more where it must be double.

    A UUID that should have been encoded twice and was not is no piece of the path any more, and nobody's meeting.
    """
    from urllib.parse import unquote

    once = unquote(piece)
    if once.startswith("/") or "//" in once:
        return "not encoded twice"
    return unquote(once) if "%" in once else once


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # head and body in one packet: two wait for each other's receipt, forty milliseconds every time

    def _serve(self) -> None:
        zoom: Zoom = self.server.zoom  # type: ignore[attr-defined]
        whole = urlsplit(self.path)
        size = int(self.headers.get("Content-Length") or 0)
        body: Any = self.rfile.read(size).decode() if size else None
        if body and "json" in (self.headers.get("Content-Type") or ""):
            body = json.loads(body)
        query = {name: values[0] for name, values in parse_qs(whole.query).items()}
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        try:
            answer = zoom.answer(Asked(self.command, whole.path, query, body, token), self.headers)
        except Refusal as no:
            answer = no.answer
        if zoom.gone:
            self.close_connection = True
            return
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        data = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        if answer.body is None:
            data = b""
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        kind = "text/plain" if isinstance(answer.body, bytes) else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data) + (10 if answer.cut else 0)))
        self.end_headers()
        self.wfile.write(data)
        self.close_connection = answer.cut

    do_GET = do_POST = do_PATCH = do_PUT = _serve  # noqa: N815 - the names are http.server's

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is http.server's
        """Nothing: the standard error of the tests is not its newspaper."""
