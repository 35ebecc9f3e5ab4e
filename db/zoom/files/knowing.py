"""Whether a file is Zoom's, by its beginning: what falls on a page of lists may be one, or a list. For a worker.

A list of neighbours has names, e-mails and telephones too: only what no list has makes a table Zoom's, which are the
times of a call, of an answer, of a registration.
"""

from pathlib import Path

from db.errors import Refused
from db.zoom.files import chats, polls, questions, registrations, transcripts
from db.zoom.files.cells import Rows, cuts_of, is_packed, text_of
from db.zoom.files.headers import find_header

# Bytes. Zoom's header is in the first lines; a workbook is one whole, and one of Zoom is small.
_BEGINNING, _WORKBOOK = 65_536, 2_000_000
_OF_A_CALL = frozenset({"joined", "left", "minutes", "total_minutes", "attended"})


def is_zooms(path: Path) -> bool:
    """Whether it is; of a file that cannot be read nobody knows, and it is not."""
    try:
        if path.is_dir():
            return False
        with path.open("rb") as file:
            data = file.read(_WORKBOOK + 1)
        if is_packed(data):
            return len(data) <= _WORKBOOK and any(_is_table(cut.head) for cut in cuts_of(data, None))
        text = text_of(data[:_BEGINNING])
        if transcripts.is_transcript(text) or chats.is_chat(text):
            return True
        return any(_is_table(cut.head) for cut in cuts_of(data, text))
    except (OSError, Refused):
        return False


def _is_table(head: Rows) -> bool:
    header = find_header(head)
    if header is not None:
        return bool(_OF_A_CALL & header.at.keys())
    if any(polls.columns_in(row) or questions.columns_in(row) for row in head):
        return True
    registered = registrations.find_columns(head)
    return registered is not None and "registered" in registered[1]
