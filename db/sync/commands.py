"""What the laptop writes down about the hand-over. None of it is journalled: it concerns this laptop alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import Hlc
from db.desks import Desk
from db.engine import fold_log, keep_log_short, let_log_grow
from db.errors import Refused
from db.journal import GENESIS, Entry, last_own_clock, read_head
from db.schema import HEAD
from db.sync.derived import Behind
from db.sync.door import Answer, Greeting
from db.sync.following import move_cursor
from db.sync.portions import Portions
from db.sync.queries import OWN_KEYS, hash_at
from db.sync.reach import Credentials
from db.sync.refold import refold
from db.sync.rules import Head, meet
from db.sync.sealing import draw_keys
from db.sync.steps import Step, reached
from db.sync.tables import Aside, CarryKeys, Enrolment, Receipt, Stamp, Standing
from db.sync.taking import Page, ask_for_everything, take_in
from db.sync.veiling import has_lost_names
from db.work import Work

# How a contact ends well.
WELL = ("done", "names_gone")


def keep_credentials(work: Work, *, credentials: Credentials, name: str = "") -> None:
    """Keeps what enrolling gave, in place of what there was. Raises Refused: desk_mistaken.

    From now on the desk is called `name`, where one was given: two laptops of one district begin under the same, and
    whoever settles a difference has to see which is which.
    """
    if credentials.desk_id != work.identity.desk_id:
        raise Refused("desk_mistaken")
    kept = work.session.get(Enrolment, credentials.desk_id)
    if kept is None:
        kept = Enrolment(desk_id=credentials.desk_id)
        work.session.add(kept)
    elif kept.server != credentials.server:
        # Another server has nothing of ours yet; the next hello would find that out and call it a restore.
        _forget_standing(work)
    else:
        # With another login a desk may see more than before: it looks at everything again, and skips what it has.
        ask_for_everything(_standing(work))
    kept.server, kept.role, kept.password = credentials.server, credentials.role, credentials.password
    kept.certificate = credentials.certificate
    kept.enrolled_at = work.clock.now()
    if name.strip():
        work.session.get_one(Desk, credentials.desk_id).name = name.strip()
    # The centre's key was another server's, or is told by the next greeting, which also brings ours there.
    draw_own_keys(work).centre = None


def draw_own_keys(work: Work) -> CarryKeys:
    """This desk's keys for files on a stick, drawn by chance when it has none."""
    kept = work.session.get(CarryKeys, OWN_KEYS)
    if kept is None:
        drawn = draw_keys()
        kept = CarryKeys(owner=OWN_KEYS, signing=drawn.signing.hex(), opening=drawn.opening.hex())
        work.session.add(kept)
    return kept


def take_greeting(work: Work, *, greeting: Greeting) -> bool:
    """Compares the server's head with the chain. Answers whether it has less than it had: then all that is sent again.

    Raises Refused: cloned.
    """
    rewound = compare(work, head=greeting.head, epoch=greeting.epoch)
    standing = _standing(work)
    if greeting.sees and standing.sees not in (None, greeting.sees):
        # Another role or district: what was veiled or kept from this desk may be told to it now.
        ask_for_everything(standing)
    if standing.server_schema not in (None, greeting.schema) and _has_aside_of_others(work):
        # A newer server may have taken what it had put aside, of others too.
        ask_for_everything(standing)
    standing.server_schema = greeting.schema
    if not has_lost_names(standing.sees, greeting.sees):  # noted when the names are gone, not before
        standing.sees = greeting.sees or standing.sees  # an older server does not say
    keys = work.session.get(CarryKeys, OWN_KEYS)
    if keys is None:
        keys = draw_own_keys(work)  # enrolled before there were any: the next greeting brings them to the server
    else:
        keys.centre, keys.capacity = greeting.centre, greeting.capacity
    keys.heard_at = greeting.time
    standing.clock_offset_ms = work.clock.correct(greeting.time, at=greeting.at)
    standing.met_at = work.clock.now()
    work.session.flush()
    reached(Step.GREETING_WRITTEN)
    return rewound


