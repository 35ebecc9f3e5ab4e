"""How often the list of whole names that one key confirms is wrong: whoever sees it has no time to check it.

Two generators of messy names, rolls as a city begins with and grows to, first evenings and later ones. `SEEDS` is how
many calls of each kind are drawn. The generators know who is who; what they call wrong is a namesake who is not on the
roll, or is on it by one given name more.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.clock import named_id
from db.home import Home
from db.matching.queries import groups, told_groups, unresolved
from db.matching.whole_names import whole_names
from db.work import Store
from db.zoom.queries import calls
from tests.benchmarks.big_call import FIRST_ROW, City, draw, plan, settle_council, take_in
from tests.benchmarks.big_roll import make_home, write_roll
from tests.benchmarks.messy_names import Generator, Joined, by_channel, by_scenes

SEEDS = int(os.environ.get("SEEDS", "8"))
WRONG = 0.01
"""The share of the list that may be somebody else, of all calls together."""
Say = Callable[[str], None]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def tell(line: str) -> None:
        with capsys.disabled():
            print("\n  " + line)  # noqa: T201

    return tell


@pytest.fixture(params=[6_500, 20_000, 100_000])
def roll(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, int]]:
    home = Home(tmp_path / "home")
    home.path.mkdir()
    store = make_home(home)
    write_roll(store, request.param, regulars=600)
    yield store, request.param
    store.close()


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("first", [True, False], ids=["first evening", "later"])
def test_hardly_anybody_in_the_list_is_somebody_else(roll: tuple[Store, int], say: Say, *, first: bool) -> None:
    store, residents = roll
    city = settle_council(store, residents, first=first)
    every: Counter[str] = Counter()
    for generator in (by_scenes, by_channel):
        for people in (60, 200):
            told = sum((_played(store, city, generator, people, seed) for seed in range(1, SEEDS + 1)), Counter[str]())
            every += told
            calls_of = f"{'first evening' if first else 'later'}, {generator.__name__}, {SEEDS} calls of {people}"
            say(
                f"{residents} residents, {calls_of}: {told['open']} wait, {told['listed']} in the list, "
                f"{told['wrong']} of them somebody else"
            )
    assert every["listed"] > 0
    assert every["wrong"] <= WRONG * every["listed"]


def _played(store: Store, city: City, generator: Generator, people: int, seed: int) -> Counter[str]:
    joined = draw(city, generator, seed=seed, count=people)
    sitting = plan(store, f"{generator.__name__} {people} {seed}")
    take_in(store, sitting, joined, with_emails=True)
    truth = _truths(store, sitting, joined)
    listed = store.ask(whole_names, sitting_id=sitting)
    wrong = sum(truth[one.match_id] != {one.resident.id} for one in listed)
    return Counter(open=store.ask(unresolved, sitting_id=sitting), listed=len(listed), wrong=wrong)


def _truths(store: Store, sitting: str, joined: list[Joined]) -> dict[str, set[str | None]]:
    """By group, who its participants are: of one who is two people nobody is right."""
    [call_id] = [one.id for one in store.ask(calls, sitting_id=sitting)]
    whose = {named_id(call_id, "participant", str(at)): one.truth for at, one in enumerate(joined, start=FIRST_ROW)}
    lines = {group.key: group.line_ids for group in store.ask(told_groups, sitting_id=sitting)}
    cards = store.ask(groups, sitting_id=sitting)
    return {card.id: {whose[line] for line in lines[card.key]} for card in cards}
