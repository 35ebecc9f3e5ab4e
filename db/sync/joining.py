"""The same person written down on two laptops: where the card leaves no doubt the rows are joined, visibly."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from db.clock import named_id
from db.duplicates.finding import candidates
from db.duplicates.rules import judge
from db.residents.persons import speaking_for
from db.residents.tables import KeptApart, Merge
from db.work import Work

# Same document, a name that is hers, and nothing against it (`rules.judge`). Whatever is less sure is proposed.
_SURE = 0.9
BY = "Cabildo"


def join_same_documents(work: Work, *, resident_ids: Collection[str]) -> int:
    """Joins rows that came from elsewhere with rows of the same document, compatible name and birth date.

    Every desk that has both comes to the same merge, by the same identifier, with the row written first speaking for
    her; a person takes it back as any other, and it is not made again. Answers how many were made.
    """
    rows, pairs = candidates(work.session, about=set(resident_ids), by=("document",))
    speaks = speaking_for(work.session)
    made = 0
    for first, second in sorted(pairs):
        judged = judge(rows[first], rows[second])
        if judged is None or judged.score < _SURE or "same_document" not in {why["code"] for why in judged.reasons}:
            continue
        if speaks.get(first, first) == speaks.get(second, second) or _was_decided(work, first, second):
            continue
        work.session.add(
            Merge(
                id=named_id("merge", first, second), kept_id=first, absorbed_id=second, why="document",
                evidence=[why["code"] for why in judged.reasons], decided_by=BY,
            )
        )  # fmt: skip
        work.session.flush()
        speaks = speaking_for(work.session)
        made += 1
    return made


def _was_decided(work: Work, first: str, second: str) -> bool:
    """Whether anybody has said something about these two already: that they are one, were one, or are two."""
    pair = (first, second)
    joined = select(Merge.id).where(Merge.kept_id.in_(pair), Merge.absorbed_id.in_(pair))
    apart = select(KeptApart.id).where(KeptApart.first_id.in_(pair), KeptApart.second_id.in_(pair))
    return any(work.session.scalar(query.limit(1)) is not None for query in (joined, apart))
