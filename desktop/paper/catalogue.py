"""What a PDF can say of itself and Qt does not write: its language, its subject, and that its title be shown.

Added at the end of the file as a second version of two objects (ISO 32000-1, 7.5.6), so that nothing of the first
moves. A screen reader takes its voice from the language.
"""

from __future__ import annotations

import re


def complete(content: bytes, *, subject: str, language: str) -> bytes:
    """The same document with its language and subject; as it was, when it is not built as we know it."""
    trailer = re.search(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)\s*%%EOF\s*\Z", content, re.DOTALL)
    if trailer is None:
        return content
    told, made, offsets = trailer[1], bytearray(content), {}
    additions = {
        b"Root": b"/Lang (" + language.encode("ascii") + b")\n/ViewerPreferences << /DisplayDocTitle true >>\n",
        b"Info": b"/Subject <" + (b"\xfe\xff" + subject.encode("utf-16-be")).hex().upper().encode() + b">\n",
    }
    for name, addition in additions.items():
        found = re.search(rb"/" + name + rb" (\d+) 0 R", told)
        number = found[1] if found else b"?"
        start = content.find(b"\n" + number + b" 0 obj\n<<")
        end = content.find(b">>\nendobj", start)
        if found is None or start < 0 or end < 0:
            return content
        offsets[int(number)] = len(made)
        made += content[start + 1 : end] + addition + b">>\nendobj\n"
    begins = len(made)
    made += b"xref\n"
    for one in sorted(offsets):
        made += b"%d 1\n%010d 00000 n \n" % (one, offsets[one])
    made += b"trailer\n<<" + told + b"/Prev " + trailer[2] + b"\n>>\nstartxref\n%d\n%%%%EOF\n" % begins
    return bytes(made)
