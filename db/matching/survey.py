"""The perception survey of a sitting: what was answered in the polls of its call, counted with its denominators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.folding import fold
from db.matching.queries import groups
from db.matching.rules import Verdict
from db.zoom.handout_queries import PollCard, poll_answers


@dataclass(frozen=True)
class Choice:
    """One answer of a question: how many gave it, and what part of those who answered the question (0 to 1)."""

    text: str
    count: int
    share: float


@dataclass(frozen=True)
class Question:
    """One question. `answered` people answered it; `silent` of those on the call did not. Where several choices were
    allowed (`several`), the counts come to more than the people. `anonymous`: nobody's name was told, and none is kept.
    """

    poll: str
    text: str
    choices: tuple[Choice, ...]
    answered: int
    silent: int
    anonymous: bool
    several: bool


@dataclass(frozen=True)
class Survey:
    """All questions of a sitting. `on_call`: the connections of the call, without hosts, helpers and the room's own."""

    questions: tuple[Question, ...]
    on_call: int


def survey(session: Session, *, sitting_id: str) -> Survey:
    """What was answered at a sitting, in the order it was asked. Raises Refused: sitting_unknown."""
    cards = groups(session, sitting_id=sitting_id)
    on_call = sum(card.verdict is not Verdict.NOT_A_NEIGHBOUR for card in cards)
    return Survey(count_answers(poll_answers(session, sitting_id=sitting_id), on_call=on_call), on_call)


def count_answers(answers: Iterable[PollCard], *, on_call: int) -> tuple[Question, ...]:
    """Counts answers by poll and question; `on_call` connections could have answered, and none is counted as less.

    Whoever is named twice in one question answered once, with what she said last. Without a name each answer is
    somebody's. Choices come by how many gave them, those of one number in the order they were first given.
    """
    asked: dict[tuple[str, str], list[PollCard]] = {}
    for one in answers:
        asked.setdefault((one.poll, one.question), []).append(one)
    return tuple(_question(poll, text, given, on_call) for (poll, text), given in asked.items())


def _question(poll: str, text: str, given: Sequence[PollCard], on_call: int) -> Question:
    last = {_who(one, place): one for place, one in enumerate(given)}
    counted = Counter(choice for one in last.values() for choice in dict.fromkeys(one.answers) if choice.strip())
    answered = sum(any(choice.strip() for choice in one.answers) for one in last.values())
    choices = tuple(Choice(choice, count, count / answered) for choice, count in counted.most_common())
    return Question(
        poll=poll,
        text=text,
        choices=choices,
        answered=answered,
        silent=max(0, on_call - answered),
        anonymous=all(one.name is None for one in given),
        several=any(len(one.answers) > 1 for one in last.values()),
    )


def _who(one: PollCard, place: int) -> str:
    """By whom an answer is known again: the e-mail, else the name; without either it is one of its own."""
    return f"{fold(one.name or '')}\n{(one.email or '').casefold()}" if one.name else f"#{place}"
