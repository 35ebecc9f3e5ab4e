"""The agenda of seven days as a file of any of its kinds, where the person wants it."""

from __future__ import annotations

from datetime import date, datetime
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
    return str(write_notice(told, Path(out), opened.store.clock.now(), force=force))


def write_notice(told: Notice, wanted: Path, now: datetime, *, force: bool = True) -> Path:
    """Writes it as the ending says, or as PDF into a folder, and answers where. Raises as `week_file`."""
    if wanted.is_dir() or wanted.suffix.casefold() in (".pdf", ".docx", ""):
        from desktop.paper.saving import produce

        return produce(poster(told), wanted, name=file_words(told), force=force)
    return _write(told, wanted, now, force=force)


def _write(told: Notice, path: Path, now: datetime, *, force: bool) -> Path:
    from desktop.paper.whole import write_whole

    ending = path.suffix.casefold()
    if ending not in (".txt", ".html", ".ics"):
        raise Refused("week_ending_unknown", name=path.name)
    if not path.parent.is_dir():
        raise Refused("paper_folder_missing", folder=str(path.parent))
    if path.exists() and not force:
        raise Refused("paper_file_exists", path=str(path))
    if ending == ".ics":
        write_whole(path, calendar(told, now))
    elif ending == ".html":
        beside = path.with_suffix(".ics")
        write_whole(path, web_page(told, beside.name if beside.exists() else "").encode("utf-8"))
    else:
        write_whole(path, message(told).encode("utf-8"))
    if told.public:
        path.chmod(0o644)  # anybody may read it: that is what it is for
    return path
