"""What the panel "Final and signed" means: where the acta stands, making it final, signing, taking back, checking."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, TypeVar

from db.clock import Clock
from db.home import Home
from db.minutes.rules import ROLES
from db.minutes.signatories import choose_signatories
from db.minutes.signing_queries import Standing, standing
from db.places.city import City
from desktop.desk import Desk
from desktop.minutes.phrases import load
from desktop.settings import Settings

T = TypeVar("T")

# What is asked for: the Word and PDF files to check, the PDF that comes back, the scan.
CHECK, BACK, SCAN = "check", "back", "scan"


@dataclass(frozen=True)
class Place:
    """One place to sign: its number, whose it is, and who signed there."""

    number: int
    role: str
    signer: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Shown:
    """Where an acta stands: state none, draft, final, signed; what may be done follows from it."""

    state: str
    closed: bool = False
    places: tuple[Place, ...] = ()
    others: tuple[Place, ...] = ()
    paper: Path | None = None
    pages: int = 0
    by_hand: bool = False


@dataclass(frozen=True)
class Asked:
    """What the form answers. The secret goes on to the certificate and nowhere else."""

    token: bool
    path: Path
    secret: str = field(repr=False)
    label: str = ""
    place: int | None = None
    reason: str = ""
    location: str = ""
    timestamps: str = ""
    last: bool = False


class SigningView(Protocol):
    """What the presenter tells the panel."""

    def show_standing(self, shown: Shown | None) -> None: ...
    def show_busy(self, busy: bool) -> None: ...
    def show_final(self, path: Path, pages: int) -> None: ...
    def show_signed(self, path: Path, kind: str, signer: str, done: bool) -> None: ...
    def show_scanned(self, path: Path) -> None: ...
    def show_draft_again(self) -> None: ...
    def open_file(self, path: Path) -> None: ...
    async def ask_signatories(self, offered: Sequence[tuple[str, str]], now: Sequence[str]) -> Sequence[str] | None: ...
    async def ask_final(self) -> bool: ...
    async def ask_draft_again(self) -> bool: ...
    async def ask_sign(self, places: Sequence[Place], before: Asked) -> Asked | None: ...
    async def ask_file(self, what: str, folder: Path) -> Path | None: ...
    async def ask_last(self, left: int) -> bool: ...
    async def tell_verdict(self, verdict: object) -> None: ...


class SigningPresenter:
    """Holds which sitting is in front; everything else is looked up anew. Signing is loaded when somebody signs."""

    def __init__(
        self, view: SigningView, desk: Desk, *, city: City, home: Home, settings: Settings, clock: Clock
    ) -> None:
        self._view, self._desk, self._city, self._home, self._settings = view, desk, city, home, settings
        self._clock = clock
        self._folder = home.path / load(city.language).say("title", "folder")
        self._sitting: str | None = None
        self._told: Standing | None = None
        self._before = Asked(False, Path(), "")

    async def show(self, sitting_id: str) -> None:
        """The acta of another sitting is in front; an empty id when there is none."""
        self._sitting = sitting_id or None
        await self.look_again()

    async def look_again(self, _changes: object = None) -> None:
        """Shows where the acta in front stands."""
        sitting_id = self._sitting
        told = await self._desk.ask(standing, sitting_id=sitting_id) if sitting_id else None
        if sitting_id == self._sitting:
            self._told = told
            self._view.show_standing(self._shown(told) if sitting_id else None)

    async def choose_signatories(self) -> None:
        """Other places to sign, in another order. Raises Refused as `choose_signatories` does."""
        sitting_id, told = self._sitting, self._told
        if sitting_id is None or told is None:
            return
        phrases = load(told.language)
        offered = [(role, phrases.word("signature_role", role)) for role in ROLES]
        roles = await self._view.ask_signatories(offered, told.roles)
        if roles is not None:
            await self._desk.do(choose_signatories, sitting_id=sitting_id, roles=roles)

    async def finalise(self) -> None:
        """Makes the newest version final. Raises Refused, Unavailable as `finalise` does."""
        from desktop.minutes.finishing import finalise

        sitting_id = self._sitting
        if sitting_id is None or not await self._view.ask_final():
            return
        made = await self._busy(
            lambda: finalise(self._desk, sitting_id=sitting_id, city=self._city, folder=self._folder)
        )
        self._view.show_final(made.path, made.pages)

    async def draft_again(self) -> None:
        """A mistake was found before anybody signed."""
        from desktop.minutes.finishing import take_back_final

        if self._sitting is not None and await self._view.ask_draft_again():
            await take_back_final(self._desk, sitting_id=self._sitting)
            self._view.show_draft_again()

    async def sign(self) -> None:
        """Asks who signs with what, and signs. Raises Refused, Unavailable as `sign_here` does."""
        from desktop.minutes.finishing import sign_here
        from desktop.minutes.keys import FileKey, TokenKey
        from desktop.minutes.signing import Wish

        sitting_id = self._sitting
        if sitting_id is None or self._told is None:
            return
        taste = self._settings.taste
        known = replace(self._before, timestamps=self._before.timestamps or taste.timestamp_server)
        if not known.path.name:
            known = replace(known, path=Path(taste.token_module if known.token else taste.certificate_file))
        empty = [one for one in self._shown(self._told).places if not one.signer]
        asked = await self._view.ask_sign(empty, known)
        if asked is None:
            return
        # What was typed is there again after a wrong PIN; the secret is not kept.
        self._before = replace(asked, secret="", place=None, last=False)
        remembered = {"token_module" if asked.token else "certificate_file": str(asked.path)}
        self._settings.change(timestamp_server=asked.timestamps, **remembered)
        key = TokenKey(asked.path, asked.secret, asked.label) if asked.token else FileKey(asked.path, asked.secret)
        wish = Wish(asked.place, asked.reason, asked.location, asked.timestamps)
        roots = await self._roots()
        made = await self._busy(
            lambda: sign_here(
                self._desk,
                sitting_id=sitting_id,
                folder=self._folder,
                key=key,
                wish=wish,
                now=self._clock.now().astimezone(self._city.zone),
                roots=roots,
                last=asked.last,
            )
        )
        who = made.signatory
        self._view.show_signed(made.path, who.kind if who else "", who.name if who else "", made.signed)

    async def take_back(self) -> None:
        """Takes back the PDF that was signed elsewhere. Raises Refused, Unavailable as `take_back` does."""
        from desktop.minutes.finishing import take_back

        sitting_id, told = self._sitting, self._told
        if sitting_id is None or told is None:
            return
        file = await self._view.ask_file(BACK, self._folder)
        if file is None:
            return
        last = await self._view.ask_last(max(len(told.roles) - len(told.signatures), 0))
        roots = await self._roots()
        made = await self._busy(
            lambda: take_back(self._desk, sitting_id=sitting_id, folder=self._folder, file=file, roots=roots, last=last)
        )
        self._view.show_signed(made.path, "", "", made.signed)

    async def scan(self) -> None:
        """Keeps the scan of the paper that was signed by hand."""
        from desktop.minutes.finishing import attach_scan

        sitting_id = self._sitting
        if sitting_id is None:
            return
        file = await self._view.ask_file(SCAN, self._folder)
        if file is not None:
            made = await self._busy(
                lambda: attach_scan(self._desk, sitting_id=sitting_id, folder=self._folder, file=file)
            )
            self._view.show_scanned(made.path)

    async def verify(self) -> None:
        """Checks any file against the record. Raises Refused: file_unreadable."""
        from desktop.minutes.verdict import verify

        file = await self._view.ask_file(CHECK, self._folder)
        if file is not None:
            roots = await self._roots()
            await self._view.tell_verdict(await self._busy(lambda: verify(self._desk, file=file, roots=roots)))

    def open(self) -> None:
        """Opens the paper in whatever shows such files here."""
        if self._told is not None and self._told.newest is not None:
            self._view.open_file(self._folder / self._told.newest.name)

    async def _roots(self) -> tuple[object, ...]:
        from desktop.minutes.trust import licensed_roots

        return await self._desk.off(licensed_roots, self._home.path, self._city.id)

    async def _busy(self, job: Callable[[], Awaitable[T]]) -> T:
        self._view.show_busy(True)
        try:
            return await job()
        finally:
            self._view.show_busy(False)
            await self.look_again()

    def _shown(self, told: Standing | None) -> Shown:
        if told is None:
            return Shown("none")
        phrases = load(told.language)
        signed = {one.field: one for one in told.signatures}
        places = []
        for number, role in enumerate(told.roles, 1):
            one = signed.pop(f"Firma {number}", None)
            who = (one.signer, one.kind) if one is not None else ("", "")
            places.append(Place(number, phrases.word("signature_role", role), *who))
        others = tuple(Place(0, "", one.signer, one.kind) for one in signed.values())
        paper = told.newest
        return Shown(
            state=told.state if told.word_sha256 or told.state != "draft" else "none",
            closed=told.sitting_state in ("closed", "signed"),
            places=tuple(places),
            others=others,
            paper=self._folder / paper.name if paper is not None else None,
            pages=paper.pages if paper is not None else 0,
            by_hand=any(one.kind == "scan" for one in told.papers),
        )
