"""The page of sharing, without a screen: what it is told before, while and after something is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from db.errors import Refused, Unavailable
from db.organisations.tables import Organisation
from db.sync.commands import keep_credentials
from db.sync.conflicts import ConflictCard
from db.sync.queries import AsideCard, ReceiptCard, Status
from db.sync.reach import Credentials
from db.sync.server import DeskCard, enrol, server_init
from db.sync.ticket import issue_ticket, new_card, read_ticket, write_ticket
from db.work import Store, Work
from desktop.sync.presenter import SyncPresenter
from tests.desk import PlainDesk


class Page:
    """Keeps what it was shown."""

    def __init__(self) -> None:
        self.status: Status | None = None
        self.receipts: Sequence[ReceiptCard] = ()
        self.aside: Sequence[AsideCard] = ()
        self.conflicts: Sequence[ConflictCard] = ()
        self.sending: list[bool] = []

    def show_status(self, status: Status) -> None:
        self.status = status

    def show_receipts(self, receipts: Sequence[ReceiptCard]) -> None:
        self.receipts = receipts

    def show_aside(self, entries: Sequence[AsideCard]) -> None:
        self.aside = entries

    def show_conflicts(self, cards: Sequence[ConflictCard]) -> None:
        self.conflicts = cards

    def show_sending(self, running: bool) -> None:
        self.sending.append(running)


def note_down(work: Work) -> None:
    work.session.add(Organisation(name="Club El Ancla", folded="club el ancla", kind="club"))


def enrol_here(store: Store, server: str) -> None:
    identity = store.identity
    card = DeskCard(identity.city_id, identity.desk_id, identity.district_id, "Ribera 1")
    store.do(keep_credentials, credentials=enrol(server, card))


def test_a_desk_on_its_own_is_shown_as_such(store: Store) -> None:
    page = Page()
    asyncio.run(SyncPresenter(page, PlainDesk(store)).look())
    assert page.status is not None
    assert not page.status.enrolled
    assert page.status.pending > 0


def test_sending_shows_that_it_runs_and_what_came_of_it(store: Store, server: str) -> None:
    server_init(server)
    enrol_here(store, server)
    page = Page()
    asyncio.run(SyncPresenter(page, PlainDesk(store)).send())
    assert page.sending == [True, False]
    assert page.status is not None
    assert (page.status.pending, page.status.trouble) == (0, None)
    (receipt,) = page.receipts
    assert receipt.confirmed == receipt.sent > 0


def test_a_server_out_of_reach_is_told_and_the_page_shows_since_when(store: Store) -> None:
    kept = Credentials(store.identity.desk_id, "postgresql+psycopg://127.0.0.1:1/cabildo", "cabildo_x", "y")
    store.do(keep_credentials, credentials=kept)
    page = Page()
    with pytest.raises(Unavailable, match="server_unreachable"):
        asyncio.run(SyncPresenter(page, PlainDesk(store)).send())
    assert page.sending == [True, False]
    assert page.status is not None
    assert page.status.offline_since == store.clock.now()


def test_sending_from_a_desk_that_was_not_enrolled_is_refused(store: Store) -> None:
    page = Page()
    with pytest.raises(Refused, match="not_enrolled"):
        asyncio.run(SyncPresenter(page, PlainDesk(store)).send())
    assert page.sending == [True, False]


def test_the_page_follows_what_is_written(store: Store) -> None:
    page, desk = Page(), PlainDesk(store)
    presenter = SyncPresenter(page, desk)
    desk.follow(("organisation",), presenter.look_again)

    async def evening() -> tuple[int, int]:
        await presenter.look()
        assert page.status is not None
        before = page.status.pending
        await desk.do(note_down)
        return before, page.status.pending

    before, after = asyncio.run(evening())
    assert after == before + 1


def test_what_is_local_tells_the_screens_too(store: Store) -> None:
    kept = Credentials(store.identity.desk_id, "postgresql+psycopg://127.0.0.1:1/cabildo", "cabildo_x", "y")
    assert store.do(keep_credentials, credentials=kept).changes.touches("sync_enrolment")


def test_an_enrolment_file_makes_this_laptop_a_desk_of_the_city(store: Store, server: str, tmp_path: Path) -> None:
    server_init(server)
    path = tmp_path / "ribera.cabildo"
    card = new_card(
        store.identity.city_id, district_id=store.identity.district_id, name="Ribera 7", capacity="secretary"
    )
    write_ticket(issue_ticket(server, card, certificate=None), path)
    page = Page()
    assert asyncio.run(SyncPresenter(page, PlainDesk(store)).enrol(read_ticket(path))) == "Ribera 7"
    assert page.status is not None
    assert page.status.enrolled
