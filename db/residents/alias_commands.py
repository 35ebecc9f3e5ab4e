"""What can be done with the other names of a neighbour, from her card."""

from __future__ import annotations

from db.residents.tables import Alias
from db.work import Work


def drop_alias(work: Work, *, alias_id: str) -> bool:
    """Forgets another name wholly, however often it was confirmed. False when it was forgotten before."""
    known = work.session.get(Alias, alias_id)
    if known is None or known.removed_at is not None:
        return False
    known.removed_at = work.clock.now()
    return True
