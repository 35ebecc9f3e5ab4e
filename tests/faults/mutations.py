"""Ten ways in which trusted systems lost data, put back one at a time into a copy of the project: the tests must see
each. `make mutations`, or `python -m tests.faults.mutations "raw clock"` for one of them.

A change that no longer fits the text is an error, and so is one that breaks the tests instead of failing them: neither
proves anything.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SQL = "db/sync/sql"


@dataclass(frozen=True)
class Mutant:
    """A defect: what is replaced by what, in which files, everywhere it stands; and the tests that concern it."""

    name: str
    changes: tuple[tuple[str, str, str], ...]
    tests: tuple[str, ...]


_COUNTER = """INSERT INTO app.server_counter AS c (city_id, commit_no) VALUES (p_desk.city_id, 1)
        ON CONFLICT (city_id) DO UPDATE SET commit_no = c.commit_no + 1 RETURNING commit_no"""
_LAST = "'last_commit', coalesce((SELECT commit_no FROM app.server_counter WHERE city_id = v_desk.city_id), 0)"
_LAST_PUSH = "'last_commit', coalesce((SELECT max(commit_no) FROM app.server_push WHERE city_id = v_desk.city_id), 0)"
_DEFINER = "SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode"
_OPENED = "SELECT * INTO v_in_order, v_broken, v_kinds, v_strange, v_latest FROM app.opened(p_prev_hash, v_new);"
_WATERMARK = "commit_no < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_KEPT = "        kept.verdict, kept.reason, kept.told_at = verdict.verdict, verdict.reason, work.clock.now()\n"

MUTANTS = (
    Mutant(
        "no chain check",
        ((f"{SQL}/4_push.sql", _OPENED, f"{_OPENED}\n    v_broken := NULL;"),),
        (
            "tests/db/sync/test_push.py::test_an_entry_altered_after_it_was_written_is_refused_and_what_is_before_it_goes",
            "tests/db/sync/test_push.py::test_the_server_recomputes_the_hash_over_every_part",
        ),
    ),
    Mutant(
        "synchronous=NORMAL",
        (("db/engine.py", "PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL"),),
        ("tests/faults/test_power.py",),
    ),
    Mutant(
        "sequence cursor",
        (
            (f"{SQL}/2_tables.sql", "DO $$\nBEGIN\n", "CREATE SEQUENCE IF NOT EXISTS app.numbers;\nDO $$\nBEGIN\n"),
            (f"{SQL}/4_taken.sql", _COUNTER, "SELECT nextval('app.numbers') AS commit_no"),
            (f"{SQL}/5_pull.sql", _LAST, _LAST_PUSH),
            (
                f"{SQL}/6_grants.sql",
                "    GRANT INSERT ON app.server_desk",
                "    GRANT USAGE ON SEQUENCE app.numbers TO cabildo_door;\n    GRANT INSERT ON app.server_desk",
            ),
        ),
        ("tests/db/sync/test_cursor.py",),
    ),
    Mutant(
        "xmin cursor",
        (
            (f"{SQL}/4_taken.sql", _COUNTER, "SELECT pg_current_xact_id()::text::bigint AS commit_no"),
            (f"{SQL}/5_pull.sql", _LAST, _LAST_PUSH.replace("v_desk.city_id)", f"v_desk.city_id AND {_WATERMARK})")),
            (f"{SQL}/5_pull.sql", "p.commit_no > p_after\n", f"p.commit_no > p_after AND p.{_WATERMARK}\n"),
        ),
        ("tests/db/sync/test_cursor.py", "tests/db/sync/test_restored.py"),
    ),
    Mutant(
        "row-level fold",
        (
            (
                f"{SQL}/4_taken.sql",
                "PERFORM app.fold_what_holds(p_desk.city_id, v_noun, v_entries, v_plain);",
                (
                    "FOR i IN 1 .. cardinality(v_entries) LOOP "
                    "PERFORM app.fold_what_holds(p_desk.city_id, v_noun, v_entries[i:i], v_plain); END LOOP;"
                ),
            ),
        ),
        (
            "tests/db/sync/test_whole_record.py::test_two_laptops_at_once_on_the_same_rows_wait_for_each_other_and_lose_nothing",
        ),
    ),
    Mutant(
        "definer without search_path",
        (
            (f"{SQL}/4_push.sql", _DEFINER, "SET plan_cache_mode"),
            (f"{SQL}/5_pull.sql", _DEFINER, "SET plan_cache_mode"),
        ),
        (
            "tests/db/sync/test_doors.py::test_every_function_fixes_where_it_looks_and_only_the_doors_run_as_their_owner",
        ),
    ),
    Mutant(
        "no stored-district check",
        (
            (f"{SQL}/4_taken.sql", "PERFORM app.put_aside_of_others(p_desk.district_id, p_new);", ""),
            (f"{SQL}/3_fold.sql", "PERFORM app.put_aside_of_others(v_district, v_entries);", ""),
        ),
        ("tests/db/sync/test_other_districts.py",),
    ),
    Mutant(
        "raw clock",
        (("db/clock.py", "return self._wall() + self.offset", "return self._wall()"),),
        (
            "tests/db/test_clock.py",
            "tests/db/sync/test_incarnations.py::test_hello_puts_the_clock_of_the_laptop_right_and_the_next_start_remembers",
        ),
    ),
    Mutant(
        "tie without desk",
        (
            ("db/sync/fold.py", "entry.at > newest[register].at", "entry.hlc[:21] > newest[register].hlc[:21]"),
            (
                f"{SQL}/3_fold.sql",
                'c.value COLLATE "C" >= coalesce(s.clocks ->> c.key, \'\') COLLATE "C"',
                'left(c.value, 21) COLLATE "C" >= left(coalesce(s.clocks ->> c.key, \'\'), 21) COLLATE "C"',
            ),
        ),
        ("tests/db/sync/test_fold.py", "tests/db/sync/test_fold_twins.py"),
    ),
    Mutant(
        "drop on refusal",
        (
            (
                "db/sync/commands.py",
                _KEPT,
                (
                    _KEPT + "        if verdict.verdict == 'quarantined':\n"
                    "            work.session.delete(work.session.get_one(\n"
                    "                Entry, (work.identity.city_id, work.identity.desk_id, verdict.seq)))\n"
                ),
            ),
        ),
        ("tests/db/sync/test_push.py::test_the_quarantine_is_shown_on_the_laptop_and_the_entry_stays_there",),
    ),
)


def copied(into: Path) -> Path:
    """What is published of the project, as it lies there."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, told.decode().split("\0")):
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, into / name)
    return into


