"""One contact with the server from hello to receipt: connect, work, leave. The record and the network take turns."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from db.errors import Refused, Unavailable
from db.rights.compacting import compact, is_owed
from db.sittings.queries import open_sittings
from db.sync.adopting import begin_anew
from db.sync.commands import close_contact, shorten_log, take_answer, take_greeting, take_some, take_verdicts
from db.sync.door import Batch, Door, Greeting
from db.sync.giving_back import held_of_others, next_handed_back
from db.sync.joining import at_open_sittings, join_same_documents, join_same_stays
from db.sync.lines import UnderWay, ask_ahead
from db.sync.portions import Portions
from db.sync.queries import Cursor, Own, cursor, doubt, next_batch, own, pending, sync_status
from db.sync.repair import check_stretch, has_newer_schema
from db.sync.steps import Step, reached
from db.sync.taking import Page
from db.sync.veiling import BEGINNING, Place, close_names, owes_names, veil_some
from db.work import Done, Store

T = TypeVar("T")
# A server restored again and again in mid errand is somebody's mistake; leave, and come back later.
_REWINDS = 3
# Runs of two hundred entries; what is left is asked about at the next contact.
_DOUBTS = 5
_JOINED = 400
_LINES = ThreadPoolExecutor(4, thread_name_prefix="sending")


class Hands(Protocol):
    """Who does the work: the record's own thread (`do`, `ask`), and a worker for the network (`off`)."""

    async def do(self, command: Callable[..., T], *args: Any, **facts: Any) -> Done[T]: ...

    async def ask(self, query: Callable[..., T], *args: Any, **facts: Any) -> T: ...

    async def off(self, job: Callable[..., T], *args: Any, **facts: Any) -> T: ...


@dataclass(frozen=True)
class Handed:
    """What a contact came to: entries sent now, how many of them the server confirmed, what is left, what is aside; how
    many of others came in, and how many rows were not what the journal says and are so again.

    `rewound`: the server had less than it had confirmed. `anew`: this laptop was a copy, or was
    shut out and let in again, and is another desk now. `names_gone`: it is a head's now, and keeps no names.
    """

    sent: int
    confirmed: int
    pending: int
    quarantined: int
    rewound: bool
    received: int = 0
    repaired: int = 0
    anew: bool = False
    names_gone: bool = False


@dataclass(frozen=True)
class Progress:
    """How far a contact is: entries confirmed and left to send; how many of others came in; and how many of all that
    others wrote were looked through, of how many."""

    confirmed: int
    pending: int
    received: int
    looked: int = 0
    whole: int = 0


@dataclass
class _Tally:
    sent: int = 0
    confirmed: int = 0
    quarantined: int = 0
    rewound: bool = False
    received: int = 0
    repaired: int = 0
    anew: bool = False
    names_gone: bool = False
    greeting: Greeting | None = None


Tell = Callable[[Progress], None]


async def hand_over(
    hands: Hands, *, tell: Tell = lambda _: None, quiet: bool = False, patient: bool = False,
    portions: Portions | None = None,
) -> Handed:  # fmt: skip
    """Sends everything that is pending, batch by batch, and takes in what others wrote, page by page; each step is in
    the record before the next one goes. `tell` hears of each. `quiet`: nobody asked for it, so that a contact
    with nothing to do leaves no receipt; `patient`: a failure of the world is not yet called one. What came is written
    as `portions` has it, and a check-in finds its turn.

    May be cut at any point and run again: what was confirmed stays so, the rest is sent again, and the server tells
    what it had already. Raises Refused: not_enrolled, cloned, chain_broken, server_not_prepared, server_newer;
    Unavailable: server_unreachable, server_refused_login, server_certificate, server_busy, server_trouble.
    """
    beginning = await hands.ask(own)
    tally, outcome, offline = _Tally(), "interrupted", False
    portions = portions or Portions()
    reached(Step.BEGINS)
    door = await hands.off(Door, beginning.link)
    try:
        try:
            await _converse(hands, door, tally, tell, portions)
        except Refused as no:
            await hands.do(begin_anew, after=await _anew_after(hands, door, beginning, no))
            tally.anew = True
            await hands.off(door.close)
            door = await hands.off(Door, (await hands.ask(own)).link)
            await _converse(hands, door, tally, tell, portions)
        outcome = "names_gone" if tally.names_gone else "done"
    except (Refused, Unavailable) as no:
        outcome, offline = no.code, isinstance(no, Unavailable)
        raise
    finally:
        await hands.off(door.close)
        reached(Step.LEFT)
        await hands.do(
            close_contact, outcome=outcome, offline=offline, sent=tally.sent, confirmed=tally.confirmed,
            quarantined=tally.quarantined, rewound=tally.rewound, received=tally.received, repaired=tally.repaired,
            quiet=quiet, patient=patient,
        )  # fmt: skip
    reached(Step.RECEIPT_KEPT)
    await _tidy(hands)
    status = await hands.ask(sync_status)
    return Handed(
        tally.sent, tally.confirmed, status.pending, status.quarantined, tally.rewound, tally.received,
        tally.repaired, tally.anew, tally.names_gone,
    )  # fmt: skip


