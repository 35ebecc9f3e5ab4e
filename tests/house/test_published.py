"""What is published can be installed anywhere and tells nothing of the machine it was written on."""

import re
import tomllib

import pytest

from tests.house.tree import ROOT, published, where

# Written in two halves, so that this file does not find itself.
HOSTS = ["pypi." + "org", "python" + "hosted", "deb." + "debian", "npm" + "js", "snapshot." + "debian"]
FOLDERS = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/opt/" + "pypi", "/Us" + "ers/"]


@pytest.mark.parametrize(("name", "least"), [("requirements.lock", 40), ("requirements-bench.lock", 10)])
def test_the_lock_has_hashes_and_no_addresses(name: str, least: int) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert not re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links|^-i ", lock, re.MULTILINE)
    packages = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert len(packages) > least
    assert not [package.split()[0] for package in packages if "--hash=sha256:" not in package]


def test_the_lock_has_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[\[<>=!; ]", line)[0].lower().replace("_", "-") for line in asked}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {line.split("==")[0] for line in lock.splitlines() if "==" in line}
    assert not names - locked
    assert "pyside6-essentials==6.11.3" in lock


@pytest.mark.parametrize("needle", HOSTS + FOLDERS)
def test_no_file_names_a_registry_or_a_folder_of_one_machine(needle: str) -> None:
    found = []
    for path in published():
        content = path.read_bytes()
        if b"\0" not in content[:4096] and needle.encode() in content:
            found.append(where(path))
    assert not found


def test_the_licence_is_the_whole_licence() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_every_decision_stands_in_the_list() -> None:
    folder = ROOT / ".github" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    decisions = sorted(path.name for path in folder.glob("0*.md"))
    assert len(decisions) >= 8
    for name in decisions:
        text = (folder / name).read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix(f"# {name[:4]} - ")
        assert f"[{name[:4]}]({name}) | {title} |" in listed
        for part in ("Context", "Decision", "Consequences", "Considered"):
            assert f"**{part}.**" in text, f"{name} says no {part}"
