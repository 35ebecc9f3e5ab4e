"""A disk that takes nothing more while others' entries come in: it is said, nothing is half there, and it goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event

from db.errors import Unavailable
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.sync.queries import pending
from db.work import Store
from tests.db.sync.evening import note_down, note_down_many
from tests.db.sync.shared import state

NewDesk = Callable[..., Store]


def pages(desk: Store) -> int:
    with desk.engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)


@pytest.mark.parametrize(
    ("setting", "code"), [("max_page_count = {pages}", "disk_full"), ("query_only = ON", "disk_read_only")]
)
def test_a_disk_that_takes_nothing_in_mid_contact_leaves_the_record_whole(
    new_desk: NewDesk, eyes: Engine, setting: str, code: str
) -> None:
    desk, other = new_desk(), new_desk()
    desk.do(note_down, name="Peña")
    hand_over_now(desk)
    other.do(note_down_many, count=1500)
    hand_over_now(other)
    # SQLite itself says that there is no room, or that nothing may be written, as it does of such a disk.
    full = setting.format(pages=pages(desk) + 2)

    def limit(raw: object, _: object) -> None:
        raw.execute(f"PRAGMA {full}")  # type: ignore[attr-defined]

    desk.engine.dispose()
    event.listen(desk.engine, "connect", limit)
    with pytest.raises(Unavailable, match=code):
        hand_over_now(desk)
    event.remove(desk.engine, "connect", limit)
    desk.engine.dispose()
    assert desk.ask(verify_journal).ok
    handed = hand_over_now(desk)
    assert (handed.pending, desk.ask(pending)) == (0, 0)
    assert state(desk.engine, "organisation", schema="") == state(eyes, "organisation")
    assert len(state(eyes, "organisation")) == 1500
    assert desk.ask(verify_journal).ok
