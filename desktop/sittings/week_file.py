"""The agenda of seven days as a file of any of its kinds, where the person wants it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from db.errors import Refused
from db.home import Opened
from desktop.sittings.week_notice import Notice, calendar, file_words, message, notice, poster, web_page


def week_file(opened: Opened, first: date, out: str, district: str, *, public: bool, force: bool) -> str:
    """Writes it and answers where. Raises Refused: district_unknown, week_ending_unknown, paper_folder_missing,
    paper_file_exists; Unavailable: paper_file_unwritable."""
    told = opened.store.ask(
        notice,
        first=first,
        city=opened.city,
        district_id=opened.city.district(district).id if district else None,
        public=public,
    )
    wanted = Path(out)
    if wanted.is_dir() or wanted.suffix.casefold() in (".pdf", ".docx", ""):
        from desktop.paper.saving import produce

        return str(produce(poster(told), wanted, name=file_words(told), force=force))
    return str(_write(opened, told, wanted, force=force))


def _write(opened: Opened, told: Notice, path: Path, *, force: bool) -> Path:
    from desktop.paper.saving import write_whole

    ending = path.suffix.casefold()
    if ending not in (".txt", ".html", ".ics"):
        raise Refused("week_ending_unknown", name=path.name)
    if not path.parent.is_dir():
        raise Refused("paper_folder_missing", folder=str(path.parent))
    if path.exists() and not force:
        raise Refused("paper_file_exists", path=str(path))
    if ending == ".ics":
        write_whole(path, calendar(told, opened.store.clock.now()))
    elif ending == ".html":
        beside = path.with_suffix(".ics")
        write_whole(path, web_page(told, beside.name if beside.exists() else "").encode("utf-8"))
    else:
        write_whole(path, message(told).encode("utf-8"))
    return path
