"""What the account lets Cabildo do: each thing with the permission and the plan it needs, and whether it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.errors import Refused

if TYPE_CHECKING:  # see account.py: whoever has no Zoom never loads it
    from desktop.zoom.client import ZoomClient

# A number that is no meeting of anybody: a question about it tells the permission and the plan, and of no person.
_NO_MEETING = "10000000001"


@dataclass(frozen=True)
class Need:
    """One thing Cabildo does with Zoom: its code, the permission as the app's page calls it, and the older one."""

    code: str
    scope: str
    classic: str
    optional: bool = False


NEEDS = (
    Need("users", "user:read:list_users:admin", "user:read:admin"),
    Need("create", "meeting:write:meeting:admin", "meeting:write:admin"),
    Need("questions", "meeting:update:registration_question:admin", "meeting:write:admin"),
    Need("registrants", "meeting:read:list_registrants:admin", "meeting:read:admin"),
    Need("instances", "meeting:read:list_past_instances:admin", "meeting:read:admin"),
    Need("meeting", "meeting:read:past_meeting:admin", "meeting:read:admin"),
    Need("past", "meeting:read:list_past_participants:admin", "meeting:read:admin"),
    Need("report", "report:read:list_meeting_participants:admin", "report:read:admin", optional=True),
    Need("polls", "meeting:read:list_poll_results:admin", "meeting:read:admin"),
    Need("live", "dashboard:read:list_meeting_participants:admin", "dashboard_meetings:read:admin", optional=True),
    Need("recordings", "cloud_recording:read:list_recording_files:admin", "recording:read:admin", optional=True),
)


@dataclass(frozen=True)
class Capability:
    """One need as it stands. `missing` is None, scope or plan; `scope` is what to ask the administrator for."""

    code: str
    scope: str
    missing: str | None
    optional: bool

    @property
    def there(self) -> bool:
        return self.missing is None


@dataclass(frozen=True)
class Checked:
    """What a check found: every need, and the host by his e-mail (None where the users cannot be listed)."""

    capabilities: tuple[Capability, ...]
    host: str | None

    @property
    def ready(self) -> bool:
        """Whether everything is there that is not a matter of a larger plan."""
        return all(one.there or one.optional for one in self.capabilities)


def check(client: ZoomClient) -> Checked:
    """Asks for a token, compares its permissions, and tries what also hangs on the plan. Nothing is changed at Zoom.

    Raises as the client does where that is no answer: credentials wrong, unreachable, a limit reached.
    """
    client.wire.login(afresh=True)
    granted = client.wire.scopes
    missing = {need.code: _by_scope(need, granted) for need in NEEDS}
    tries: dict[str, Callable[[], object]] = {
        "past": lambda: client.past_participants(_NO_MEETING),
        "report": lambda: client.report_participants(_NO_MEETING),
        "polls": lambda: client.polls(_NO_MEETING),
        "live": lambda: client.dashboard_participants(_NO_MEETING, kind="live"),
        "recordings": lambda: client.wire.send("GET", f"/meetings/{_NO_MEETING}/recordings"),
    }
    for code, ask in tries.items():
        if missing[code] is None:
            missing[code] = _tried(ask)
    host = None
    if missing["users"] is None:
        told = client.host()
        host = str(told.get("email") or "") or None
        if told.get("type") == 1:  # a basic user's meetings have no registration
            for code in ("registrants", "questions"):
                missing[code] = missing[code] or "plan"
    return Checked(tuple(Capability(need.code, need.scope, missing[need.code], need.optional) for need in NEEDS), host)


def _by_scope(need: Need, granted: frozenset[str]) -> str | None:
    """A token that tells no permissions at all is believed to have them; what is missing shows when it is tried."""
    if not granted or need.scope in granted or need.classic in granted:
        return None
    # An app of one user alone has the same permissions without the last word.
    if need.scope.removesuffix(":admin") in granted or need.classic.removesuffix(":admin") in granted:
        return None
    return "scope"


def _tried(ask: Callable[[], object]) -> str | None:
    try:
        ask()
    except Refused as no:
        return {"zoom_scope_missing": "scope", "zoom_plan_missing": "plan"}.get(no.code)
    return None
