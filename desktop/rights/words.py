"""The words of an erasure: what goes, what stays, where a text may name her. For the dialog and for the terminal."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from db.rights.queries import Mention
from desktop.rights.preview import Preview

translate = QCoreApplication.translate


def goes(preview: Preview) -> list[str]:
    """What is erased, a line each."""
    lines = [
        translate("Rights", "Her names, document, date of birth, telephone, e-mail, address, organisation and note."),
    ]
    if preview.rows > 1:
        line = translate("Rights", "The {rows} cards of hers that were joined, all of them.")
        lines.append(line.format(rows=preview.rows))
    if preview.other_names:
        lines.append(translate("Rights", "Other names she is known by: {count}.").format(count=preview.other_names))
    if preview.connections:
        line = translate("Rights", "Names, e-mails and telephones of her Zoom connections: {count}.")
        lines.append(line.format(count=preview.connections))
    if preview.handed_out:
        line = translate("Rights", "Her registrations, poll answers, chat messages and words in transcripts: {count}.")
        lines.append(line.format(count=preview.handed_out))
    line = translate("Rights", "The same values in the {count} entries of the journal, which goes on being verifiable.")
    lines.append(line.format(count=preview.entries))
    return lines


def stays(preview: Preview) -> list[str]:
    """What stays as a count, a line each."""
    line = translate(
        "Rights",
        "Without a name: {sittings} sittings attended, {turns} turns to speak, {issues} requests, "
        "{commitments} commitments. No count of people changes.",
    )
    lines = [line.format(**{name: getattr(preview, name) for name in ("sittings", "turns", "issues", "commitments")})]
    if preview.sittings:
        lines.append(translate("Rights", "Her quarter, gender and age band, because figures were told from them."))
    return lines


def beyond(preview: Preview) -> list[str]:
    """What no program can erase from here, a line each."""
    lines = []
    if preview.perhaps_she:
        line = translate(
            "Rights", "Rows that may be she and are not erased with her: {names}. Settle first who they are."
        )
        lines.append(line.format(names="; ".join(preview.perhaps_she)))
    if preview.actas:
        line = translate("Rights", "Signed minutes are a public act and stay as they are. She may be in: {actas}.")
        lines.append(line.format(actas=", ".join(preview.actas)))
    lines.append(
        translate("Rights", "Files saved or printed before, Zoom reports on the disk and older backups still name her.")
    )
    if preview.told:
        line = translate("Rights", "The city's shared database was told {count} of these entries, and keeps its copy.")
        lines.append(line.format(count=preview.told))
    return lines


def place_of(mention: Mention) -> str:
    """Where a text stands."""
    told = _places().get((mention.noun, mention.field))
    if told is None:
        whole = {
            "participant": translate("Rights", "Zoom connection"),
            "registrant": translate("Rights", "Registration of somebody"),
        }
        told = whole.get(mention.noun, translate("Rights", "Card"))
    return told if not mention.earlier else translate("Rights", "{place}, earlier version").format(place=told)


def _places_of_calls() -> dict[tuple[str, str], str]:
    return {
        ("call", "topic"): translate("Rights", "Topic of a call"),
        ("call", "file_name"): translate("Rights", "Name of a Zoom file"),
        ("chat_line", "text"): translate("Rights", "Message of the chat"),
        ("chat_line", "author"): translate("Rights", "Who wrote a message of the chat"),
        ("handout", "topic"): translate("Rights", "Topic of a call"),
        ("handout", "file_name"): translate("Rights", "Name of a Zoom file"),
        ("poll_answer", "poll"): translate("Rights", "Poll"),
        ("poll_answer", "question"): translate("Rights", "Poll"),
        ("poll_answer", "answers"): translate("Rights", "Answer to a poll"),
        ("poll_answer", "name"): translate("Rights", "Who answered a poll"),
        ("poll_answer", "email"): translate("Rights", "Who answered a poll"),
        ("transcript_line", "text"): translate("Rights", "Words of a transcript"),
        ("transcript_line", "speaker"): translate("Rights", "Who speaks in a transcript"),
    }


def _places() -> dict[tuple[str, str], str]:
    return {
        ("alias", "value"): translate("Rights", "Another name of somebody else"),
        **_places_of_calls(),
        ("commitment", "text"): translate("Rights", "Commitment"),
        ("commitment", "outcome"): translate("Rights", "How a commitment ended"),
        ("commitment", "due_reason"): translate("Rights", "Why the day of a commitment was moved"),
        ("dispatch", "sent_to"): translate("Rights", "To whom a list of requests was sent"),
        ("experience", "title"): translate("Rights", "Good practice"),
        ("experience", "done"): translate("Rights", "Good practice"),
        ("experience", "partners"): translate("Rights", "Good practice"),
        ("experience", "took"): translate("Rights", "Good practice"),
        ("experience", "photo_shows"): translate("Rights", "Good practice"),
        ("invitation", "audience"): translate("Rights", "Group that was told of a sitting"),
        ("invitation", "note"): translate("Rights", "Note on an invitation"),
        ("reply", "words"): translate("Rights", "Answer to a survey"),
        ("issue", "answer"): translate("Rights", "Answer to a request"),
        ("issue", "answered_by"): translate("Rights", "Who answered a request"),
        ("council", "name"): translate("Rights", "Name of a council"),
        ("issue", "text"): translate("Rights", "Request"),
        ("issue", "place"): translate("Rights", "Place of a request"),
        ("item", "title"): translate("Rights", "Title of an agenda item"),
        ("item", "presenter"): translate("Rights", "Who presents an agenda item"),
        ("item", "notes"): translate("Rights", "Notes of an agenda item"),
        ("minutes", "document_name"): translate("Rights", "File name of minutes"),
        ("minutes_paper", "name"): translate("Rights", "File name of minutes"),
        ("minutes_signature", "signer"): translate("Rights", "Who signed minutes"),
        ("minutes_signature", "issuer"): translate("Rights", "Who gave the certificate of a signature"),
        ("organisation", "name"): translate("Rights", "Name of an organisation"),
        ("organisation", "contact"): translate("Rights", "Contact of an organisation"),
        ("organisation", "phone"): translate("Rights", "Telephone of an organisation"),
        ("organisation", "email"): translate("Rights", "E-mail of an organisation"),
        ("resident", "note"): translate("Rights", "Note on somebody else"),
        ("resident", "phone"): translate("Rights", "Telephone of somebody else"),
        ("resident", "email"): translate("Rights", "E-mail of somebody else"),
        ("sitting", "title"): translate("Rights", "Title of a sitting"),
        ("sitting", "place"): translate("Rights", "Place of a sitting"),
        ("sitting", "facilitator"): translate("Rights", "Who facilitates a sitting"),
    }
