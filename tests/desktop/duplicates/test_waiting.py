"""The list kept up to date after every act is the list that comparing everybody anew would give."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.changes import Changes
from db.duplicates.commands import keep_apart, merge, put_back_apart, unmerge_resident
from db.errors import Refused
from db.residents.commands import correct, enrol
from db.work import Store
from desktop.duplicates.waiting import NOUNS, Waiting
from tests.db.duplicates.neighbours import BORN, somebody
from tests.desk import PlainDesk

ACTS = st.sampled_from(("merge", "part", "apart", "again", "document", "enrol"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(ACTS, st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=6))
def test_what_is_kept_up_is_what_a_fresh_look_finds(store: Store, acts: list[tuple[str, int, int]]) -> None:
    people = [somebody(store, document="12345678", birth_date=BORN, phone="099111222") for _ in range(5)]
    desk = PlainDesk(store)
    waiting, kept_up = Waiting(desk), list[Any]()

    async def follow(changes: Changes) -> None:
        kept_up[:] = await waiting.changed(changes)

    async def act(name: str, one: str, other: str) -> None:
        if name == "merge":
            await desk.do(merge, kept_id=one, absorbed_id=other)
        elif name == "part":
            await desk.do(unmerge_resident, resident_id=one)
        elif name == "apart":
            await desk.do(keep_apart, first_id=one, second_id=other)
        elif name == "again":
            await desk.do(put_back_apart, first_id=one, second_id=other)
        elif name == "document":
            await desk.do(correct, resident_id=one, document="31222333")
        else:
            await desk.do(enrol, family_name="Ñandúbez", given_names="Rosaura", document="31222333")

    async def evening() -> None:
        kept_up[:] = await waiting.all()
        desk.follow(NOUNS, follow)
        for name, one, other in acts:
            try:
                await act(name, people[one], people[other])
            except Refused:
                continue
            assert tuple(kept_up) == await Waiting(desk).all()

    asyncio.run(evening())
