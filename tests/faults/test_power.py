"""The power goes: a short share of the many cuts, and the proof that the disk of these tests can lose something."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.country import Country
from tests.faults.power import Scene, contact, evening, migration


def cut_often(scene: Scene, times: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(times):
        scene.cut(chance.randrange(len(scene.taken.ops) + 1), chance)


@pytest.fixture
def empty(_empty_record: Path) -> bytes:
    return _empty_record.read_bytes()


@pytest.mark.parametrize("pages", [4, 1000])
def test_an_evening_cut_anywhere_keeps_every_promise_and_no_act_by_half(
    tmp_path: Path, empty: bytes, pages: int
) -> None:
    scene = evening(tmp_path, empty, random.Random(pages), f"wal_autocheckpoint = {pages}")
    cut_often(scene, 50, 1)


def test_the_disk_of_these_tests_loses_what_was_not_made_final(tmp_path: Path, empty: bytes) -> None:
    scene = evening(tmp_path, empty, random.Random(1), "wal_autocheckpoint = 1000", "synchronous = NORMAL")
    with pytest.raises(AssertionError, match="told as done"):
        cut_often(scene, 50, 1)


def test_an_upgrade_cut_anywhere_is_done_or_not_begun(tmp_path: Path) -> None:
    cut_often(migration(tmp_path, random.Random(2)), 20, 2)


def test_a_contact_cut_anywhere_is_made_whole_by_the_next_one(country: Country) -> None:
    cut_often(contact(country, 3, random.Random(3)), 12, 3)
