"""From an empty PostgreSQL to an enrolled laptop, as the README says it: each line of it is typed here."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from PySide6.QtWidgets import QApplication

from desktop import cli, i18n
from tests.house.tree import ROOT
from tests.postgres import Cluster, programs, unprivileged

README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README[README.index("### The shared database") : README.index("## The words")]
LINES = re.findall(r"^    (\S.+?)\s*$", SECTION, re.MULTILINE)
FOLDER = "/etc/postgresql/15/main"
HOST = "base.ciudad.example"
PASSWORD = "una clave larga"


@pytest.fixture
def empty_server() -> Iterator[Cluster]:
    """A PostgreSQL as a distribution leaves it, for one test to set up: nobody else is on it."""
    folder = Path(tempfile.mkdtemp(prefix="cabildo-pg-"))
    made = Cluster(folder=folder, binaries=programs(), user=unprivileged())
    try:
        made.create()
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def administers(cluster: Cluster, line: str) -> None:
    """Types a line of the first part: as `postgres`, in the server's own folder."""
    data = cluster.folder / "data"
    words = shlex.split(line.replace(FOLDER, str(data)))
    if "|" in words:
        words = ["bash", "-c", line.replace("sudo ", "")]
    elif words[0] == "sudo":
        words = words[3:] if words[1] == "-u" else words[1:]
    if words[0] in ("apt-get", "cd", "chown"):
        return  # it is installed, the folder is told below, and the files are given away below
    if words[0] == "pg_ctlcluster":
        cluster._own(data / "cabildo.key", data / "cabildo.crt")
        reads_its_settings_again(cluster)
        return
    tool = cluster.binaries / words[0]
    words[0] = str(tool) if tool.exists() else words[0]
    reached = {"PGHOST": "127.0.0.1", "PGPORT": str(cluster.port), "PGUSER": "postgres", "PGPASSWORD": cluster.password}
    # Without a terminal of its own it asks for the new password on its standard input, twice.
    done = subprocess.run(
        words, env={**os.environ, **reached}, cwd=data, input=f"{PASSWORD}\n{PASSWORD}\n", start_new_session=True,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{line}\n{done.stderr}"


def reads_its_settings_again(cluster: Cluster) -> None:
    """All that was set but the addresses it listens at, without a restart; and waits until its certificate is the new
    one."""
    assert cluster.process is not None
    cluster.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 120
    while True:
        try:
            psycopg.connect(
                host=HOST, hostaddr="127.0.0.1", port=cluster.port, user="encargada", password=PASSWORD,
                dbname="cabildo", sslmode="verify-full", sslrootcert=str(cluster.folder / "data" / "cabildo.crt"),
                connect_timeout=5,
            ).close()  # fmt: skip
            return
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, cluster.log()


# A whole server is made and thirteen commands are given; a machine that has other work takes its time.
@pytest.mark.timeout(600)
def test_from_an_empty_postgresql_to_an_enrolled_laptop(
    empty_server: Cluster, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert i18n.install(qapp), "the words are not built: run `make setup`"
    before = LINES.index(next(line for line in LINES if line.startswith("export")))
    assert before >= 10
    for line in LINES[:before]:
        administers(empty_server, line)
    shutil.copy(empty_server.folder / "data" / "cabildo.crt", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CABILDO_HOME", str(tmp_path / "notebook"))
    monkeypatch.setenv("CABILDO_PASSPHRASE", "four words of your own")
    # The name of the server is nobody's here: it is looked for on this machine, and its certificate has to bear it out.
    address = LINES[before].partition("=")[2].strip("'").replace("PASSWORD", PASSWORD.replace(" ", "%20"))
    address = address.replace(f"{HOST}/", f"{HOST}:{empty_server.port}/") + "&hostaddr=127.0.0.1"
    monkeypatch.setenv("CABILDO_SERVER_URL", address)
    assert cli.run(["init", "--city", "rosario", "--district", "oeste"]) == 0
    for line in (line for line in LINES[before:] if line.startswith("cabildo") and "evening" not in line):
        code = cli.run(shlex.split(line, comments=True)[1:])
        assert code == 0, f"{line}\n{capsys.readouterr().err}"
    capsys.readouterr()
    assert cli.run(["server", "status"]) == 0
    assert "Oeste 1  (secretaría, Oeste): 100 asientos" in capsys.readouterr().out
    assert (tmp_path / "constancia.pdf").stat().st_size > 1000
