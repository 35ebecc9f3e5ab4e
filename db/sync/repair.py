"""Holds a stretch of the rows against the journal at each contact, and makes anew what is not as it says."""

from __future__ import annotations

from sqlalchemy import text

from db.registry import nouns
from db.schema import HEAD
from db.sync.refold import refold
from db.sync.tables import Standing
from db.work import Work

# Some hundredths of a second, so that nobody at the door waits for it.
_STRETCH = 150


def check_stretch(work: Work, *, limit: int = _STRETCH) -> int:
    """Makes the next rows what the journal says; answers how many were not. After the last noun it begins again."""
    standing = work.session.get(Standing, work.identity.desk_id)
    if standing is None:
        return 0
    known = sorted(nouns())
    noun = standing.checked_noun if standing.checked_noun in known else known[0]
    found = list(
        work.session.execute(
            text(
                "SELECT DISTINCT row_id FROM entry WHERE noun = :noun AND row_id > :after ORDER BY row_id LIMIT :limit"
            ),
            {"noun": noun, "after": standing.checked_row or "", "limit": limit},
        ).scalars()
    )
    changed = refold(work.session, {noun: found})
    repaired = sum(len(ids) for ids in changed.values())
    heard: dict[str, set[str]] = work.session.info["author"].touched
    for name, ids in changed.items():
        heard.setdefault(name, set()).update(ids)
    standing = work.session.get_one(Standing, work.identity.desk_id)
    if len(found) == limit:
        standing.checked_noun, standing.checked_row = noun, found[-1]
    else:
        following = known[(known.index(noun) + 1) % len(known)]
        standing.checked_noun, standing.checked_row = following, None
        if following == known[0]:
            standing.folded_schema = HEAD
    return repaired


def has_newer_schema(work: Work) -> bool:
    """Whether this program knows more than the one that folded last: what waited for it is folded now."""
    standing = work.session.get(Standing, work.identity.desk_id)
    return standing is not None and standing.folded_schema != HEAD
