"""Tables of signed minutes: the papers that a version became, and the signatures on them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Paper(Row):
    """A file that a version of the minutes became: kind final (the PDF), signed (with more signatures) or scan.

    The file itself lies in the folder of the minutes; by `sha256` and `size` any laptop tells whether a file is this
    one, or begins with it. `source_sha256` is the sum of the Word file it was made from. A paper taken back before
    anybody signed is removed: it was final once, and is no more.
    """

    __tablename__ = "minutes_paper"

    minutes_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    pages: Mapped[int]
    name: Mapped[str]
    source_sha256: Mapped[str | None] = mapped_column(String(64))
    kept_at: Mapped[datetime]
    kept_by: Mapped[str]


class SignatureOnPaper(Row):
    """One signature on a paper: who, in which place, and whether by law digital or electronic (Ley 25.506).

    `signed_at` is what the signature itself says, `stamped` whether a timestamp server vouches for it.
    """

    __tablename__ = "minutes_signature"

    minutes_id: Mapped[str] = mapped_column(String(36), index=True)
    paper_id: Mapped[str] = mapped_column(String(36))
    field: Mapped[str]
    signer: Mapped[str]
    issuer: Mapped[str]
    kind: Mapped[str] = mapped_column(String(12))
    signed_at: Mapped[datetime | None]
    stamped: Mapped[bool] = mapped_column(default=False)
