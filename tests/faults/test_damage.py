"""A short share of the many damages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.damage import damage


@pytest.fixture
def empty(_empty_record: Path) -> bytes:
    return _empty_record.read_bytes()


def test_a_damaged_record_is_read_right_or_told_as_damaged(tmp_path: Path, empty: bytes) -> None:
    told = damage(tmp_path, empty, 0, many=25)
    assert told["noticed"] > 0
