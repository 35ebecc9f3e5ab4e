"""Secrets of this desk for services of others, where the system has no keyring: in the encrypted file, nowhere else."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Local
from db.work import Work


class KeptSecret(Local):
    """One secret under its name. Not journalled, not sent; a backup has it, encrypted as everything in it."""

    __tablename__ = "kept_secret"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    secret: Mapped[str]


def keep_secret(work: Work, *, name: str, secret: str) -> None:
    """Keeps a secret in place of what was there under the name; an empty one forgets it."""
    kept = work.session.get(KeptSecret, name)
    if not secret:
        if kept is not None:
            work.session.delete(kept)
    elif kept is None:
        work.session.add(KeptSecret(name=name, secret=secret))
    else:
        kept.secret = secret


def secret_of(session: Session, *, name: str) -> str | None:
    """The secret under that name, if the record holds it."""
    kept = session.get(KeptSecret, name)
    return kept.secret if kept else None
