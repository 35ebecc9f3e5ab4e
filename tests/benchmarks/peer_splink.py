"""Splink 5 as its documentation says to set it up, on the same call: comparisons, blocking, training.

Its best F1 is what ours is held against, so it gets what helps it, and nothing that slows it down for its own sake:

- District and past attendance are one comparison of three levels. As two they depend on each other (who came before
  lives in the district), the training takes every pair of a block for a match, and F1 falls from 0.65 to 0.45.
- A name is compared as `ForenameSurnameComparison` and `NameComparison` do it (exact with frequencies, reversed,
  Jaro-Winkler 0.92), and what its guides say of nicknames, initials and further names stands in levels of its own.
- Blocking: several narrow rules that together miss little, each an equality or several, as the guide on performance
  asks; surname alone, given name with the district or the council, the beginnings, the reversed and second names.
- The u probabilities by random sampling with a thousand million pairs, which its documentation gives as best (with ten
  million, "often adequate whilst testing", F1 is 0.01 to 0.02 less; it stops earlier by itself where every level was
  seen often enough). No seed, for that makes it slower.
- The m probabilities by expectation-maximisation in two blocks (same name; came to this council), without frequencies
  of terms, which is faster and of the same F1. Levels that a sample hardly ever meets begin at a guess.
"""

from __future__ import annotations

import time
from typing import Any

import pandas as pd

REVERSED = "(given_l = family_r and (family_l = given_r or family_l is null))"
"""Surname first; or nothing but a surname."""
LEAST = 1e-4


def link(roll: pd.DataFrame, call: pd.DataFrame) -> tuple[pd.DataFrame, float, float]:
    """The pairs it predicts; the seconds it took with its training, and once more with the training kept."""
    from splink import Linker, block_on

    began = time.perf_counter()
    linker = Linker(_frames(call, roll), _settings(len(roll)), log_level=40)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e9)
    for rule in (block_on("given", "family"), block_on("council")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    predicted = linker.inference.predict(threshold_match_probability=LEAST).as_pandas_dataframe()
    trained = time.perf_counter() - began
    learnt = linker.misc.save_model_to_json(out_path=None)
    again = []
    for _ in range(2):
        began = time.perf_counter()
        linker = Linker(_frames(call, roll), learnt, log_level=40)
        linker.inference.predict(threshold_match_probability=LEAST).as_pandas_dataframe()
        again.append(time.perf_counter() - began)
    return predicted, trained, min(again)


def _frames(call: pd.DataFrame, roll: pd.DataFrame) -> list[Any]:
    from splink.backends.duckdb import DuckDBAPI

    database = DuckDBAPI()
    return [
        database.register(call, dataset_display_name="call"), database.register(roll, dataset_display_name="roll")
    ]  # fmt: skip


def _settings(people: int) -> Any:
    from splink import SettingsCreator, block_on
    from splink.blocking_rule_library import CustomRule

    return SettingsCreator(
        link_type="link_only",
        comparisons=[_given(), _family(), _context()],
        blocking_rules_to_generate_predictions=[
            block_on("family"),
            block_on("given", "council"),
            block_on("given", "district"),
            block_on("substr(family, 1, 3)", "substr(given, 1, 3)"),
            CustomRule("l.given = r.family and l.family = r.given"),
            CustomRule("l.given = r.family and l.district = r.district and l.family is null"),
            CustomRule("l.given = r.given2 and l.district = r.district"),
            CustomRule("l.family2 = r.family and l.given = r.given"),
            CustomRule("l.family = r.family2 and l.given = r.given"),
        ],
        probability_two_random_records_match=1 / people,
    )


def _given() -> Any:
    import splink.comparison_level_library as level

    again = "given_l = given2_r or length(given_l) > 2 and starts_with(given_r, given_l)"
    return _comparison(
        "given",
        level.NullLevel("given"),
        (level.ExactMatchLevel("given", term_frequency_adjustments=True), 0.7, 0.012),
        (level.CustomLevel(REVERSED, "reversed"), 0.08, 2e-6),
        (level.CustomLevel("contains(formal_l, '|' || given_r || '|')", "nickname"), 0.04, 5e-4),
        (level.JaroWinklerLevel("given", 0.92), 0.06, 0.002),
        (level.JaroWinklerLevel("given", 0.85), 0.04, 0.003),
        (level.CustomLevel(again, "second given name, or the beginning"), 0.03, 0.01),
        (level.CustomLevel("length(given_l) = 1 and substr(given_r, 1, 1) = given_l", "initial"), 0.04, 0.005),
        (level.ElseLevel(), 0.01, 0.96),
    )


def _family() -> Any:
    import splink.comparison_level_library as level

    nothing = level.CustomLevel(f"family_l is null or family_r is null or {REVERSED}", "said with the given name")
    return _comparison(
        "family",
        nothing.configure(is_null_level=True),
        (level.ExactMatchLevel("family", term_frequency_adjustments=True), 0.8, 0.001),
        (level.CustomLevel("family2_l = family_r or family_l = family2_r", "another surname"), 0.05, 1e-4),
        (level.JaroWinklerLevel("family", 0.92), 0.06, 2e-4),
        (level.JaroWinklerLevel("family", 0.85), 0.02, 7e-4),
        (level.CustomLevel("length(family_l) = 1 and substr(family_r, 1, 1) = family_l", "initial"), 0.06, 0.003),
        (level.ElseLevel(), 0.01, 0.995),
    )


def _context() -> Any:
    import splink.comparison_level_library as level
    import splink.comparison_library as compare

    # Not the ready-made comparison: that one takes a missing council for a missing answer, and learns nothing from it.
    levels: list[Any] = [level.ExactMatchLevel("council"), level.ExactMatchLevel("district"), level.ElseLevel()]
    return compare.CustomComparison(levels, output_column_name="context")


def _comparison(column: str, nothing: Any, *levels: tuple[Any, float, float]) -> Any:
    """Levels with where their probabilities begin: among matches, and among all others."""
    import splink.comparison_library as compare

    begun = [one.configure(m_probability=matches, u_probability=others) for one, matches, others in levels]
    return compare.CustomComparison([nothing, *begun], output_column_name=column)