def compare(work: Work, *, head: Head, epoch: str) -> bool:
    """Holds what the server has of this desk against the chain, whoever brought the word. Answers and raises as
    `take_greeting`."""
    own = Head(*read_head(work.session, city_id=work.identity.city_id, desk_id=work.identity.desk_id))
    standing = _standing(work)
    there = hash_at(work.session, seq=head.seq)
    rewound = meet(server=head, own=own, own_hash_there=there, confirmed=standing.confirmed_seq)
    if rewound:
        _rewind(standing, head)
    if standing.epoch not in (None, epoch):
        # The server came back from a backup, whatever its numbers say: everything is asked for again.
        ask_for_everything(standing)
    standing.epoch = epoch
    if standing.folded_schema is None and not standing.pulled:
        standing.folded_schema = HEAD  # nothing of others is here yet, so nothing can have waited for this program
    return rewound


def take_answer(work: Work, *, answer: Answer, last_seq: int) -> bool:
    """Writes down what became of a batch. Answers whether the server wants an earlier entry first."""
    standing = _standing(work)
    if answer.expected:
        if hash_at(work.session, seq=answer.head.seq) != answer.head.hash:
            raise Refused("cloned", number=answer.head.seq)
        _rewind(standing, answer.head)
        return True
    _note_verdicts(work, answer)
    confirmed = last_seq if answer.broken_at is None else answer.broken_at - 1
    _take_stamps(work, answer.stamps, first_seq=confirmed - answer.confirmed + 1, last_seq=confirmed)
    standing.confirmed_seq, standing.confirmed_hash = confirmed, hash_at(work.session, seq=confirmed) or GENESIS
    standing.commit_no = answer.commit_no or standing.commit_no
    work.session.flush()
    reached(Step.ANSWER_WRITTEN)
    return False


def take_verdicts(work: Work, *, answer: Answer, first_seq: int, last_seq: int) -> None:
    """What became meanwhile of entries that the server had put aside: those it says nothing of any more are in its
    state now."""
    told = {one.seq for one in answer.aside}
    asked = select(Aside).where(Aside.desk_id == work.identity.desk_id, Aside.desk_seq.between(first_seq, last_seq))
    for kept in work.session.scalars(asked):
        if kept.desk_seq not in told:
            work.session.delete(kept)
    _note_verdicts(work, answer)


def _note_verdicts(work: Work, answer: Answer) -> None:
    for verdict in answer.aside:
        kept = work.session.get(Aside, (work.identity.desk_id, verdict.seq))
        if kept is None:
            kept = Aside(desk_id=work.identity.desk_id, desk_seq=verdict.seq)
            work.session.add(kept)
        kept.verdict, kept.reason, kept.told_at = verdict.verdict, verdict.reason, work.clock.now()


def take_page(work: Work, *, page: Page) -> int:
    """Takes in what others wrote and moves the cursor, both or neither. Answers how many entries were new here.

    Raises Refused: cloned.
    """
    standing = _standing(work)
    if page.rewind:
        ask_for_everything(standing)
        return 0
    _hold_our_head(work, page)
    fresh = take_in(work, page)
    if page.whole:
        _move_cursor(work, page)
    reached(Step.PAGE_WRITTEN)
    return fresh


@dataclass(frozen=True)
class Taken:
    """How many entries of a page were taken in, and how many of them were new here."""

    entries: int
    fresh: int


def take_some(work: Work, *, page: Page, portions: Portions) -> Taken:
    """As `take_page`, but only the beginning of it where somebody else wants the record. The cursor moves with the last
    entry alone, and the rest comes next. Raises as it does."""
    if page.rewind:
        return Taken(0, take_page(work, page=page))
    _hold_our_head(work, page)
    let_log_grow(work.session.connection())
    behind, entries, fresh = Behind(), 0, 0
    for part in portions.steps(page):
        fresh += take_in(work, part, behind=behind)
        entries += len(part.entries)
        if part.whole or behind.is_long:
            behind.catch_up(work.session)
        if part.whole:
            _move_cursor(work, page)
        reached(Step.PAGE_WRITTEN)
    behind.catch_up(work.session)
    return Taken(entries, fresh)


