"""What is under way: batches to the server, one as a rule, two on two lines of a long queue; and a page from it.

Most of what a push costs is the server's arithmetic, and a good third of that (reading the entries, checking their
chain) needs nothing of what was stored before. So while it folds one batch it may open the next one, on another
processor. Whoever has little to send uses one line, for there are more laptops than places.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass

from db.errors import Unavailable
from db.sync.door import MAX_BATCH, Answer, Batch, Door
from db.sync.steps import Step, reached
from db.sync.taking import Page

# From so many entries on a second login is worth its while.
LONG = 3 * MAX_BATCH


@dataclass
class _Going:
    """A batch under way. `ahead`: of the one before nothing had been heard when this one left."""

    batch: Batch
    door: Door
    answer: Future[Answer]
    ahead: bool


class UnderWay:
    """What was sent and not answered yet, in the order of the chain. `first` and `close` wait for the network; the rest
    does not. Used by one errand."""

    def __init__(self, door: Door, pool: Executor) -> None:
        self._doors, self._pool = [door], pool
        self._going: deque[_Going] = deque()
        self._alone = False

    def __len__(self) -> int:
        return len(self._going)

    @property
    def full(self) -> bool:
        """Whether nothing more is to be sent now: every line is taken, or a batch was there too early, and what
        leaves before it has gone again would be so as well."""
        return len(self._going) >= len(self._doors) or any(_too_early(going.answer) for going in self._going)

    @property
    def wide(self) -> bool:
        """Whether two lines are open."""
        return len(self._doors) > 1

    def widen(self, *, pending: int) -> None:
        """A second line, where so many entries are left that it pays; it is opened with the first batch on it."""
        if pending >= LONG and len(self._doors) == 1 and not self._alone:
            self._doors.append(self._doors[0].beside())

    def send(self, batch: Batch) -> None:
        """Sends a batch on a line that is free."""
        taken = [going.door for going in self._going]
        door = next(door for door in self._doors if door not in taken)
        self._going.append(_Going(batch, door, self._pool.submit(door.push, batch), bool(taken)))

    async def fill(self, batch: Batch | None, following: Callable[[Batch], Awaitable[Batch | None]]) -> Batch | None:
        """Sends that batch and those after it while a line is free; answers the next one, which finds none."""
        while batch is not None and not self.full:
            reached(Step.BATCH_TAKEN)
            self.send(batch)
            batch = await following(batch)
        return batch

    def first(self) -> tuple[Batch, Answer]:
        """The batch that was sent first, and what the server said to it. Raises as `Door.push`."""
        going = self._going.popleft()
        try:
            answer = going.answer.result()
        except Unavailable:
            if going.door is self._doors[0]:
                raise
            # No place for a second line, or it was cut: the first one does it alone.
            self._alone = True
            self._wait()
            self._doors.pop().close()
            answer = self._doors[0].push(going.batch)
        if answer.expected and going.ahead:
            # It was there before the one before it; that one is there now.
            self._wait()
            answer = self._doors[0].push(going.batch)
        return going.batch, answer

    def call_back(self) -> int:
        """What is under way counts no longer: it is sent again. Answers how many entries that were."""
        self._wait()
        count = sum(going.batch.last_seq - going.batch.first_seq + 1 for going in self._going)
        self._going.clear()
        return count

    def close(self) -> None:
        """Waits until nothing is on the way, whatever happened, and lets go of the second line."""
        self._wait()
        for door in self._doors[1:]:
            door.close()

    def _wait(self) -> None:
        wait([going.answer for going in self._going])


def ask_ahead(pool: Executor, door: Door, page: Page, give_way: Callable[[], None]) -> Future[Page] | None:
    """The page after this one is under way while the record takes this one in; None where there is none, or where the
    record has to say first from where."""
    if page.rewind or page.commit_no >= page.last_commit:
        return None
    at = page.commit_no
    return pool.submit(door.pull, after=at, mark=page.mark, redacted=at, give_way=give_way)


def _too_early(answer: Future[Answer]) -> bool:
    return answer.done() and answer.exception() is None and answer.result().expected