async def _converse(hands: Hands, door: Door, tally: _Tally, tell: Tell, portions: Portions) -> None:
    greeting = await hands.off(door.hello)
    if held := await hands.ask(held_of_others, greeting=greeting):
        greeting = await hands.off(door.hello, held)
    reached(Step.GREETED)
    tally.greeting = greeting
    tally.rewound = (await hands.do(take_greeting, greeting=greeting)).outcome or tally.rewound
    reached(Step.GREETING_KEPT)
    await _send(hands, door, tally, tell)
    await _hand_back(hands, door, greeting)
    await _lose_names(hands, tally, greeting.sees)
    came = await _fetch(hands, door, tally, tell, portions)
    if await _join(hands, came):
        reached(Step.JOINED)
        await _send(hands, door, tally, tell)
    await _ask_again(hands, door)
    await _check(hands, tally)
    reached(Step.CHECKED)


async def _hand_back(hands: Hands, door: Door, greeting: Greeting) -> None:
    """Sends what a restored server lost of others' chains and asks for; what became of it comes with the next page."""
    for wanted in greeting.wanted:
        asked = wanted
        with suppress(Refused):  # of that desk, not of this one: its own laptop was quicker, or it is asked no more
            while (batch := await hands.ask(next_handed_back, wanted=asked)) is not None:
                answer = await hands.off(door.push, batch, desk_id=asked.desk_id)
                if answer.expected or answer.broken_at is not None:
                    break
                asked = replace(asked, head=answer.head)


async def _lose_names(hands: Hands, tally: _Tally, sees: str) -> None:
    """Where this login became a head's, the names that were told to it before go, once all that was written here is at
    the server. Cut on the way, it is begun again at the next contact."""
    if not await hands.ask(owes_names, sees=sees):
        return
    place: Place | None = BEGINNING
    while place is not None:
        place = (await hands.do(veil_some, after=place)).outcome
        reached(Step.SOME_VEILED)
    tally.names_gone = (await hands.do(close_names, sees=sees)).outcome


async def _anew_after(hands: Hands, door: Door, beginning: Own, no: Refused) -> int:
    """After which entry this laptop goes on as another desk, where the server says no for a reason that asks for it;
    raises the refusal itself where it does not."""
    if no.code == "cloned":
        return await _fork(hands, door)
    if no.code == "not_enrolled" and await _lets_in(hands, beginning):
        return beginning.confirmed
    raise no


async def _lets_in(hands: Hands, beginning: Own) -> bool:
    """Whether the login of this laptop opens the server, only not for this desk: it was shut out, and its administrator
    gave it another enrolment file. It goes on as another desk, and what it had not sent goes with it."""
    link = beginning.link
    if link.former == link.desk_id:
        return False
    door = await hands.off(Door, replace(link, desk_id=link.former))
    try:
        await hands.off(door.hello)
    except Refused as no:
        if no.code != "not_enrolled":
            raise
        return False
    finally:
        await hands.off(door.close)
    return True