def shorten_log(session: Session) -> None:
    """Folds the write-ahead log into the file. A question, so that whoever is at the door goes before it."""
    fold_log(session.connection())


def _hold_our_head(work: Work, page: Page) -> None:
    if page.head.seq and hash_at(work.session, seq=page.head.seq) != page.head.hash:
        # Another copy of this laptop was quicker: what it wrote would be left out as our own, and never be seen here.
        raise Refused("cloned", number=page.head.seq)


def _move_cursor(work: Work, page: Page) -> None:
    move_cursor(_standing(work), page)
    work.session.flush()


def _take_stamps(work: Work, stamps: Sequence[tuple[int, str]], *, first_seq: int, last_seq: int) -> None:
    """Our clock was far ahead: the server put its own time in its place, and our rows follow. A restored server gives
    another time, or none any more where it was sent again when its own clock had come so far."""
    me, told = work.identity, dict(stamps)
    kept = work.session.scalars(
        select(Stamp).where(Stamp.desk_id == me.desk_id, Stamp.desk_seq.between(first_seq, last_seq))
    )
    known = {one.desk_seq: one for one in kept}
    otherwise = {seq for seq in known.keys() | told.keys() if seq not in known or known[seq].hlc != told.get(seq)}
    rows: dict[str, set[str]] = {}
    for seq in sorted(otherwise):
        if seq in told:
            work.session.merge(Stamp(desk_id=me.desk_id, desk_seq=seq, hlc=told[seq]))
        else:
            work.session.delete(known[seq])
        entry = work.session.get_one(Entry, (me.city_id, me.desk_id, seq))
        rows.setdefault(entry.noun, set()).add(entry.row_id)
    if rows:
        refold(work.session, rows)
        last = last_own_clock(work.session, city_id=me.city_id, desk_id=me.desk_id)
        work.clock.go_back_to(Hlc.parse(str(last)))


def close_contact(
    work: Work, *, outcome: str, offline: bool, sent: int, confirmed: int, quarantined: int, rewound: bool,
    received: int = 0, repaired: int = 0, quiet: bool = False, patient: bool = False,
) -> None:  # fmt: skip
    """Writes the receipt of a contact: outcome `done` (`names_gone`, where this laptop became a head's), or the code of
    what cut it short; `offline` when the world did.

    A server that could not be reached at all leaves no receipt, only the time since when: an evening without a network
    would fill the list with nothing. Nor does a `quiet` one, which nobody asked for, when there was nothing to do.
    """
    keep_log_short(work.session.connection())
    standing, now = _standing(work), work.clock.now()
    # One cut of the line is no absence of it: only the next one is told. What went before the cut is in the history.
    if not (patient and offline and standing.offline_since is None):
        standing.trouble = None if outcome in WELL else outcome
        standing.offline_since = (standing.offline_since or now) if offline else None
    if (offline and not sent and not received) or (quiet and outcome == "done" and not (sent or received or repaired)):
        return
    receipt = Receipt(
        id=work.clock.new_id(), at=now, outcome=outcome, sent=sent, confirmed=confirmed, quarantined=quarantined,
        rewound=rewound, head_seq=standing.confirmed_seq, head_hash=standing.confirmed_hash,
        commit_no=standing.commit_no, received=received, repaired=repaired,
    )  # fmt: skip
    work.session.add(receipt)
    work.session.flush()
    reached(Step.RECEIPT_WRITTEN)


def _standing(work: Work) -> Standing:
    found = work.session.get(Standing, work.identity.desk_id)
    if found is None:
        found = Standing(desk_id=work.identity.desk_id, confirmed_seq=0, confirmed_hash=GENESIS)
        work.session.add(found)
    return found


def _forget_standing(work: Work) -> None:
    standing = _standing(work)
    _rewind(standing, Head(0, GENESIS))
    standing.epoch = None
    ask_for_everything(standing)


def _has_aside_of_others(work: Work) -> bool:
    others = select(Aside.desk_id).where(Aside.desk_id != work.identity.desk_id).limit(1)
    return work.session.scalar(others) is not None


def _rewind(standing: Standing, head: Head) -> None:
    standing.confirmed_seq, standing.confirmed_hash = head.seq, head.hash
