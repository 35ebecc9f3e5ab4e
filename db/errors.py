"""The two ways in which the record says no; anything else that is raised is a bug."""

from __future__ import annotations

from typing import Any


class Refused(Exception):  # noqa: N818 - it is a verdict, and reads as one: `raise Refused("already_closed")`
    """A rule says no. `code` names the reason, `facts` fill the sentence; the sentence itself is worded elsewhere.

    Facts may hold what the person typed, because she sees it again on her own screen; they are never logged.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Unavailable(Exception):  # noqa: N818
    """The world does not answer: no network, no server, a full disk. Nothing is wrong with what was asked."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
