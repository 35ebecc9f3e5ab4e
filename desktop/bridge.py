"""The one place where Qt, asyncio and threads meet: the record has one thread, slow jobs theirs, screens theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from db.changes import Changes
from db.errors import Refused, Unavailable
from desktop.lines import Busy, Door, Handler, Line, joined, name_of
from desktop.record_thread import RecordThread

if TYPE_CHECKING:  # SQLAlchemy costs half a second; the window is up before the record is opened
    from sqlalchemy.orm import Session

    from db.work import Done, Store, Work

P = ParamSpec("P")
T = TypeVar("T")
Told = Callable[..., Awaitable[None] | None]


class Connectable(Protocol):
    """A bound Qt signal, as far as it concerns us."""

    def connect(self, slot: Callable[..., Any], /) -> Any: ...


class HasStore(Protocol):
    """What opening a home answers, as far as it concerns us."""

    @property
    def store(self) -> Store: ...


OpenedT = TypeVar("OpenedT", bound=HasStore)


# How long the screens wait after a commit before they look again, and how often they wait once more while cards come.
_BREATH_S, _PATIENCE = 0.01, 8
# How often the screens look again while much is written: half a dozen of panes ask more than a hundred entries write.
_MORE_S = 1.0
# How long who writes much may hold the record: the longer, the longer takes the end of its transaction, and somebody
# may come in just then.
_HELD_S = 0.04

CARD, QUEUE, IGNORE, AGAIN = Busy.CARD, Busy.QUEUE, Busy.IGNORE, Busy.AGAIN


class Bridge:
    """Screens call do, ask and off; they are told by follow; signals reach handlers by on.

    `saved` is called after every commit.
    `refused`, `unavailable` and `crashed` show what went wrong. `unavailable` also hears whether a person asked for
    what failed: she gets a sentence, a quiet retry only changes the status strip. `topic` is the act that is being
    shown to have failed; `went_well` hears of each that did not.
    """

    def __init__(
        self,
        store: Store | None = None,
        *,
        refused: Callable[[Refused], None],
        unavailable: Callable[[Unavailable, bool], None],
        crashed: Callable[[BaseException], None],
        saved: Callable[[], None] = lambda: None,
        went_well: Callable[[str], None] = lambda _: None,
        workers: int = 4,
    ) -> None:
        self._store = store
        self._refused, self._unavailable, self._crashed = refused, unavailable, crashed
        self._saved, self.went_well = saved, went_well
        self.topic = ""
        self._record = RecordThread()
        self._workers = ThreadPoolExecutor(workers, thread_name_prefix="worker")
        self._followers: list[tuple[frozenset[str] | None, Line]] = []
        # Of the followers those who hear of what was done here even while much is written.
        self._at_once: set[Line] = set()
        self._untold: Changes | None = None
        self._untold_at_once: Changes | None = None
        self._with_more = Changes({})
        self._more_due: asyncio.TimerHandle | None = None
        self.door = Door(self._record)
        self._tasks: set[asyncio.Task[None]] = set()
        self._jobs: set[asyncio.Future[Any]] = set()
        self._closing = False
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a record to work on."""
        return self._store is not None

    @property
    def store(self) -> Store:
        """The record, for code that runs on the record's own thread."""
        if self._store is None:
            raise RuntimeError("the record is not open yet")
        return self._store

    async def open(self, opener: Callable[P, OpenedT], *args: P.args, **facts: P.kwargs) -> OpenedT:
        """Open the record on its own thread and keep its store; answers all that the opener answered."""
        opened = await self._run(self._asking, lambda: opener(*args, **facts))
        self._store = opened.store
        return opened

    async def do(self, command: Callable[Concatenate[Work, P], T], *args: P.args, **facts: P.kwargs) -> Done[T]:
        """Run a command; it is on the disk when this returns. Followers hear of it even if nobody waits any more."""
        store = self.store
        done = self._submit(self._writing, lambda: store.do(command, *args, **facts))
        done.add_done_callback(
            partial(self._tell_of, of_a_card=self.door.serves(asyncio.current_task(self.loop), card=True))
        )
        return await asyncio.shield(done)

    async def do_and_more(
        self, command: Callable[Concatenate[Work, P], T], *args: P.args, **facts: P.kwargs
    ) -> Done[T]:
        """`do` of whoever has much to write: followers hear of all of it now and then, or with `tell_of_more`."""
        store = self.store
        done = self._submit(self._writing, lambda: store.do(command, *args, **facts))
        done.add_done_callback(self._keep)
        return await asyncio.shield(done)

    async def ask(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **facts: P.kwargs) -> T:
        """Ask the record; the answer is frozen values. What is asked for a card goes with what is written: the next
        card waits for it, and half a dozen of panes look again after each."""
        store = self.store
        lane = self._writing if self.door.serves(asyncio.current_task(self.loop)) else self._asking
        return await self._run(lane, lambda: store.ask(query, *args, **facts))

    async def off(self, job: Callable[P, T], *args: P.args, **facts: P.kwargs) -> T:
        """Run a job for the network or for files on a worker; whatever it calls must have a time limit of its own."""
        return await self._run(self._workers.submit, lambda: job(*args, **facts))

    def is_waited_for(self, seconds: float) -> bool:
        """Whether whoever has held the record for so long lets it go now, for somebody at the door, or else for a
        screen that looks and another program on the file. Asked from any thread."""
        return self._record.is_wanted or self.door.waits or seconds >= _HELD_S

    def follow(self, nouns: Iterable[str], look_again: Told, *, at_once: bool = False) -> None:
        """Call `look_again(changes)` after a commit touched one of the nouns, on the screens' thread.

        One that is still running is called once more when it ends, with everything that changed meanwhile. While much
        is written only those `at_once` hear of each card; the others now and then, and of any other act at once.
        """
        line = Line(self, look_again, Busy.AGAIN, asked=False)
        self._followers.append((frozenset(nouns), line))
        if at_once:
            self._at_once.add(line)

    def follow_everything(self, look_again: Told) -> None:
        """Call `look_again(changes)` after every commit, whatever it touched."""
        self._followers.append((None, Line(self, look_again, Busy.AGAIN, asked=False)))

    def tell(self, changes: Changes) -> None:
        """Tell the followers what changed; for writes that did not come through do."""
        self._tell(changes, [line for _, line in self._followers])

    def _tell(self, changes: Changes, lines: Collection[Line]) -> None:
        for nouns, line in list(self._followers):
            if line in lines and (nouns is None or nouns & changes.nouns):
                line.come(changes)

    def on(self, signal: Connectable, handler: Handler, busy: Busy, *, topic: str = "") -> None:
        """Connect a signal to a handler, plain or async, whose errors are shown to the person who caused them, until
        it goes well. Acts of one `topic` put right what another of them did wrong; without one each is its own.
        """
        line = Line(self, handler, busy, asked=True, topic=topic or name_of(handler))
        # Qt holds a bound method of a plain object weakly: only a function keeps the line, and with it the presenter.
        signal.connect(lambda *args: line.come(*args))  # noqa: PLW0108 - it must be a function

    def start(self, work: Coroutine[Any, Any, None], *, asked: bool = False) -> asyncio.Task[None]:
        """Run a coroutine on its own; its errors are shown as those of a handler are."""
        task = self.loop.create_task(self._guarded(work, asked=asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def show(self, error: BaseException, *, asked: bool = True, topic: str = "") -> None:
        """Show an error the way its kind is shown."""
        self.topic = topic
        if isinstance(error, Refused):
            self._refused(error)
        elif isinstance(error, Unavailable):
            self._unavailable(error, asked)
        else:
            self._crashed(error)

    @property
    def is_closing(self) -> bool:
        """Whether nothing new is begun any more."""
        return self._closing

    @property
    def running(self) -> tuple[int, int]:
        """How many handlers have not ended (one that asks the person something waits for her), and how many jobs."""
        return len(self._tasks), len(self._jobs)

    async def settle(self) -> None:
        """Wait until nothing is running: before closing, and in tests instead of sleeping."""
        while waiting := {task for task in (*self._tasks, *self._jobs) if task is not asyncio.current_task()}:
            await asyncio.wait(waiting)

    async def close(self, seconds: float = 10.0) -> bool:
        """Finish what was begun, store it, let go of the record. False when a job did not end within the time."""
        self._closing = True
        in_time = True
        try:
            await asyncio.wait_for(self.settle(), seconds)
        except TimeoutError:
            in_time = False
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=1.0)
        if self._store is not None:
            store, self._store = self._store, None
            closing = self._submit(self._asking, store.close)
            in_time = bool((await asyncio.wait({closing}, timeout=seconds))[0]) and in_time
        self._followers.clear()
        self._record.shutdown(wait=in_time)
        self._workers.shutdown(wait=in_time, cancel_futures=True)
        return in_time

    async def _guarded(self, work: Coroutine[Any, Any, None], *, asked: bool) -> None:
        try:
            await work
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever it was, the evening goes on
            self.show(error, asked=asked)

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The one loop. Between two runs of it (a test pressing keys) what is begun waits for the next."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        return self._loop

    def _writing(self, job: Callable[[], T]) -> Future[T]:
        return self._record.submit(job, writes=True)

    def _asking(self, job: Callable[[], T]) -> Future[T]:
        return self._record.submit(job, writes=False)

    def _submit(self, hand_over: Callable[[Callable[[], T]], Future[T]], job: Callable[[], T]) -> asyncio.Future[T]:
        running: asyncio.Future[T] = asyncio.wrap_future(hand_over(_safely(job)), loop=self.loop)
        self._jobs.add(running)
        running.add_done_callback(self._jobs.discard)
        return running

    async def _run(self, hand_over: Callable[[Callable[[], T]], Future[T]], job: Callable[[], T]) -> T:
        return await asyncio.shield(self._submit(hand_over, job))

    def _keep(self, done: asyncio.Future[Done[Any]]) -> None:
        if done.cancelled() or done.exception() is not None:
            return
        self._with_more = joined(self._with_more, done.result().changes)
        if self._with_more and self._more_due is None:
            self._more_due = self.loop.call_later(_MORE_S, self.tell_of_more)

    @property
    def has_more_to_tell(self) -> bool:
        """Whether somebody is writing much."""
        return self._more_due is not None

    def tell_of_more(self) -> None:
        """Followers hear now of what was done with more to come."""
        if self._more_due is not None:
            self._more_due.cancel()
            self._more_due = None
        changes, self._with_more = self._with_more, Changes({})
        if changes and not self._closing:
            self._told(changes)

    def _tell_of(self, done: asyncio.Future[Done[Any]], *, of_a_card: bool) -> None:
        """While much is written the panes look at one card after the other now and then; at any other act, an item that
        begins say, they look at once: whoever types goes on in what she sees."""
        self.door.is_written()
        if done.cancelled() or done.exception() is not None:
            return
        changes = done.result().changes
        if self._more_due is None or not of_a_card:
            self._told(changes)
        else:
            self._with_more = joined(self._with_more, changes)
            self._told(changes, at_once=True)

    def _told(self, changes: Changes, *, at_once: bool = False) -> None:
        if not changes.nouns or any(not noun.startswith("sync_") for noun in changes.nouns):
            # What the hand-over notes for itself every few seconds was nobody's work.
            self._saved()
        is_being_told = self._untold is not None or self._untold_at_once is not None
        if at_once:
            self._untold_at_once = joined(self._untold_at_once or Changes({}), changes)
        else:
            self._untold = joined(self._untold or Changes({}), changes)
        if not is_being_told:
            self.start(self._tell_when_calm())

    async def _tell_when_calm(self) -> None:
        """With five people in the queue the cards come faster than six panes can look again: the cards go first, and
        the panes look once. Nobody sees the hundredth of a second; and a busy record cannot blind them for longer than
        a few of them.
        """
        await self._a_breath()
        await self.give_way(_PATIENCE - 1)
        changes, self._untold = self._untold, None
        at_once, self._untold_at_once = self._untold_at_once, None
        if changes is not None:
            self.tell(changes)
        if at_once is not None:
            self._tell(at_once, self._at_once)

    async def give_way(self, breaths: int = _PATIENCE) -> None:
        """Come back when no card is being read, or after so many breaths: for whoever has much to write."""
        for _ in range(breaths):
            if not self.door.is_served:
                return
            await self._a_breath()

    async def let_the_door_go_first(self) -> None:
        """Come back when no card is being read or waits to be written down, or after some breaths: for whoever writes
        much."""
        while self.door.is_read and not self._closing:
            await self._a_breath()
        for _ in range(_PATIENCE):
            if not self.door.has_unwritten:
                return
            await self._a_breath()

    def _a_breath(self) -> asyncio.Future[None]:
        """Not `asyncio.sleep`, which wants a loop that runs: Qt turns between two runs too (a test pressing keys)."""
        over: asyncio.Future[None] = self.loop.create_future()
        self.loop.call_later(_BREATH_S, lambda: None if over.done() else over.set_result(None))
        return over


def _safely(job: Callable[[], T]) -> Callable[[], T]:
    """SystemExit inside a worker would leave its future for ever unanswered."""

    def safely() -> T:
        try:
            return job()
        except Exception:
            raise
        except BaseException as error:
            raise RuntimeError(f"a job tried to end the program: {type(error).__name__}") from error

    return safely
