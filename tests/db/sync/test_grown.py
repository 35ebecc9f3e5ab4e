"""On a server with years of hand-overs in it a page is found by its commits: nobody reads what everybody ever sent."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine, text

from db.sync.errand import hand_over_now
from db.work import Store
from tests.db.sync.evening import note_down
from tests.db.sync.shared import do, link_of, one

NewDesk = Callable[..., Store]
# Years before this evening, with what a server knows of its tables after some of them.
_YEARS = """
    UPDATE app.server_counter SET commit_no = commit_no + 100000;
    UPDATE app.server_push SET commit_no = commit_no + 100000;
    INSERT INTO app.server_push (city_id, commit_no, desk_id, first_seq, last_seq, district_id)
    SELECT d.city_id, n, 'gone', n, n, d.district_id
    FROM generate_series(1, 100000) n, (SELECT city_id, district_id FROM app.server_desk LIMIT 1) d;
    ANALYZE app.server_push
"""
_READ = "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE schemaname = 'app' AND relname = 'server_push'"


def test_a_page_does_not_read_all_pushes_of_the_city(new_desk: NewDesk, eyes: Engine) -> None:
    reader, writer = new_desk(), new_desk()
    hand_over_now(reader)
    do(eyes, _YEARS)
    writer.do(note_down, name="Peña")
    hand_over_now(writer)
    before = one(eyes, "SELECT max(commit_no) - 1 FROM app.server_push")
    with eyes.begin() as administrator:
        administrator.execute(text("SET LOCAL ROLE cabildo_door"))
        page = administrator.execute(
            text(
                "SELECT app.pull_of(d, :after, app.mark(d, :after), :after, 2000) FROM app.server_desk d "
                "WHERE desk_id = :desk"
            ),
            {"desk": link_of(reader).desk_id, "after": before},
        ).scalar_one()
        assert "Peña" in [entry[0]["fields"].get("family_name") for entry in page["entries"]]
        assert administrator.execute(text(_READ)).scalar_one() < 10