def put_in(mutant: Mutant, copy: Path) -> None:
    """Raises ValueError when the text is not what it was when the defect was written."""
    for name, old, new in mutant.changes:
        text = (copy / name).read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{mutant.name}: {name} does not say {old[:60]!r} any more")
        (copy / name).write_text(text.replace(old, new), encoding="utf-8")


def tested(copy: Path, tests: tuple[str, ...], *, stop: bool) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "--tb=line", *tests]
    return subprocess.run([*command, *(["-x"] if stop else [])], cwd=copy, capture_output=True, text=True, check=False)


def judged(mutant: Mutant, copy: Path) -> tuple[bool, str]:
    """Whether the tests saw the defect, and which one did, or what is wrong."""
    originals = {name: (copy / name).read_text(encoding="utf-8") for name, _, _ in mutant.changes}
    try:
        put_in(mutant, copy)
        done = tested(copy, mutant.tests, stop=True)
    except ValueError as error:
        return False, f"DOES NOT APPLY: {error}"
    finally:
        for name, text in originals.items():
            (copy / name).write_text(text, encoding="utf-8")
    failed = re.findall(r"^FAILED (\S+)", done.stdout, re.MULTILINE)
    if done.returncode == 1 and failed and not re.search(r"^ERROR ", done.stdout, re.MULTILINE):
        return True, failed[0]
    if done.returncode == 0:
        return False, "SURVIVED: every test is green"
    return False, f"BREAKS THE TESTS:\n{done.stdout[-2000:]}{done.stderr[-1000:]}"


def main(*names: str) -> int:
    wanted = [mutant for mutant in MUTANTS if not names or mutant.name in names]
    if len(wanted) < len(names):
        sys.stderr.write(f"known are: {', '.join(mutant.name for mutant in MUTANTS)}\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="cabildo-mutants-") as folder:
        copy = copied(Path(folder))
        green = tested(copy, tuple(sorted({test for mutant in wanted for test in mutant.tests})), stop=False)
        if green.returncode:
            sys.stderr.write(f"the tests are red without any defect:\n{green.stdout[-3000:]}\n")
            return 1
        seen = 0
        for mutant in wanted:
            caught, told = judged(mutant, copy)
            seen += caught
            sys.stdout.write(f"{'red ' if caught else 'BAD '} {mutant.name}: {told}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{seen} of {len(wanted)} defects were seen\n")
    return 0 if seen == len(wanted) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
