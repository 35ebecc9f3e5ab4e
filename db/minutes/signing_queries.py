"""What can be asked about finished minutes: where a sitting's stand, and whose paper a file is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import Refused
from db.minutes.signing_tables import Paper, SignatureOnPaper
from db.minutes.tables import Minutes
from db.sittings.queries import sitting_card


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A file that the minutes became: kind final, signed, scan."""

    id: str
    kind: str
    sha256: str
    size: int
    pages: int
    name: str
    source_sha256: str | None
    kept_at: datetime
    kept_by: str


@dataclass(frozen=True, slots=True)
class SignatureCard:
    """A signature on the paper: kind digital or electronic."""

    field: str
    signer: str
    issuer: str
    kind: str
    signed_at: datetime | None
    stamped: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the minutes of a sitting stand: the newest version, its papers in their order, and who has signed."""

    sitting_id: str
    sitting_state: str
    council: str
    minutes_id: str
    number: int
    year: int
    version: int
    language: str
    state: str
    roles: tuple[str, ...]
    word_name: str | None
    word_sha256: str | None
    papers: tuple[PaperCard, ...] = ()
    signatures: tuple[SignatureCard, ...] = ()

    @property
    def newest(self) -> PaperCard | None:
        """The PDF to sign next, or the paper that was signed last."""
        return self.papers[-1] if self.papers else None


@dataclass(frozen=True, slots=True)
class Match:
    """Whose file it is. `how`: same (byte for byte), begins (a paper on record with more after it); `kind`: word,
    final, signed, scan; `withdrawn`: it was final once and was taken back unsigned; `newer`: there is a later one.
    """

    how: str
    kind: str
    sitting_id: str
    council: str
    starts_at: datetime
    minutes_id: str
    number: int
    year: int
    version: int
    state: str
    withdrawn: bool = False
    newer: bool = False
    kept_at: datetime | None = None
    kept_by: str = ""
    signatures: tuple[SignatureCard, ...] = field(default=())


def standing(session: Session, *, sitting_id: str) -> Standing | None:
    """Where the minutes of a sitting stand; None before any version was begun. Raises Refused: sitting_unknown."""
    card = sitting_card(session, sitting_id=sitting_id)
    row = session.scalars(
        select(Minutes)
        .where(Minutes.sitting_id == sitting_id, Minutes.removed_at.is_(None))
        .order_by(Minutes.version.desc(), Minutes.id.desc())
    ).first()
    if row is None:
        return None
    return Standing(
        sitting_id=sitting_id,
        sitting_state=card.state,
        council=card.council,
        minutes_id=row.id,
        number=row.number,
        year=row.year,
        version=row.version,
        language=row.language,
        state=row.state,
        roles=tuple(row.signatories),
        word_name=row.document_name,
        word_sha256=row.document_sha256,
        papers=tuple(_card(paper) for paper in _papers(session, row.id)),
        signatures=_signatures(session, row.id),
    )


def whose(session: Session, *, content: bytes) -> Match | None:
    """Which acta of the record a file belongs to; None when its bytes are on no record here.

    A PDF that begins with the bytes of a paper on record, and goes on, is that paper with something added after it.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    paper = session.scalars(select(Paper).where(Paper.sha256 == sha256).order_by(Paper.id.desc())).first()
    if paper is not None:
        return _match(session, paper, "same")
    word = session.scalars(
        select(Minutes).where(Minutes.document_sha256 == sha256, Minutes.removed_at.is_(None))
    ).first()
    if word is not None:
        return _told(session, word, how="same", kind="word")
    made_from = session.scalars(select(Paper).where(Paper.source_sha256 == sha256)).first()
    if made_from is not None:
        row = session.get(Minutes, made_from.minutes_id)
        return _told(session, row, how="same", kind="word") if row is not None else None
    begun = _beginning(session, content)
    return _match(session, begun, "begins") if begun is not None else None


def begins_with(content: bytes, *, sha256: str, size: int) -> bool:
    """Whether a file begins with exactly the bytes of another one, of which the sum and the size are known."""
    return len(content) >= size and hashlib.sha256(memoryview(content)[:size]).hexdigest() == sha256


def _beginning(session: Session, content: bytes) -> Paper | None:
    """The longest paper on record that the file begins with; the file is read once, whatever the number of papers."""
    shorter = select(Paper).where(Paper.size < len(content), Paper.kind != "scan").order_by(Paper.size)
    digest, done, found = hashlib.sha256(), 0, None
    for paper in session.scalars(shorter):
        digest.update(memoryview(content)[done : paper.size])
        done = paper.size
        if digest.copy().hexdigest() == paper.sha256:
            found = paper
    return found


def _match(session: Session, paper: Paper, how: str) -> Match | None:
    row = session.get(Minutes, paper.minutes_id)
    if row is None:
        return None
    last = _papers(session, row.id)
    return _told(
        session,
        row,
        how=how,
        kind=paper.kind,
        withdrawn=paper.removed_at is not None,
        newer=paper.removed_at is None and bool(last) and last[-1].id != paper.id,
        kept_at=paper.kept_at,
        kept_by=paper.kept_by,
    )


def _told(
    session: Session,
    row: Minutes,
    *,
    how: str,
    kind: str,
    withdrawn: bool = False,
    newer: bool = False,
    kept_at: datetime | None = None,
    kept_by: str = "",
) -> Match | None:
    try:
        card = sitting_card(session, sitting_id=row.sitting_id)
    except Refused:  # a laptop may hold the acta of a sitting that it is not allowed to see
        return None
    return Match(
        how=how,
        kind=kind,
        sitting_id=row.sitting_id,
        council=card.council,
        starts_at=card.starts_at,
        minutes_id=row.id,
        number=row.number,
        year=row.year,
        version=row.version,
        state=row.state,
        withdrawn=withdrawn,
        newer=newer,
        kept_at=kept_at,
        kept_by=kept_by,
        signatures=_signatures(session, row.id),
    )


def _papers(session: Session, minutes_id: str) -> list[Paper]:
    live = select(Paper).where(Paper.minutes_id == minutes_id, Paper.removed_at.is_(None))
    return list(session.scalars(live.order_by(Paper.kept_at, Paper.id)))


def _card(paper: Paper) -> PaperCard:
    return PaperCard(
        id=paper.id,
        kind=paper.kind,
        sha256=paper.sha256,
        size=paper.size,
        pages=paper.pages,
        name=paper.name,
        source_sha256=paper.source_sha256,
        kept_at=paper.kept_at,
        kept_by=paper.kept_by,
    )


def _signatures(session: Session, minutes_id: str) -> tuple[SignatureCard, ...]:
    rows = select(SignatureOnPaper).where(
        SignatureOnPaper.minutes_id == minutes_id, SignatureOnPaper.removed_at.is_(None)
    )
    return tuple(
        SignatureCard(one.field, one.signer, one.issuer, one.kind, one.signed_at, one.stamped)
        for one in session.scalars(rows.order_by(SignatureOnPaper.id))
    )
