"""The sittings behind a number: the same from the record and from what is kept beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from db.errors import Refused
from db.insights.behind import sittings_behind
from db.insights.commands import rebuild
from db.insights.scope import Scope
from db.issues.commands import add_issue
from db.places.city import City
from db.residents.commands import enrol
from db.sittings.commands import close_sitting
from db.work import Store
from tests.db.insights.test_figures import TODAY, WEEK, hold
from tests.record import EVENING


@pytest.mark.parametrize("kept", [False, True], ids=["from the record", "from what is kept"])
def test_behind_a_cell_stand_the_sittings_that_have_a_part_in_it(store: Store, city: City, kept: bool) -> None:
    ana = store.do(enrol, family_name="Zurubíeza", given_names="Ofelia", gender="woman", age_band="30_44").outcome
    ben = store.do(enrol, family_name="Zurubíezb", given_names="Ofelia", gender="man", age_band="30_44").outcome
    found = []
    for weeks, came in ((9, [ana]), (5, [ana, ben]), (0, [])):
        found.append(hold(store, [(who, "room") for who in came], EVENING - weeks * WEEK))
        if weeks:
            store.do(close_sitting, sitting_id=found[-1])
    first, second, third = found
    store.do(add_issue, sitting_id=third, kind="complaint", text="Faroles", topic=city.topics[0].code)
    if kept:
        store.do(rebuild, zone=city.zone)

    def behind(name: str, *cells: tuple[str, ...], scope: Scope = Scope()) -> list[str]:  # noqa: B008
        facts: dict[str, Any] = {"scope": scope, "zone": city.zone, "today": TODAY}
        return [one.sitting_id for one in store.ask(sittings_behind, name=name, cells=cells, **facts)]

    assert behind("age_gender", ("30_44", "man")) == [second]
    assert behind("age_gender", ("30_44", "man"), ("30_44", "woman")) == [second, first]
    assert behind("topics", (city.topics[0].code, "complaint")) == [third]
    assert behind("topics", (city.topics[0].code, "proposal")) == []
    assert behind("new") == [second, first], "Ana was new at the first, Ben at the second"
    assert behind("new", scope=Scope(until=EVENING - 6 * WEEK - timedelta(hours=1))) == [first]
    with pytest.raises(Refused, match="figure_unknown"):
        behind("happiness")
