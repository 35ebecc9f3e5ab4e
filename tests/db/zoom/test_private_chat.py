"""What one person wrote to another never comes in, in whichever language and wherever the chat was saved."""

from __future__ import annotations

from datetime import datetime

import pytest

from db.zoom.files.opening import read_told
from db.zoom.files.told import Chat
from tests.db.zoom.forge import ZONE

AT = datetime(2026, 11, 19, 19, 0, tzinfo=ZONE)


def chat(text: str) -> Chat:
    told = read_told(text.encode(), zone=ZONE, sitting_at=AT)[1]
    assert isinstance(told, Chat)
    return told


@pytest.mark.parametrize(
    ("everyone", "private"),
    [
        ("From Pía to Everyone:", "From Ana to You (Direct Message):"),
        ("From Pía to Everyone:", "From Me to Ana(Direct Message):"),
        ("De Pía a Todos:", "De Ana a Bruno(Mensaje directo):"),
        ("De Pía para Todos:", "De Ana para mí (Mensaje directo):"),
        ("De Pía para Todos:", "De Ana para Bruno(Mensagem direta):"),
        ("De Pía à Tout le monde :", "De Ana à Bruno (Message direct) :"),
        ("Da Pía a Tutti:", "Da Ana a Bruno(Messaggio diretto):"),
    ],
)
def test_a_private_message_saved_on_the_laptop_is_only_counted(everyone: str, private: str) -> None:
    secret = f"19:14:00 {private}\n\tsecreto\n\tmás secreto\n"
    told = chat(f"19:10:00 {everyone}\n\thola\n{secret}19:20:00 {everyone}\n\tchau\n")
    assert [(one.author, one.text) for one in told.lines] == [("Pía", "hola"), ("Pía", "chau")]
    assert (told.private, told.left_out) == (1, ())


@pytest.mark.parametrize(
    "author",
    [
        "Ana to You",
        "Ana to Bruno Paz",
        "From Ana",
        "Ana para Bruno",
        "Ana a mí",
        "Ana (Direct Message)",
        "Ana (en privado)",
    ],
)
def test_a_message_to_somebody_in_a_chat_of_the_cloud_is_only_counted(author: str) -> None:
    told = chat(f"00:00:10\tPía:\thola\n00:00:20\t{author}:\tsecreto\nmás secreto\n00:00:30\tRosa a secas:\tchau\n")
    assert [(one.author, one.text) for one in told.lines] == [("Pía", "hola"), ("Rosa a secas", "chau")]
    assert told.private == 1


def test_in_a_chat_of_the_cloud_everyone_is_no_part_of_the_name() -> None:
    told = chat("00:00:10\tPía de la Cruz to Everyone:\thola\n00:00:12\tDe la Cruz, Pía:\tchau\n")
    assert [one.author for one in told.lines] == ["Pía de la Cruz", "De la Cruz, Pía"]
