"""Who a name in the chat or in the transcript is: the group of the call that bore it, and whom a person said it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.folding import fold
from db.matching.queries import GroupCard, Named, groups


@dataclass(frozen=True)
class Speaker:
    """Somebody by the name on the screen: `resident` when it is one neighbour and sure; `waits` when nobody has decided
    yet; `several` when more than one sat before it, so that no name can be put to what was written.
    """

    match_id: str
    resident: Named | None
    waits: bool
    several: bool


def speakers(session: Session, *, sitting_id: str) -> Mapping[str, Speaker]:
    """By folded name. A name that two connections bore is nobody's: the program never chooses between them.

    Raises Refused: sitting_unknown.
    """
    bearers: dict[str, list[GroupCard]] = {}
    for card in groups(session, sitting_id=sitting_id):
        for name in {fold(one) for one in card.names}:
            bearers.setdefault(name, []).append(card)
    return {name: _speaker(cards[0]) for name, cards in bearers.items() if len(cards) == 1}


def _speaker(card: GroupCard) -> Speaker:
    several = len(card.residents) > 1
    resident = card.residents[0] if len(card.residents) == 1 else None
    return Speaker(card.id, resident, card.waits, several)
