"""What one line says of somebody new, at the door and from a sheet of paper."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """Her name as it was written, the digits of her document and of her telephone; empty what was not told."""

    name: str = ""
    document: str = ""
    phone: str = ""


def read_line(text: str) -> Line:
    """What one line says of somebody: the words are her name, six to eight digits her document, more a telephone."""
    name, document, phone = [], "", ""
    for word in text.replace(",", ", ").split():
        digits = re.sub(r"\D", "", word)
        if not digits or re.sub(r"[\d.\-+()MFmf]", "", word):
            name.append(word)
        elif 6 <= len(digits) <= 8 and not document:
            document = digits
        else:
            phone += digits
    return Line(name=" ".join(name).replace(" ,", ","), document=document, phone=phone)
