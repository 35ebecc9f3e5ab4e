"""What every table shares: a moment is read again as it was written, whatever its year."""

from datetime import UTC, datetime

import pytest

from db.base import moment_text


@pytest.mark.parametrize("year", [1, 226, 1969, 2026, 9999])
def test_a_moment_is_read_again_as_it_was_written(year: int) -> None:
    moment = datetime(year, 11, 22, 22, 0, 0, 7, tzinfo=UTC)
    assert datetime.fromisoformat(moment_text(moment)) == moment
    assert len(moment_text(moment)) == len("2026-11-22T22:00:00.000000Z")
