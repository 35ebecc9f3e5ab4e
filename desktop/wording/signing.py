"""The sentences about final and signed minutes."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "minutes_final": QT_TRANSLATE_NOOP(
        "wording",
        "These minutes are final. If something is wrong and nobody has signed, make them a draft again first.",
    ),
    "minutes_sitting_open": QT_TRANSLATE_NOOP(
        "wording", "The sitting is not closed yet: its minutes can be final from then on."
    ),
    "minutes_sitting_reopened": QT_TRANSLATE_NOOP(
        "wording", "The sitting was opened again after these minutes became final. Close it before anybody signs."
    ),
    "minutes_already_final": QT_TRANSLATE_NOOP("wording", "These minutes are final already: now they can be signed."),
    "minutes_signed_already": QT_TRANSLATE_NOOP(
        "wording", "These minutes are signed: nothing can be added to them any more."
    ),
    "minutes_not_newest": QT_TRANSLATE_NOOP(
        "wording", "There is a newer version of these minutes: that one can be final."
    ),
    "minutes_not_written": QT_TRANSLATE_NOOP("wording", "Write the minutes as a Word file first."),
    "minutes_not_final": QT_TRANSLATE_NOOP("wording", "These minutes are still a draft: make them final first."),
    "minutes_has_signatures": QT_TRANSLATE_NOOP(
        "wording", "Somebody has signed these minutes already ({count}): they cannot be a draft again."
    ),
    "minutes_word_missing": QT_TRANSLATE_NOOP(
        "wording", "The Word file of these minutes is not at {path}. Write it again, or say where it is."
    ),
    "minutes_word_edited": QT_TRANSLATE_NOOP(
        "wording",
        "{path} was edited and its changes were not taken back yet. Take them back first, then make it final.",
    ),
    "word_unreadable": QT_TRANSLATE_NOOP("wording", "The Word file of the minutes cannot be read: it is damaged."),
    "office_missing": QT_TRANSLATE_NOOP(
        "wording",
        "The PDF is made by LibreOffice, which is not on this computer. Install LibreOffice Writer and try again.",
    ),
    "office_failed": QT_TRANSLATE_NOOP(
        "wording", "LibreOffice could not make the PDF. Open the Word file in LibreOffice to see what is wrong with it."
    ),
    "paper_without_new_signature": QT_TRANSLATE_NOOP(
        "wording", "That PDF carries no signature that the record does not have already."
    ),
    "paper_missing": QT_TRANSLATE_NOOP(
        "wording", "The PDF of these minutes is not at {path}. Put it back there to go on signing."
    ),
    "paper_changed": QT_TRANSLATE_NOOP(
        "wording",
        "{path} is not the PDF that the record knows. If somebody signed it there, take it back; "
        "if not, put the other one in its place.",
    ),
    "paper_not_ours": QT_TRANSLATE_NOOP(
        "wording",
        "{name} does not begin with the PDF that was to be signed: it was printed anew or changed. "
        "Only the very PDF, with a signature added, can be taken back.",
    ),
    "paper_from_before": QT_TRANSLATE_NOOP(
        "wording",
        "{name} was signed on an earlier PDF and lacks the signatures that came since. "
        "Ask for a signature on the newest one.",
    ),
    "paper_signature_broken": QT_TRANSLATE_NOOP(
        "wording", "{name} carries a signature that does not hold. Ask whoever signed it to do it again."
    ),
    "paper_certificate": QT_TRANSLATE_NOOP(
        "wording",
        "{name} was signed with a certificate that was not in force. Ask for a signature with one that is.",
    ),
    "file_unreadable": QT_TRANSLATE_NOOP("wording", "The file {path} cannot be read."),
    "file_not_good": QT_TRANSLATE_NOOP("wording", "{name} is not in order."),
    "scan_unknown": QT_TRANSLATE_NOOP(
        "wording", "{name} is no scan that can be kept: it has to be PDF, JPG, PNG or TIFF."
    ),
    "scan_is_the_paper": QT_TRANSLATE_NOOP(
        "wording",
        "{name} is the PDF that was made here, not the scan of a paper signed by hand. Choose the scan; "
        "if it was signed with a certificate, take the signed PDF back.",
    ),
    "pdf_unreadable": QT_TRANSLATE_NOOP("wording", "The PDF cannot be read: it is damaged."),
    "signatories_none": QT_TRANSLATE_NOOP("wording", "Somebody has to sign: choose at least one place."),
    "signatories_many": QT_TRANSLATE_NOOP("wording", "There is room for {most} signatures at most."),
    "signatory_unknown": QT_TRANSLATE_NOOP("wording", "Nobody signs as “{role}”. There are: {roles}."),
    "places_full": QT_TRANSLATE_NOOP("wording", "Every place of this PDF is signed already."),
    "place_taken": QT_TRANSLATE_NOOP("wording", "Place {place} is signed already, or there is no such place."),
    "sign_with_what": QT_TRANSLATE_NOOP("wording", "Say with what to sign: either a certificate file or a token."),
    "certificate_file_missing": QT_TRANSLATE_NOOP("wording", "There is no certificate file at {path}."),
    "certificate_file_unreadable": QT_TRANSLATE_NOOP(
        "wording", "{path} does not open: either the passphrase is wrong, or it is no certificate file (.p12, .pfx)."
    ),
    "certificate_expired": QT_TRANSLATE_NOOP("wording", "The certificate expired on {day}: it cannot sign any more."),
    "certificate_not_yet": QT_TRANSLATE_NOOP("wording", "The certificate is in force only from {day} on."),
    "token_module_unreadable": QT_TRANSLATE_NOOP(
        "wording", "{path} is not the module of a token, or it needs a program of its maker that is not installed."
    ),
    "token_missing": QT_TRANSLATE_NOOP("wording", "The token is not there. Plug it in and try again."),
    "token_which": QT_TRANSLATE_NOOP("wording", "There are several tokens: say which one ({labels})."),
    "token_pin_wrong": QT_TRANSLATE_NOOP(
        "wording", "The PIN is wrong. Most tokens lock themselves after three wrong ones."
    ),
    "token_pin_locked": QT_TRANSLATE_NOOP("wording", "The token is locked: whoever gave it can unlock it."),
    "token_without_certificate": QT_TRANSLATE_NOOP(
        "wording", "The token holds no key with a certificate to sign with."
    ),
    "token_silent": QT_TRANSLATE_NOOP(
        "wording", "The token does not answer. Unplug it, plug it in again and try once more."
    ),
    "timestamp_silent": QT_TRANSLATE_NOOP(
        "wording", "The timestamp server does not answer: nothing was signed. Try again, or sign without a timestamp."
    ),
}
