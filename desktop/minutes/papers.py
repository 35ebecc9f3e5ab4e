"""The papers that are made of one sitting, and which parts stand in each."""

from __future__ import annotations

FULL, SHORT, PUBLIC, ATTENDANCE, COMMITMENTS = "full", "short", "public", "attendance", "commitments"

# The order is that of the set in its folder, and of the list on the page.
PAPERS: dict[str, tuple[str, ...]] = {
    FULL: (
        "data", "opening", "attendance", "people", "previous", "agenda", "issues", "commitments", "signatures",
    ),
    SHORT: ("data", "opening", "attendance_short", "agenda_short", "issues_short", "commitments", "signatures"),
    PUBLIC: ("data", "opening", "attendance", "previous", "agenda", "issues", "commitments"),
    ATTENDANCE: ("data", "attendance", "people", "signature"),
    COMMITMENTS: ("data", "previous", "commitments", "signature"),
}  # fmt: skip

# The section of the phrases that holds the heading of a part; what opens a paper has none.
SECTIONS = {
    "attendance": "attendance",
    "attendance_short": "attendance",
    "people": "people",
    "previous": "previous",
    "agenda": "agenda",
    "agenda_short": "agenda",
    "issues": "issues",
    "issues_short": "issues",
    "commitments": "commitments",
    "signatures": "signatures",
    "signature": "signature",
}

# A template of the public version cannot ask for these, however it is edited.
NEVER_PUBLIC = frozenset({"people", "signatures", "signature", "facilitator", "secretary"})
