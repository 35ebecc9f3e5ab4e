"""The peers of matching on the same call, given the same names and context: Splink 5, recordlinkage, plain rapidfuzz.

Every peer gets the names parted as our own reading parts them (without apparatus, pronouns, organisations), the
district of the sitting and who came to its council before.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from db.folding import words
from db.matching.likely.told import told_in
from db.residents.nicknames import SHORT_FOR
from tests.benchmarks import peer_splink
from tests.benchmarks.big_call import COUNCIL, DISTRICT, City
from tests.benchmarks.messy_names import Joined, Person

Ranked = list[list[tuple[str, float]]]


@dataclass(frozen=True)
class PeerAnswer:
    """Whom a peer ranks for each participant, and the seconds it took: trained in place, and with its training kept."""

    ranked: Ranked
    trained: float
    pretrained: float


def roll_frame(city: City) -> pd.DataFrame:
    """The roll as the peers read it."""
    here = {one["id"] for one in city.here}

    def row(one: Person) -> dict[str, Any]:
        given, family = words(one["given_names"]), words(one["family_name"])
        family = tuple(word for word in family if len(word) > 2) or family
        return {
            "unique_id": one["id"], "given": given[0], "given2": given[1] if len(given) > 1 else None,
            "family": family[0], "family2": family[1] if len(family) > 1 else None, "formal": None,
            "district": one["district_id"], "council": COUNCIL if one["id"] in here else None,
        }  # fmt: skip

    return pd.DataFrame([row(one) for one in city.everybody]).astype({"formal": "string"})


def call_frame(joined: Sequence[Joined]) -> pd.DataFrame:
    """The participants: the first word as given name, the last as surname; of three or more those between too, and the
    names for which the first may be short.
    """
    rows = []
    for number, one in enumerate(joined):
        told = told_in(one.name, {}).words
        between, formal = told[1:-1], SHORT_FOR.get(told[0], ()) if told else ()
        rows.append(
            {
                "unique_id": str(number), "given": told[0] if told else None,
                "given2": between[0] if between else None, "family": told[-1] if len(told) > 1 else None,
                "family2": between[-1] if between else None, "formal": f"|{'|'.join(formal)}|" if formal else None,
                "district": DISTRICT, "council": COUNCIL,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def splink(roll: pd.DataFrame, call: pd.DataFrame) -> PeerAnswer:
    """Splink 5 on DuckDB, as `peer_splink` sets it up."""
    predicted, trained, pretrained = peer_splink.link(roll, call)
    return PeerAnswer(_ranked(predicted, len(call)), trained, pretrained)


def _ranked(predicted: pd.DataFrame, count: int) -> Ranked:
    found: Ranked = [[] for _ in range(count)]
    left_is_call = predicted["source_dataset_l"] == "call"
    ours = predicted["unique_id_l"].where(left_is_call, predicted["unique_id_r"])
    theirs = predicted["unique_id_r"].where(left_is_call, predicted["unique_id_l"])
    pairs = pd.DataFrame({"ours": ours, "theirs": theirs, "chance": predicted["match_probability"]})
    for number, who, chance in pairs.sort_values("chance", ascending=False).groupby("ours").head(5).itertuples(False):
        found[int(number)].append((who, float(chance)))
    return found


def recordlinkage(roll: pd.DataFrame, call: pd.DataFrame) -> PeerAnswer:
    """recordlinkage, blocked by surname within the district and by surname within the council; Jaro-Winkler summed."""
    import recordlinkage as linkage

    began = time.perf_counter()
    left, right = call.set_index("unique_id"), roll.set_index("unique_id")
    index = linkage.Index()
    index.block(["family", "district"])
    index.block(["family", "council"])
    index.block(["given", "council"])
    pairs = index.index(left, right)
    compare = linkage.Compare()
    compare.string("given", "given", method="jarowinkler", missing_value=0.4)
    compare.string("family", "family", method="jarowinkler", missing_value=0.4)
    compare.exact("district", "district")
    compare.exact("council", "council")
    scores = compare.compute(pairs, left, right).sum(axis=1)
    found: Ranked = [[] for _ in range(len(call))]
    for (number, who), score in scores.items():
        found[int(number)].append((who, float(score) / 4))
    took = time.perf_counter() - began
    return PeerAnswer([sorted(some, key=lambda pair: -pair[1])[:5] for some in found], took, took)


def rapidfuzz(roll: pd.DataFrame, call: pd.DataFrame, *, sample: int) -> PeerAnswer:
    """token_set_ratio of each name against the whole roll; the time is extrapolated from a sample of the call."""
    from rapidfuzz import fuzz, process

    names = (roll["given"] + " " + roll["family"]).tolist()
    ids = roll["unique_id"].tolist()
    began = time.perf_counter()
    found: Ranked = []
    for row in call.itertuples():
        if len(found) == sample:
            break
        told = " ".join(part for part in (row.given, row.family) if part)
        best = process.extract(told, names, scorer=fuzz.token_set_ratio, limit=5) if told else []
        found.append([(ids[at], score / 100) for _, score, at in best])
    took = (time.perf_counter() - began) * len(call) / max(len(found), 1)
    return PeerAnswer(found, took, took)


def measure(ranked: Ranked, truths: Sequence[frozenset[str]], threshold: float | None = None) -> Mapping[str, float]:
    """F1 of the first proposals at a threshold (without one: at the threshold that is best in hindsight), and the share
    of people on the roll who stand among the first five.
    """
    known = sum(bool(truth) for truth in truths)
    firsts = sorted(
        ((some[0][1], some[0][0] in truth) for some, truth in zip(ranked, truths, strict=True) if some), reverse=True
    )
    scores: dict[float, float] = {0.0: 0.0}
    right = 0
    for said, (score, hit) in enumerate(firsts, start=1):
        right += hit
        if threshold is None or score >= threshold:
            scores[score] = 2 * right / (said + known)
    f1 = max(scores.values()) if threshold is None else scores[min(scores, key=lambda one: (one == 0.0, one))]
    five = sum(any(who in truth for who, _ in some[:5]) for some, truth in zip(ranked, truths, strict=True))
    return {"f1": f1, "five": five / known}