async def _ask_again(hands: Hands, door: Door) -> None:
    """What the server had put aside it may have taken since: the row that was missing came, or an upgrade. Sent once
    more, nothing is stored twice, and the answer tells where it stands."""
    after = 0
    for _ in range(_DOUBTS):
        doubtful = await hands.ask(doubt, after=after)
        if doubtful is None:
            return
        batch = await hands.ask(next_batch, after=doubtful.after, limit=doubtful.count)
        if batch is None:
            return
        answer = await hands.off(door.push, batch)
        if answer.expected or answer.broken_at is not None:
            return
        await hands.do(take_verdicts, answer=answer, first_seq=batch.first_seq, last_seq=batch.last_seq)
        after = batch.last_seq


async def _send(hands: Hands, door: Door, tally: _Tally, tell: Tell) -> None:
    """Sends what is pending. While the server thinks about a batch the record reads the next; of many two go."""
    under_way = UnderWay(door, _LINES)
    try:
        await _send_all(hands, under_way, tally, tell)
    finally:
        await hands.off(under_way.close)


async def _send_all(hands: Hands, under_way: UnderWay, tally: _Tally, tell: Tell) -> None:
    async def following(sent: Batch) -> Batch | None:
        tally.sent += sent.last_seq - sent.first_seq + 1
        return await hands.ask(next_batch, after=sent.last_seq)

    rewinds, batch = 0, await hands.ask(next_batch)
    left = await hands.ask(pending)
    under_way.widen(pending=left)
    while batch is not None or under_way:
        batch = await under_way.fill(batch, following)
        first, answer = await hands.off(under_way.first)
        reached(Step.PUSHED)
        if under_way.wide and not answer.expected and answer.broken_at is None:
            batch = await under_way.fill(batch, following)  # of two lines none waits for our disk
        behind = (await hands.do(take_answer, answer=answer, last_seq=first.last_seq)).outcome
        reached(Step.ANSWER_KEPT)
        if behind:
            tally.sent -= first.last_seq - first.first_seq + 1 + await hands.off(under_way.call_back)
            tally.rewound, rewinds = True, rewinds + 1
            if rewinds > _REWINDS:
                raise Refused("server_behind", number=answer.head.seq)
            batch, left = await hands.ask(next_batch), await hands.ask(pending)
            continue
        tally.confirmed += answer.confirmed
        tally.quarantined += sum(one.verdict == "quarantined" for one in answer.aside)
        if answer.broken_at is not None:
            raise Refused("chain_broken", number=answer.broken_at)
        left -= answer.confirmed
        if batch is None and not under_way:  # somebody may have come through the door since
            batch, left = await hands.ask(next_batch), await hands.ask(pending)
        tell(Progress(tally.confirmed, max(left, 0), tally.received))


async def _fetch(hands: Hands, door: Door, tally: _Tally, tell: Tell, portions: Portions) -> dict[str, set[str]]:
    """Takes in what others wrote; answers which people and which stays were written down or changed by it."""
    rewinds, whole, came = 0, 0, {"resident": set[str](), "presence": set[str]()}
    page = await _page(hands, door, tally, await hands.ask(cursor))
    while True:
        reached(Step.PULLED)
        if page.rewind and (rewinds := rewinds + 1) > _REWINDS:
            raise Refused("server_behind", number=(await hands.ask(cursor)).pulled)
        whole = max(whole, page.ahead)
        looked = whole - page.ahead
        going = ask_ahead(_LINES, door, page, portions.give_way_beside)
        try:
            rest: Page | None = page
            while rest is not None:
                await portions.turn()
                taken = await hands.do(take_some, page=rest, portions=portions)
                reached(Step.PAGE_KEPT)
                tally.received += taken.outcome.fresh
                for noun, ids in came.items():
                    ids.update(taken.changes.rows.get(noun, frozenset()))
                looked += taken.outcome.entries
                tell(Progress(tally.confirmed, 0, tally.received, looked, whole))
                rest = rest.after(taken.outcome.entries)
            await hands.ask(shorten_log)
        finally:
            if going is not None:
                await hands.off(wait, [going])  # whatever happened here: the line is let go of by one at a time
        if going is not None:
            page = going.result()
        elif page.rewind or (await hands.ask(cursor)).pulled < page.commit_no:  # a stick came in, and set it back
            page = await _page(hands, door, tally, await hands.ask(cursor))
        else:
            return came


