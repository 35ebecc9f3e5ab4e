"""What is asked of the file's driver itself."""

import gc
from pathlib import Path

from db.engine import open_file, read


def test_an_answer_that_is_left_half_way_may_outlive_its_file(tmp_path: Path) -> None:
    """As of a damaged file, which is closed while the reading of it is given up. Whatever is said of that too late
    to be caught is an error of this suite."""
    engine = open_file(tmp_path / "file.db", b"k" * 32, must_exist=False)
    with engine.connect() as connection:
        rows = read(connection, "SELECT value FROM json_each('[1, 2, 3]')")
        assert next(rows) == (1,)
    engine.dispose()
    del rows
    gc.collect()
