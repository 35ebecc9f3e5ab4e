"""What the client makes of Zoom's moods: tokens, pages, limits, refusals, identifiers, over real HTTP."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from db.errors import Refused, Unavailable
from desktop import wording
from desktop.zoom.client import Wanted, ZoomClient
from desktop.zoom.wire import Addresses, Wire, as_path
from tests.desktop.zoom.stub import EVERY_SCOPE, HOST, HOST_ID, QUICKLY, Answer, Zoom, no_more_today
from tests.desktop.zoom.stub_evening import NUMBER, UUID, Join, Meeting, an_evening
from tests.desktop.zoom.waits import Waits
from tests.record import EVENING, HandClock


def refused(client: ZoomClient) -> Refused | Unavailable:
    with pytest.raises((Refused, Unavailable)) as no:
        client.users()
    assert isinstance(no.value, Refused | Unavailable)
    return no.value


def test_one_token_serves_many_questions(client: ZoomClient, zoom: Zoom) -> None:
    client.users()
    client.users()
    assert zoom.logins() == 1


def test_a_wrong_secret_is_noticed_and_nothing_is_asked_with_no_token(zoom: Zoom, clock: HandClock) -> None:
    wire = Wire(replace(zoom.credentials, client_secret="otra"), zoom.addresses, now=clock.now)
    with pytest.raises(Refused, match="zoom_credentials_wrong"):
        ZoomClient(wire).users()
    assert zoom.paths() == []
    wire.close()


def test_a_secret_with_letters_of_other_alphabets_is_wrong_and_no_crash(zoom: Zoom, clock: HandClock) -> None:
    wire = Wire(replace(zoom.credentials, client_secret="contraseña “copiada”"), zoom.addresses, now=clock.now)
    with pytest.raises(Refused, match="zoom_credentials_wrong"):
        ZoomClient(wire).users()
    wire.close()


def test_the_token_is_renewed_before_it_expires(client: ZoomClient, zoom: Zoom, clock: HandClock) -> None:
    client.users()
    clock.forward(minutes=59)
    client.users()
    assert zoom.logins() == 2
    assert [one.token for one in zoom.asked if one.path == "/v2/users"] == ["token-1", "token-2"]


def test_a_token_that_zoom_calls_expired_is_renewed_once(client: ZoomClient, zoom: Zoom) -> None:
    client.users()
    zoom.forget_tokens()
    assert client.users()
    assert zoom.logins() == 2


def test_a_token_that_stays_refused_is_a_wrong_credential(client: ZoomClient, zoom: Zoom) -> None:
    zoom.moods.extend([Answer(401, {"code": 124, "message": "Access token is expired."})] * 2)
    assert refused(client).code == "zoom_credentials_wrong"
    assert zoom.logins() == 2


def test_every_page_is_read(client: ZoomClient, zoom: Zoom) -> None:
    zoom.meetings, zoom.page_size_cap = [an_evening()], 3
    people = client.report_participants(UUID)
    assert [one["name"] for one in people] == [one.name for one in zoom.meetings[0].joins]
    assert len(zoom.paths()) == 4
    assert {one.query["page_size"] for one in zoom.asked if "report" in one.path} == {"300"}


def test_pages_that_never_end_are_an_error_and_not_half_a_list(client: ZoomClient, zoom: Zoom) -> None:
    zoom.meetings, zoom.page_size_cap, zoom.endless = [an_evening()], 3, True
    with pytest.raises(Unavailable, match="zoom_pages_endless"):
        client.past_participants(UUID)
    assert len(zoom.paths()) == 100


def test_a_page_that_leads_to_itself_is_noticed_at_once(client: ZoomClient, zoom: Zoom) -> None:
    zoom.meetings, zoom.page_size_cap, zoom.endless, zoom.stuck = [an_evening()], 3, True, True
    with pytest.raises(Unavailable, match="zoom_pages_endless"):
        client.past_participants(UUID)
    assert len(zoom.paths()) == 2


def test_a_zoom_that_says_nothing_is_not_waited_for_for_ever(zoom: Zoom, clock: HandClock) -> None:
    zoom.gate = threading.Event()
    wire = Wire(zoom.credentials, zoom.addresses, now=clock.now, patience=(5.0, 0.2))
    with pytest.raises(Unavailable, match="zoom_unreachable"):
        ZoomClient(wire).users()
    wire.close()


def test_an_expired_page_begins_the_reading_again(client: ZoomClient, zoom: Zoom) -> None:
    zoom.meetings, zoom.page_size_cap, zoom.expired_pages = [an_evening()], 4, 1
    assert len(client.past_participants(UUID)) == 11


def test_pages_that_expire_again_and_again_end(client: ZoomClient, zoom: Zoom) -> None:
    zoom.meetings, zoom.page_size_cap, zoom.expired_pages = [an_evening()], 4, 99
    with pytest.raises(Unavailable, match="zoom_trouble"):
        client.past_participants(UUID)


def test_asked_too_quickly_the_client_waits_a_second_or_two(client: ZoomClient, zoom: Zoom, waits: Waits) -> None:
    zoom.moods.extend([QUICKLY, QUICKLY])
    assert client.users()
    assert len(waits) == 2
    assert all(1 <= wait <= 2 for wait in waits)


def test_whoever_is_always_too_quick_gives_up(client: ZoomClient, zoom: Zoom, waits: Waits) -> None:
    zoom.moods.extend([QUICKLY] * 20)
    assert refused(client).code == "zoom_busy"
    assert len(waits) == 4


def test_the_limit_of_the_day_is_told_with_its_end_and_not_waited_for(
    client: ZoomClient, zoom: Zoom, waits: Waits
) -> None:
    zoom.moods.append(no_more_today("2026-11-20T00:00:00Z"))
    no = refused(client)
    assert (no.code, no.facts) == ("zoom_quota", {"until": datetime(2026, 11, 20, tzinfo=UTC)})
    assert waits == []


def test_the_end_of_the_limit_is_told_on_the_clock_of_the_city(zoom: Zoom, clock: HandClock) -> None:
    for zone, hour in (("America/Argentina/Buenos_Aires", "21:30"), ("Asia/Kathmandu", "06:15")):
        zoom.moods.append(no_more_today("2026-11-20T00:30:00Z"))
        wire = Wire(zoom.credentials, zoom.addresses, now=clock.now, zone=ZoneInfo(zone))
        no = refused(ZoomClient(wire))
        wire.close()
        assert hour in wording.sentence(no.code, no.facts)


@pytest.mark.parametrize("told", ["", "mañana"])
def test_a_limit_of_the_day_without_a_readable_end_ends_at_midnight(client: ZoomClient, zoom: Zoom, told: str) -> None:
    limit = no_more_today("")
    zoom.moods.append(replace(limit, headers={**limit.headers, "Retry-After": told.encode().decode("latin-1")}))
    assert refused(client).facts == {"until": datetime(2026, 11, 20, tzinfo=UTC)}


def test_a_missing_permission_is_told_by_its_name(client: ZoomClient, zoom: Zoom) -> None:
    zoom.scopes = tuple(one for one in EVERY_SCOPE if not one.startswith("user:"))
    no = refused(client)
    assert (no.code, no.facts) == ("zoom_scope_missing", {"scopes": "user:read:list_users:admin"})


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(400, {"code": 200, "message": "Only available for Paid account: 3."}), "zoom_plan_missing"),
        (Answer(404, {"code": 3001, "message": "Meeting does not exist: 1."}), "zoom_not_there"),
        (Answer(400, {"code": 12702, "message": "Can not access a meeting a year ago."}), "zoom_too_old"),
        (Answer(404, {"code": 1001, "message": "User does not exist."}), "zoom_host_unknown"),
        (Answer(404, b"<html>Not Found</html>"), "zoom_not_there"),
        (Answer(500, b""), "zoom_trouble"),
        (Answer(503, b"<html>Service Unavailable</html>"), "zoom_trouble"),
        (Answer(200, b"{not json"), "zoom_trouble"),
        (Answer(200, ["a list"]), "zoom_trouble"),
        (Answer(200, {"users": []}, cut=True), "zoom_unreachable"),
    ],
)
def test_every_refusal_has_a_name(client: ZoomClient, zoom: Zoom, answer: Answer, code: str) -> None:
    zoom.moods.append(answer)
    assert refused(client).code == code


def test_a_zoom_that_is_not_there_is_unreachable(zoom: Zoom, clock: HandClock) -> None:
    nowhere = Addresses(oauth="http://127.0.0.1:9/oauth/token", api="http://127.0.0.1:9/v2")
    wire = Wire(zoom.credentials, nowhere, now=clock.now)
    with pytest.raises(Unavailable, match="zoom_unreachable"):
        ZoomClient(wire).users()


@pytest.mark.parametrize(
    ("uuid", "piece"),
    [
        ("/ab//c+d==", "%252Fab%252F%252Fc%252Bd%253D%253D"),
        ("ab//cd==", "ab%252F%252Fcd%253D%253D"),
        ("/abcd==", "%252Fabcd%253D%253D"),
        ("ab/c+d==", "ab%2Fc%2Bd%3D%3D"),
        ("91234567890", "91234567890"),
    ],
)
def test_a_uuid_is_encoded_as_often_as_zoom_wants_it(client: ZoomClient, zoom: Zoom, uuid: str, piece: str) -> None:
    """Held against the path as it came over the wire: a library on the way may encode, or decode, once more."""
    zoom.meetings = [Meeting(joins=[Join("Ana", 0, 9), Join("Eva", 0, 9)], uuid=uuid)]
    asks = (client.past_meeting, client.past_participants, client.report_participants, client.polls)
    for ask in asks:
        assert ask(uuid)
    assert client.dashboard_participants(uuid, kind="past")
    assert client.recordings(uuid) == []
    assert as_path(uuid) == piece
    assert all(f"/{piece}" in path for path in zoom.paths())


def test_identifiers_are_not_sent_again_beside_the_path(client: ZoomClient, zoom: Zoom) -> None:
    zoom.meetings = [an_evening()]
    client.past_participants(UUID)
    client.report_participants(UUID)
    client.registrants(str(NUMBER))
    client.create(Wanted("Sesión", EVENING, "America/Argentina/Buenos_Aires"))
    sent = [{*one.query, *(one.body if isinstance(one.body, dict) else {})} for one in zoom.asked]
    assert not any({"id", "meeting_id", "user_id"} & names for names in sent)


def test_a_meeting_is_made_with_registration_and_what_is_asked_of_whoever_registers(
    client: ZoomClient, zoom: Zoom
) -> None:
    made = client.create(
        Wanted("Sesión", EVENING, "America/Argentina/Buenos_Aires", (("DNI", False), ("Barrio", True)))
    )
    asked = zoom.created[0]
    assert asked["start_time"] == "2026-11-19T22:00:00Z"
    assert asked["timezone"] == "America/Argentina/Buenos_Aires"
    assert asked["settings"]["approval_type"] == 0
    assert asked["settings"]["waiting_room"] is True
    questions = zoom.questions[int(made.number)]["custom_questions"]
    assert [(one["title"], one["required"]) for one in questions] == [("DNI", False), ("Barrio", True)]
    assert (made.join_link, made.trouble) == (f"https://example.com/j/{made.number}", None)
    assert made.registration_link == f"https://example.com/meeting/register/{made.number}"
    assert "VERYSECRET" not in repr(made)


def test_a_host_without_a_licence_gets_a_meeting_without_registration(client: ZoomClient, zoom: Zoom) -> None:
    zoom.host_type = 1
    host = ZoomClient(client.wire, host="anfitriona@example.org")
    made = host.create(Wanted("Sesión", EVENING, "UTC", (("DNI", False),)))
    assert (made.registration_link, made.trouble) == (None, "zoom_no_registration")


def test_questions_that_zoom_does_not_take_leave_the_meeting_as_it_is(client: ZoomClient, zoom: Zoom) -> None:
    zoom.scopes = tuple(one for one in EVERY_SCOPE if "registration_question" not in one)
    made = client.create(Wanted("Sesión", EVENING, "UTC", (("DNI", False),)))
    assert made.registration_link
    assert made.trouble == "zoom_no_questions"


def test_without_a_name_the_host_is_the_first_who_has_a_licence(client: ZoomClient) -> None:
    assert client.host()["id"] == HOST_ID


def test_a_host_nobody_knows_is_said(client: ZoomClient) -> None:
    with pytest.raises(Refused, match="zoom_host_unknown"):
        ZoomClient(client.wire, host="nadie@example.org").host()


def test_a_file_is_downloaded_with_the_token(client: ZoomClient, zoom: Zoom) -> None:
    zoom.meetings = [an_evening()]
    zoom.recordings[UUID] = {"CHAT": b"00:01:02\tAna:\tpresente\n"}
    (file,) = client.recordings(UUID)
    assert client.wire.download(file["download_url"]) == b"00:01:02\tAna:\tpresente\n"


@pytest.mark.parametrize(
    "url",
    ["https://zoom.us.example.org/file", "http://zoom.us/file", "https://example.org/?zoom.us", "file:///etc/hosts"],
)
def test_the_token_is_for_zoom_and_for_nobody_else(client: ZoomClient, zoom: Zoom, url: str) -> None:
    with pytest.raises(Unavailable, match="zoom_trouble"):
        client.wire.download(url)
    assert zoom.asked == []


def test_a_file_that_lies_elsewhere_is_fetched_without_the_token(client: ZoomClient, zoom: Zoom) -> None:
    """Zoom hands files out from other hosts, and says so by sending one there."""
    with Zoom() as elsewhere:
        zoom.moved = f"{elsewhere.root}/download/0/CHAT"
        elsewhere.open_files = {"/download/0/CHAT": b"hola"}
        assert client.wire.download(f"{zoom.root}/download/0/CHAT") == b"hola"
        assert [one.token for one in elsewhere.asked] == [""]
    assert zoom.asked[-1].token == "token-1"


def test_whoever_has_no_zoom_never_loads_its_libraries() -> None:
    script = "import sys, desktop.zoom.page; print(*[one for one in ('zoomus', 'requests') if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_no_address_and_no_secret_is_logged(client: ZoomClient, zoom: Zoom, caplog: pytest.LogCaptureFixture) -> None:
    """An address has the e-mail of the host in it."""
    with caplog.at_level(logging.DEBUG):
        ZoomClient(client.wire, host=HOST).create(Wanted("Sesión", EVENING, "UTC"))
    assert zoom.created
    assert caplog.text == ""
