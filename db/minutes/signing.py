"""What can be done when minutes are finished: make a version final, take that back, sign, and keep the signed paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from db.errors import Refused
from db.minutes import signing_rules as rules
from db.minutes.signing_tables import Paper, SignatureOnPaper
from db.minutes.tables import Minutes
from db.sittings.commands import sitting_row
from db.work import Work


def make_final(
    work: Work, *, minutes_id: str, sha256: str, size: int, pages: int, name: str, source_sha256: str
) -> str:
    """The version is final from now on, as this PDF; answers the id of the paper.

    Raises Refused: minutes_unknown, sitting_unknown, and as `may_be_final`.
    """
    minutes = _minutes(work, minutes_id)
    last = work.session.scalar(
        select(Minutes.version)
        .where(Minutes.sitting_id == minutes.sitting_id, Minutes.removed_at.is_(None))
        .order_by(Minutes.version.desc())
    )
    rules.may_be_final(
        state=minutes.state,
        newest=minutes.version == last,
        written=minutes.document_sha256 is not None,
        sitting_state=sitting_row(work, minutes.sitting_id).state,
    )
    minutes.state = rules.FINAL
    return _keep(work, minutes, "final", sha256=sha256, size=size, pages=pages, name=name, source=source_sha256).id


def draft_again(work: Work, *, minutes_id: str) -> None:
    """A mistake was found before anybody signed: the version is a draft again, and its PDF is final no more.

    Raises Refused: minutes_unknown, and as `may_be_drafted_again`.
    """
    minutes = _minutes(work, minutes_id)
    rules.may_be_drafted_again(state=minutes.state, signatures=len(_fields(work, minutes_id)))
    minutes.state = rules.DRAFT
    for paper in work.session.scalars(_papers(minutes_id)):
        paper.removed_at = work.clock.now()


def keep_signed(
    work: Work,
    *,
    minutes_id: str,
    sha256: str,
    size: int,
    pages: int,
    name: str,
    signatures: Sequence[rules.Signed],
    last: bool = False,
) -> bool:
    """Keeps a paper that carries more signatures than the one before. `signatures` are all on it, in their order.

    Answers whether the minutes are signed now: every place is, or `last` says that nobody else will. Then the sitting
    is signed too, and nothing of it can be changed any more. Raises Refused: minutes_unknown, minutes_not_final,
    minutes_signed_already, minutes_sitting_reopened, paper_without_new_signature.
    """
    minutes = _minutes(work, minutes_id)
    rules.may_be_signed(state=minutes.state, sitting_state=sitting_row(work, minutes.sitting_id).state)
    before = _fields(work, minutes_id)
    rules.grows(before, [one.field for one in signatures])
    paper = _keep(work, minutes, "signed", sha256=sha256, size=size, pages=pages, name=name)
    for one in signatures[len(before) :]:
        work.session.add(
            SignatureOnPaper(
                minutes_id=minutes_id,
                paper_id=paper.id,
                field=one.field,
                signer=one.signer,
                issuer=one.issuer,
                kind=one.kind,
                signed_at=datetime.fromisoformat(one.at) if one.at else None,
                stamped=one.stamped,
            )
        )
        work.session.flush()  # one by one, so that their identifiers are in the order of signing
    if rules.is_complete(signatures=len(signatures), places=len(minutes.signatories), last=last):
        _freeze(work, minutes)
    return minutes.state == rules.SIGNED


def keep_scan(work: Work, *, minutes_id: str, sha256: str, size: int, pages: int, name: str) -> str:
    """Keeps the scan of the paper that was signed by hand: the minutes are signed. Answers the id of the paper.

    Raises Refused: minutes_unknown, minutes_not_final, minutes_signed_already, minutes_sitting_reopened.
    """
    minutes = _minutes(work, minutes_id)
    rules.may_be_signed(state=minutes.state, sitting_state=sitting_row(work, minutes.sitting_id).state)
    paper = _keep(work, minutes, "scan", sha256=sha256, size=size, pages=pages, name=name)
    _freeze(work, minutes)
    return paper.id


def _freeze(work: Work, minutes: Minutes) -> None:
    minutes.state = rules.SIGNED
    sitting_row(work, minutes.sitting_id).state = rules.SIGNED


def _minutes(work: Work, minutes_id: str) -> Minutes:
    found = work.session.get(Minutes, minutes_id)
    if found is None or found.removed_at is not None:
        raise Refused("minutes_unknown")
    return found


def _papers(minutes_id: str) -> Select[Paper]:
    return select(Paper).where(Paper.minutes_id == minutes_id, Paper.removed_at.is_(None))


def _fields(work: Work, minutes_id: str) -> list[str]:
    signed = select(SignatureOnPaper.field).where(
        SignatureOnPaper.minutes_id == minutes_id, SignatureOnPaper.removed_at.is_(None)
    )
    return list(work.session.scalars(signed.order_by(SignatureOnPaper.id)))


def _keep(
    work: Work, minutes: Minutes, kind: str, *, sha256: str, size: int, pages: int, name: str, source: str | None = None
) -> Paper:
    paper = Paper(
        minutes_id=minutes.id,
        kind=kind,
        sha256=sha256,
        size=size,
        pages=pages,
        name=name,
        source_sha256=source,
        kept_at=work.clock.now(),
        kept_by=work.actor,
    )
    work.session.add(paper)
    work.session.flush()
    return paper
