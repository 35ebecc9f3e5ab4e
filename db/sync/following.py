"""How far what others wrote was taken in, and whether what was erased by law was followed with all that it reaches.

Programs of before the server said whose desks wrote what (`seats`) left on their laptops what another desk of the
erasing district had written. Such a file asks for every erasure once more, and notes when it has followed them.
"""

from __future__ import annotations

from db.sync.tables import Standing
from db.sync.taking import Page

# Stands before the mark of the cursor, which is written with it or not at all. A program of before hands it to the
# server as it is, which does not know it and begins from the first commit: that one has all of it then.
_FOLLOWED = "seated "


def mark_of(standing: Standing) -> str | None:
    """The mark of the last commit that was taken in, as the server gave it."""
    return standing.pulled_mark and standing.pulled_mark.removeprefix(_FOLLOWED)


def followed_until(standing: Standing) -> int:
    """Up to which commit erasures need not be told again."""
    return (standing.redacted or 0) if _is_followed(standing) else 0


def move_cursor(standing: Standing, page: Page) -> None:
    """The page is in the record, whole. The cursor stays where it is if it was set back since the page was asked for
    (somebody took in a stick between two pages), or if the page is older than what came since."""
    if not page.since <= (standing.pulled or 0) <= page.commit_no:
        return
    followed = page.seated and (page.erased_since == 0 or _is_followed(standing))
    # Of redactions no further than of entries: the mark vouches for this commit and for no later one, so that after
    # a restore of the server a new erasure may have the number of one that was followed already.
    standing.pulled, standing.redacted = page.commit_no, page.commit_no
    standing.pulled_mark = f"{_FOLLOWED}{page.mark}" if followed and page.mark else page.mark


def _is_followed(standing: Standing) -> bool:
    return (standing.pulled_mark or "").startswith(_FOLLOWED)
