"""What is carried to the centre on a stick and what comes back: the same batches, answers and pages as by wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import Refused
from db.sync.commands import compare, take_answer, take_page
from db.sync.door import Answer, Batch, answer_of, page_of
from db.sync.errand import Hands, Progress
from db.sync.giving_back import held_for_a_stick
from db.sync.joining import join_same_documents
from db.sync.portions import Portions
from db.sync.queries import OWN_KEYS, Cursor, cursor, hash_at, next_batch, own, own_keys, pending, who_am_i
from db.sync.rules import Head
from db.sync.sealing import Keys, Public, closed_for, opened_by
from db.sync.stick import write_stick
from db.sync.tables import Carried, CarryKeys, Receipt, Standing
from db.sync.taking import Page
from db.work import Work

Tell = Callable[[Progress], None]


@dataclass(frozen=True)
class Ready:
    """What a file for the centre begins with."""

    city_id: str
    desk_id: str
    former: str
    keys: Keys
    centre: Public
    head: Head
    confirmed: int
    cursor: Cursor


@dataclass(frozen=True)
class Written:
    """A file on the stick: how many entries it holds. `code` opens it on the laptop beside, said aloud."""

    path: Path
    entries: int
    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Brought:
    """What a file that was taken in came to: `kind` is `receipt` or `beside`.

    Of a receipt: entries that had been carried, those confirmed, those in quarantine; of both: entries of others that
    are new here. `known`: all of it was here already, and nothing changed. `name`: of the desk beside.
    """

    kind: str
    carried: int = 0
    confirmed: int = 0
    quarantined: int = 0
    received: int = 0
    pending: int = 0
    known: bool = False
    trouble: str | None = None
    name: str = ""


@dataclass(frozen=True)
class Told:
    """A receipt, read: what the server had of this desk at `time`, its answer to each batch, and pages of others from
    commit `after` on."""

    of: str
    time: datetime
    epoch: str
    head: Head
    commit_no: int
    answers: tuple[tuple[int, int, Answer], ...]
    after: int
    pages: tuple[Page, ...]

    @property
    def carried(self) -> int:
        return sum(last - first + 1 for first, last, _ in self.answers)

    @property
    def confirmed(self) -> int:
        return sum(answer.confirmed for _, _, answer in self.answers)

    @property
    def quarantined(self) -> int:
        return sum(one.verdict == "quarantined" for _, _, answer in self.answers for one in answer.aside)

    @property
    def trouble(self) -> str | None:
        """Why not all of it was taken: `chain_broken`, or an earlier part is missing there."""
        if any(answer.broken_at is not None for _, _, answer in self.answers):
            return "chain_broken"
        return "carry_out_of_order" if any(answer.expected for _, _, answer in self.answers) else None


async def carry(hands: Hands, path: Path, *, tell: Tell = lambda _: None) -> Written:
    """Writes all that the server has not confirmed into one file for the centre, and what this desk last heard.

    What was carried stays to be sent until a receipt, or the network, confirms it. Raises Refused: not_enrolled,
    carry_needs_centre; Unavailable: carry_full, carry_unwritable.
    """
    ready = await hands.ask(before_carrying)
    batches: list[Batch] = []
    after = ready.confirmed
    while (batch := await hands.ask(next_batch, after=after)) is not None:
        batches.append(batch)
        after = batch.last_seq
        tell(Progress(0, max(0, ready.head.seq - after), 0))
    held = await hands.ask(held_for_a_stick)
    number = f"{ready.desk_id}-{after}"
    content = {
        "id": number,
        "batches": [[one.first_seq, one.last_seq, one.prev_hash, one.text] for one in batches],
        "cursor": {"after": ready.cursor.pulled, "mark": ready.cursor.mark, "redacted": ready.cursor.redacted},
        "holds": [[one.desk_id, one.first, one.last, one.hash] for one in held],
    }
    preface = {"kind": "batch", "city": ready.city_id, "desk": ready.desk_id, "former": ready.former}
    raw = await hands.off(closed_for, ready.centre, ready.keys, preface, content)
    await hands.off(write_stick, path, raw)
    await hands.do(_note_carried, first_seq=ready.confirmed + 1, last_seq=after)
    return Written(path, after - ready.confirmed)


def before_carrying(session: Session) -> Ready:
    """What a file for the centre begins with. Raises Refused: not_enrolled, carry_needs_centre."""
    beginning, keys = own(session), own_keys(session)
    kept = session.get(CarryKeys, OWN_KEYS)
    if keys is None or kept is None or kept.centre is None:
        raise Refused("carry_needs_centre")
    me = who_am_i(session)
    return Ready(
        me.city_id, me.desk_id, beginning.link.former, keys, Public.parse(kept.centre), beginning.head,
        beginning.confirmed, cursor(session),
    )  # fmt: skip


def _note_carried(work: Work, *, first_seq: int, last_seq: int) -> None:
    """Remembers that a file is under way."""
    work.session.add(
        Carried(
            id=work.clock.new_id(), desk_id=work.identity.desk_id, at=work.clock.now(), first_seq=first_seq,
            last_seq=last_seq,
        )
    )  # fmt: skip


def read_receipt(raw: bytes, keys: Keys, centre: Public, *, city_id: str, desk_id: str) -> Told:
    """Opens a receipt. Raises as `opened_by`, and Refused: carry_forged, carry_for_centre, carry_other_city,
    carry_other_desk, cloned."""
    opened = opened_by(keys, raw)
    if opened.preface.get("kind") != "receipt":
        raise Refused("carry_not_for_us")
    content = opened.verified(centre.verifying)
    if opened.preface.get("city") != city_id:
        raise Refused("carry_other_city")
    if opened.preface.get("desk") != desk_id:
        raise Refused("carry_other_desk")
    answers = tuple(
        (first, last, answer_of(said, first_seq=first)) for first, last, said in content["answers"]
    )  # a copy of this laptop that was quicker is refused here, and nothing of the file is used
    return Told(
        content["of"], datetime.fromisoformat(content["time"]), content["epoch"], Head(*content["head"]),
        content["commit_no"], answers, content["after"], tuple(_pages(content)),
    )  # fmt: skip


def _pages(content: dict[str, Any]) -> Iterator[Page]:
    """What others wrote, and after which commits each page tells of it."""
    since = content["after"]
    erased_since = content.get("redacted", since)  # a centre of before does not say
    for said in content["pages"]:
        page = page_of(said)
        yield replace(page, since=since, erased_since=min(since, erased_since))
        since = erased_since = 0 if page.rewind else page.commit_no


async def take_receipt(hands: Hands, raw: bytes, *, tell: Tell = lambda _: None, portion: int | None = None) -> Brought:
    """Takes in what came back from the centre: what was confirmed first, then what others wrote.

    May be cut at any point and done again. An older receipt than what the server said since changes nothing. Raises as
    `before_carrying` and `read_receipt`.
    """
    ready = await hands.ask(before_carrying)
    told = await hands.off(read_receipt, raw, ready.keys, ready.centre, city_id=ready.city_id, desk_id=ready.desk_id)
    if not (await hands.do(_take_told, told=told)).outcome:
        return Brought("receipt", told.carried, told.confirmed, told.quarantined, known=True,
                       pending=await hands.ask(pending))  # fmt: skip
    received, people = 0, set[str]()
    # After a rewind of this laptop since, the pages would leave a gap behind them; what is in it comes by itself.
    if told.after <= (await hands.ask(cursor)).pulled:
        for page in told.pages:
            for part in Portions(portion).of(page):
                taken = await hands.do(take_page, page=part)
                received += taken.outcome
                people |= taken.changes.rows.get("resident", frozenset())
                tell(Progress(told.confirmed, 0, received, page.commit_no if part.whole else 0, page.last_commit))
    if people:
        await hands.do(join_same_documents, resident_ids=people)
    await hands.do(_close_receipt, told=told, received=received)
    return Brought(
        "receipt", told.carried, told.confirmed, told.quarantined, received, await hands.ask(pending),
        trouble=told.trouble,
    )  # fmt: skip


def _take_told(work: Work, *, told: Told) -> bool:
    """Writes down what the server had of this desk. Answers False, and changes nothing, when something newer is known.

    Raises Refused: cloned.
    """
    heard = work.session.get_one(CarryKeys, OWN_KEYS).heard_at
    if heard is not None and told.time <= heard:
        return False
    compare(work, head=told.head, epoch=told.epoch)
    for _, last, answer in told.answers:
        if not answer.expected:
            take_answer(work, answer=answer, last_seq=last)
    standing = work.session.get_one(Standing, work.identity.desk_id)
    # By the network more may have come there than was on the stick.
    standing.confirmed_seq, standing.confirmed_hash = told.head.seq, hash_at(work.session, seq=told.head.seq) or ""
    standing.commit_no = told.commit_no or standing.commit_no
    return True


def _close_receipt(work: Work, *, told: Told, received: int) -> None:
    """Writes the receipt into the history; only now is it one that was taken in."""
    standing, keys = work.session.get_one(Standing, work.identity.desk_id), work.session.get_one(CarryKeys, OWN_KEYS)
    keys.heard_at = told.time
    for one in work.session.scalars(select(Carried).where(Carried.answered_at.is_(None))):
        if one.last_seq <= standing.confirmed_seq:
            one.answered_at = work.clock.now()
    receipt = Receipt(
        id=work.clock.new_id(), at=work.clock.now(), outcome=told.trouble or "carried", sent=told.carried,
        confirmed=told.confirmed, quarantined=told.quarantined, rewound=False, head_seq=standing.confirmed_seq,
        head_hash=standing.confirmed_hash, commit_no=standing.commit_no, received=received, repaired=0,
    )  # fmt: skip
    work.session.add(receipt)
