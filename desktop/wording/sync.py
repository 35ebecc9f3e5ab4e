"""The sentences about the shared database."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "server_unreachable": QT_TRANSLATE_NOOP(
        "wording",
        "The shared database cannot be reached. Nothing was lost: everything waits here and can be sent later.",
    ),
    "server_admin_unreachable": QT_TRANSLATE_NOOP(
        "wording",
        "Nobody answers at that address. Look at the name of the server and its port, whether PostgreSQL is running "
        "there, and whether the firewall lets you through.",
    ),
    "server_refused_login": QT_TRANSLATE_NOOP(
        "wording", "The shared database does not let this desk in. Ask its administrator to enrol it again."
    ),
    "server_certificate": QT_TRANSLATE_NOOP(
        "wording",
        "The server cannot prove that it is the city's: its certificate is another one, or has expired. Nothing was "
        "sent and nothing is lost. Look at the date of this computer and try another network; if it stays so, tell "
        "whoever looks after the database: it may take a new enrolment file.",
    ),
    "server_busy": QT_TRANSLATE_NOOP(
        "wording", "The shared database is busy with other desks. Everything waits here; try again in a moment."
    ),
    "server_trouble": QT_TRANSLATE_NOOP(
        "wording", "The shared database could not take it ({sqlstate}). Nothing was lost; tell its administrator."
    ),
    "server_not_prepared": QT_TRANSLATE_NOOP(
        "wording",
        "That database is not prepared for Cabildo yet. Its administrator does it with “cabildo server init”.",
    ),
    "server_admin_needed": QT_TRANSLATE_NOOP(
        "wording", "That user may not prepare the database: it takes one that may create roles and owns the database."
    ),
    "server_admin_refused": QT_TRANSLATE_NOOP(
        "wording",
        "The server does not let that administrator in: check the user, the password and the name of the database in "
        "the address.",
    ),
    "server_too_old": QT_TRANSLATE_NOOP("wording", "That PostgreSQL is too old: version {oldest} or newer is needed."),
    "server_newer": QT_TRANSLATE_NOOP(
        "wording", "The shared database is of a newer version of Cabildo. Update this program and send again."
    ),
    "server_url_unreadable": QT_TRANSLATE_NOOP(
        "wording", "That is not the address of a database. Write it like postgresql://user:password@server/database."
    ),
    "server_behind": QT_TRANSLATE_NOOP(
        "wording", "The shared database keeps going back to entry {number}. Its administrator has to look at it."
    ),
    "not_enrolled": QT_TRANSLATE_NOOP(
        "wording", "This desk is not enrolled in the shared database yet. An administrator enrols it once."
    ),
    "batch_too_much": QT_TRANSLATE_NOOP(
        "wording",
        "One entry is longer than the shared database takes ({bytes} bytes). It stays here, and so does what was "
        "written after it; ask for help.",
    ),
    "desk_revoked": QT_TRANSLATE_NOOP("wording", "This desk was revoked: it may not enter the shared database again."),
    "desk_mistaken": QT_TRANSLATE_NOOP("wording", "Those credentials are another desk's."),
    "cloned": QT_TRANSLATE_NOOP(
        "wording",
        "The server has another entry {number} of this desk: this laptop is a copy, or came back from a backup. "
        "Nothing was sent, so that nothing is lost; ask for help before going on.",
    ),
    "chain_broken": QT_TRANSLATE_NOOP(
        "wording", "Entry {number} of the journal was altered after it was written. What is before it was sent."
    ),
    "journal_broken": QT_TRANSLATE_NOOP(
        "wording", "The journal does not hold: entry {number} was altered or is missing."
    ),
    "journal_cut": QT_TRANSLATE_NOOP(
        "wording",
        "The journal ends too early: entry {number} and whatever came after it are missing. "
        "Work on with the last copy, and tell whoever looks after the shared database.",
    ),
    "conflict_unknown": QT_TRANSLATE_NOOP("wording", "That difference was settled meanwhile, here or on another desk."),
    "capacity_unknown": QT_TRANSLATE_NOOP("wording", "There is no role “{capacity}”. Choose one of: {known}."),
    "certificate_unreadable": QT_TRANSLATE_NOOP(
        "wording", "That file is no certificate. It takes the authority of the server as PEM text."
    ),
    "ticket_exists": QT_TRANSLATE_NOOP("wording", "{path} is there already. Choose another name: nothing was written."),
    "ticket_unreadable": QT_TRANSLATE_NOOP(
        "wording", "That is not an enrolment file, or it is damaged. Ask the administrator for another one."
    ),
    "ticket_not_there": QT_TRANSLATE_NOOP("wording", "There is no file {path}. Look at its name and its folder."),
    "ticket_newer": QT_TRANSLATE_NOOP(
        "wording", "That enrolment file is of a newer version of Cabildo. Update this program first."
    ),
    "ticket_used": QT_TRANSLATE_NOOP(
        "wording", "That enrolment file was used already, or revoked. Ask the administrator for another one."
    ),
    "ticket_other_city": QT_TRANSLATE_NOOP(
        "wording", "That enrolment file is for another city ({city}). Ask the administrator for one of this city."
    ),
    "enrol_send_first": QT_TRANSLATE_NOOP(
        "wording",
        "That file is for a district head, whose laptop keeps no names, and on this one something is not sent yet "
        "({entries}). Send it first, with the enrolment of before or one as facilitator; then enrol again.",
    ),
    "ticket_expired": QT_TRANSLATE_NOOP(
        "wording",
        "That enrolment file was good until {until} and opens nothing any more. Ask the administrator for another one. "
        "If today is an earlier day, set the date of this computer right.",
    ),
    "ticket_expired_there": QT_TRANSLATE_NOOP(
        "wording", "The time to use that enrolment file is over. Ask the administrator for another one."
    ),
    "ticket_too_big": QT_TRANSLATE_NOOP(
        "wording",
        "The certificate is too long for a code that can be read: hand the enrolment file over instead, or name only "
        "the authority that signed.",
    ),
    "code_reader_missing": QT_TRANSLATE_NOOP(
        "wording",
        "Reading the code out of a picture needs a part that is not installed: pip install cabildo[camera]. "
        "The enrolment file itself, or its text, does as well.",
    ),
    "ticket_days_wrong": QT_TRANSLATE_NOOP("wording", "An enrolment file is good for 1 to 365 days."),
    "desk_unknown": QT_TRANSLATE_NOOP(
        "wording", "No desk of that name or number is enrolled: “{which}”. “cabildo server status” lists them."
    ),
    "desk_of_several": QT_TRANSLATE_NOOP(
        "wording",
        "Several desks are called “{which}”. Say the number that “cabildo server status” shows before the name.",
    ),
    "nothing_missing": QT_TRANSLATE_NOOP(
        "wording", "No laptop has told of anything missing of “{which}”. “cabildo server restore-check” shows what is."
    ),
    "holder_unknown": QT_TRANSLATE_NOOP(
        "wording", "“{which}” has told of nothing that is missing there. “cabildo server restore-check” shows who has."
    ),
    "holders_disagree": QT_TRANSLATE_NOOP(
        "wording",
        "Two laptops have something else of “{which}” under one number. "
        "Find out which is in order, and name it: --from.",
    ),
    "server_journal_broken": QT_TRANSLATE_NOOP(
        "wording",
        "The journal of the shared database does not hold ({where}). Keep a copy of it as it is, bring back the last "
        "backup, and run this again with --restored: every desk sends again what is missing.",
    ),
    "rehearsal_needs_server": QT_TRANSLATE_NOOP(
        "wording",
        "The evening on two desks is played on a PostgreSQL. Write its address, with its administrator, after --url or "
        "into {variable}. It gets a database of its own there, which goes afterwards.",
    ),
    "rehearsal_needs_database": QT_TRANSLATE_NOOP(
        "wording", "That user may not make a database to practise in: it takes one with CREATEDB and CREATEROLE."
    ),
    "rehearsal_not_let_in": QT_TRANSLATE_NOOP(
        "wording",
        "The server lets nobody into the database for practice: its pg_hba.conf names others. "
        "Add this line there while the rehearsal lasts, and let it be read again: hostssl all all all scram-sha-256",
    ),
    "rows_differ": QT_TRANSLATE_NOOP(
        "wording",
        "The record is not what its journal says: {where}. "
        "Somebody changed the file from outside: work on with the last copy, and keep this one to be looked at.",
    ),
}
