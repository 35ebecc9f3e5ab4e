"""The receipt of a contact as a sheet of paper: what was sent, what the server confirmed, up to which seal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from db.places.city import City
from db.sync.queries import ReceiptCard
from desktop.paper.saving import file_name, produce
from desktop.paper.sheet import Facts, Paragraph, Sheet, Title
from desktop.paper.words import load


def receipt_sheet(receipt: ReceiptCard, city: City, *, desk: str, server: str, pending: int, now: datetime) -> Sheet:
    """One page to be signed by nobody: the seal proves it. `pending` is how much waits at `now`."""
    words = load()
    told = words["receipt"]
    at = receipt.at.astimezone(city.zone)
    sums = told["sums"].format(sent=receipt.sent, confirmed=receipt.confirmed, pending=pending)
    facts = (
        (told["desk"], desk),
        (told["server"], server),
        (told["at"], f"{at:%d/%m/%Y %H:%M:%S}"),
        (told["sent"], str(receipt.sent)),
        (told["confirmed"], str(receipt.confirmed)),
        (told["received"], str(receipt.received)),
        (told["quarantined"], str(receipt.quarantined)),
        (told["pending"], str(pending)),
        (told["entry"], str(receipt.head_seq)),
        (told["seal"], " ".join(receipt.head_hash[at : at + 8] for at in range(0, 64, 8))),
    )
    return Sheet(
        title=receipt_name(receipt, city),
        subject=told["title"],
        author=city.authority,
        language=words.language,
        letterhead=tuple(one for one in (city.authority, city.authority_address) if one),
        footer=told["footer"].format(date=f"{now.astimezone(city.zone):%d/%m/%Y %H:%M}"),
        blocks=(Title(told["title"], under=sums), Facts(facts), Paragraph(told["proof"], style="note")),
    )


def receipt_name(receipt: ReceiptCard, city: City) -> str:
    """What the file is called."""
    at = receipt.at.astimezone(city.zone)
    return file_name(load()["receipt"]["file"].format(date=f"{at:%Y-%m-%d %H.%M}"))


def save_receipt(sheet: Sheet, wanted: Path, *, force: bool = False) -> Path:
    """Writes it as PDF or Word. Raises as `produce`."""
    return produce(sheet, wanted, name=sheet.title, force=force)
