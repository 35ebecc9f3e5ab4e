"""What the laptop writes down about the hand-over. None of it is journalled: it concerns this laptop alone."""

from __future__ import annotations

from db.errors import Refused
from db.journal import GENESIS, read_head
from db.sync.door import Answer, Greeting
from db.sync.queries import hash_at
from db.sync.reach import Credentials
from db.sync.rules import Head, meet
from db.sync.tables import Aside, Enrolment, Receipt, Standing
from db.work import Work


def keep_credentials(work: Work, *, credentials: Credentials) -> None:
    """Keeps what enrolling gave, in place of what there was. Raises Refused: desk_mistaken."""
    if credentials.desk_id != work.identity.desk_id:
        raise Refused("desk_mistaken")
    kept = work.session.get(Enrolment, credentials.desk_id)
    if kept is None:
        kept = Enrolment(desk_id=credentials.desk_id)
        work.session.add(kept)
    elif kept.server != credentials.server:
        # Another server has nothing of ours yet; the next hello would find that out and call it a restore.
        _forget_standing(work)
    kept.server, kept.role, kept.password = credentials.server, credentials.role, credentials.password
    kept.enrolled_at = work.clock.now()


def take_greeting(work: Work, *, greeting: Greeting) -> bool:
    """Compares the server's head with the chain. Answers whether it has less than it had: then all that is sent again.

    Raises Refused: cloned.
    """
    own = Head(*read_head(work.session, city_id=work.identity.city_id, desk_id=work.identity.desk_id))
    standing = _standing(work)
    there = hash_at(work.session, seq=greeting.head.seq)
    rewound = meet(server=greeting.head, own=own, own_hash_there=there, confirmed=standing.confirmed_seq)
    if rewound:
        _rewind(standing, greeting.head)
    standing.epoch, standing.met_at = greeting.epoch, work.clock.now()
    standing.clock_offset_ms = round(greeting.offset.total_seconds() * 1000)
    return rewound


def take_answer(work: Work, *, answer: Answer, last_seq: int) -> bool:
    """Writes down what became of a batch. Answers whether the server wants an earlier entry first."""
    standing = _standing(work)
    if answer.expected:
        if hash_at(work.session, seq=answer.head.seq) != answer.head.hash:
            raise Refused("cloned", number=answer.head.seq)
        _rewind(standing, answer.head)
        return True
    for verdict in answer.aside:
        kept = work.session.get(Aside, (work.identity.desk_id, verdict.seq))
        if kept is None:
            kept = Aside(desk_id=work.identity.desk_id, desk_seq=verdict.seq, told_at=work.clock.now())
            work.session.add(kept)
        kept.verdict, kept.reason = verdict.verdict, verdict.reason
    confirmed = last_seq if answer.broken_at is None else answer.broken_at - 1
    standing.confirmed_seq, standing.confirmed_hash = confirmed, hash_at(work.session, seq=confirmed) or GENESIS
    standing.commit_no = answer.commit_no or standing.commit_no
    return False


def close_contact(
    work: Work, *, outcome: str, offline: bool, sent: int, confirmed: int, quarantined: int, rewound: bool
) -> None:
    """Writes the receipt of a contact: outcome `done`, or the code of what cut it short; `offline` when the world did.

    A server that could not be reached at all leaves no receipt, only the time since when: an evening without a network
    would fill the list with nothing.
    """
    standing, now = _standing(work), work.clock.now()
    standing.trouble = None if outcome == "done" else outcome
    standing.offline_since = (standing.offline_since or now) if offline else None
    if offline and not sent:
        return
    receipt = Receipt(
        id=work.clock.new_id(), at=now, outcome=outcome, sent=sent, confirmed=confirmed, quarantined=quarantined,
        rewound=rewound, head_seq=standing.confirmed_seq, head_hash=standing.confirmed_hash,
        commit_no=standing.commit_no,
    )  # fmt: skip
    work.session.add(receipt)


def _standing(work: Work) -> Standing:
    found = work.session.get(Standing, work.identity.desk_id)
    if found is None:
        found = Standing(desk_id=work.identity.desk_id, confirmed_seq=0, confirmed_hash=GENESIS)
        work.session.add(found)
    return found


def _forget_standing(work: Work) -> None:
    _rewind(_standing(work), Head(0, GENESIS))


def _rewind(standing: Standing, head: Head) -> None:
    standing.confirmed_seq, standing.confirmed_hash = head.seq, head.hash