async def _join(hands: Hands, came: dict[str, set[str]]) -> int:
    """Looks for the same card and the same stay among what came, some hundred at a time: a first pull brings a whole
    roll, and somebody stands at the door."""
    people, stays, made = sorted(came["resident"]), came["presence"], 0
    for at in range(0, len(people), _JOINED):
        made += (await hands.do(join_same_documents, resident_ids=people[at : at + _JOINED])).outcome
    open_ones = await hands.ask(at_open_sittings, presence_ids=stays) if stays else []
    for at in range(0, len(open_ones), _JOINED):
        made += (await hands.do(join_same_stays, presence_ids=open_ones[at : at + _JOINED])).outcome
    return made


async def _page(hands: Hands, door: Door, tally: _Tally, at: Cursor) -> Page:
    """The next page. Where the greeting told already that there is none, nobody is asked: most contacts of an evening
    are one word there and one back."""
    told = tally.greeting
    here = (at.pulled, at.redacted, at.mark)
    if told and told.mark and not tally.sent and here == (told.commit_no, told.commit_no, told.mark):
        return Page(
            rewind=False, commit_no=at.pulled, mark=at.mark, last_commit=at.pulled, since=at.pulled,
            erased_since=at.redacted, seated=True,
        )  # fmt: skip
    return await hands.off(door.pull, after=at.pulled, mark=at.mark, redacted=at.redacted)


async def _check(hands: Hands, tally: _Tally) -> None:
    """A stretch of the rows is held against the journal at each contact; after an upgrade of this program all are."""
    tally.repaired += (await hands.do(check_stretch)).outcome
    while (await hands.do(has_newer_schema)).outcome:
        tally.repaired += (await hands.do(check_stretch)).outcome


async def _tidy(hands: Hands) -> None:
    """What an erasure elsewhere left in free pages of this file goes now; while people are at the door, later."""
    if await hands.ask(is_owed) and not await hands.ask(open_sittings):
        with suppress(Unavailable):  # no room, or another program on the file: it stays noted, and is done another time
            await hands.ask(compact)


async def _fork(hands: Hands, door: Door) -> int:
    """The number of the last entry that the server has as we have it: what is after it is ours alone.

    Pushing compares every entry that the server has; where one is another, it stores nothing and says which.
    """
    after = (await hands.ask(own)).confirmed
    while (batch := await hands.ask(next_batch, after=after)) is not None:
        try:
            answer = await hands.off(door.push, batch)
        except Refused as no:
            if no.code != "cloned":
                raise
            if no.facts["number"] >= batch.first_seq:
                return int(no.facts["number"]) - 1
            after = 0  # not even what was confirmed is there: it was restored, and the other copy was quicker
            continue
        after = batch.last_seq if not answer.expected else 0
    return after


class StraightHands:
    """Does everything at once in the caller's own thread: the command line, where nobody else waits."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def do(self, command: Callable[..., T], *args: Any, **facts: Any) -> Done[T]:
        return self._store.do(command, *args, **facts)

    async def ask(self, query: Callable[..., T], *args: Any, **facts: Any) -> T:
        return self._store.ask(query, *args, **facts)

    async def off(self, job: Callable[..., T], *args: Any, **facts: Any) -> T:
        return job(*args, **facts)


def hand_over_now(store: Store, *, tell: Tell = lambda _: None) -> Handed:
    """`hand_over`, here and now. Raises as it does."""
    return straight(hand_over(StraightHands(store), tell=tell))


def straight(errand: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine that never waits for anything."""
    try:
        errand.send(None)
    except StopIteration as ended:
        return ended.value  # type: ignore[no-any-return]
    raise RuntimeError("a straight errand waited")
