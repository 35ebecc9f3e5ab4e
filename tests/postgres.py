"""A real PostgreSQL of our own: TLS, passwords by SCRAM, a free port, a temporary folder, gone when the tests are."""

import contextlib
import datetime as dt
import ipaddress
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from psycopg import sql
from sqlalchemy import URL

OLDEST = 14
MISSING = (
    f"PostgreSQL {OLDEST} or newer is missing on this system - "
    "install it with: sudo apt-get install --no-install-recommends postgresql"
)
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/bin", "/usr/bin", "/opt/homebrew/bin")

# fsync is off here and nowhere else: these clusters live for one test run, on machines that do not lose power in it.
SETTINGS = """
listen_addresses = '127.0.0.1'
ssl = on
ssl_cert_file = 'server.crt'
ssl_key_file = 'server.key'
password_encryption = 'scram-sha-256'
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 60
shared_buffers = 64MB
logging_collector = off
log_timezone = 'UTC'
timezone = 'UTC'
"""


def programs() -> Path:
    """The folder of the newest PostgreSQL of this system that is new enough."""
    found: list[tuple[int, Path]] = []
    for pattern in PLACES:
        for folder in Path("/").glob(pattern.lstrip("/")):
            program = folder / "postgres"
            if program.exists() and (folder / "initdb").exists():
                said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
                version = re.search(r"(\d+)", said)
                found.append((int(version[1]) if version else 0, folder))
    found = [each for each in found if each[0] >= OLDEST]
    if not found:
        pytest.fail(MISSING, pytrace=False)
    return max(found)[1]


def unprivileged() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses root, so root hands it to `postgres`, or else to `nobody`."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("neither postgres nor nobody is a user here")


def certificates(folder: Path) -> None:
    """Write ca.crt, server.crt and server.key: an authority for one run, and its word for 127.0.0.1 and localhost."""
    now = dt.datetime.now(dt.UTC)

    def built(subject: str, key: ec.EllipticCurvePrivateKey, *, authority: bool) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cabildo tests")]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )

    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca = built("Cabildo tests", ca_key, authority=True).sign(ca_key, hashes.SHA256())
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    server = built("localhost", key, authority=False).add_extension(names, critical=False)
    pem = serialization.Encoding.PEM
    (folder / "ca.crt").write_bytes(ca.public_bytes(pem))
    (folder / "server.crt").write_bytes(server.sign(ca_key, hashes.SHA256()).public_bytes(pem))
    (folder / "server.key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Cluster:
    """One server with its folder. `stop` and `start` may be used by a test that wants to see it go and come back."""

    folder: Path
    binaries: Path
    user: pwd.struct_passwd | None
    port: int = 0
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    process: subprocess.Popen[bytes] | None = None

    @property
    def ca(self) -> Path:
        return self.folder / "ca.crt"

    def url(self, database: str = "postgres") -> URL:
        """Where the administrator reaches a database, as SQLAlchemy wants it said."""
        return URL.create(
            "postgresql+psycopg",
            username="postgres",
            password=self.password,
            host="127.0.0.1",
            port=self.port,
            database=database,
            query={"sslmode": "verify-full", "sslrootcert": str(self.ca)},
        )

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="postgres",
            password=self.password,
            dbname=database,
            sslmode="verify-full",
            sslrootcert=str(self.ca),
            connect_timeout=5,
            autocommit=True,
        )

    def create(self) -> None:
        """Lay the cluster out: data with checksums, certificates, and nobody let in but over TLS with a password."""
        data = self.folder / "data"
        secret = self.folder / "password"
        secret.write_text(self.password)
        self._own(self.folder, secret)
        initdb = [self.binaries / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", "--data-checksums"]
        initdb += ["--pwfile", secret, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._as_user([str(part) for part in initdb])
        secret.unlink()
        certificates(self.folder)
        for name in ("server.crt", "server.key"):
            (self.folder / name).rename(data / name)
        (data / "server.key").chmod(0o600)
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(SETTINGS + f"unix_socket_directories = '{self.folder}'\n")
        (data / "pg_hba.conf").write_text("hostssl all all 127.0.0.1/32 scram-sha-256\n")
        self._own(data / "server.crt", data / "server.key")

    def start(self) -> None:
        """Start on the port of last time, or on a free one; another may have taken it meanwhile, so look again."""
        for _ in range(5):
            self.port = self.port or free_port()
            if self._started():
                return
            self.port = 0
        pytest.fail("PostgreSQL did not start:\n" + self.log(), pytrace=False)

    def stop(self) -> None:
        """Stop at once; clients that are still there are sent away."""
        if self.process is None:
            return
        self.process.send_signal(2)  # SIGINT: a fast shutdown, in PostgreSQL's words
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=20)
        self.process = None

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")

    def _started(self) -> bool:
        program = [str(self.binaries / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self._for_user(program, dies_with_us=True),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=self.folder,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with self.connect() as connection:
                    row = connection.execute("select current_setting('data_directory')").fetchone()
                assert row == (str(self.folder / "data"),), "another PostgreSQL answers on our port"
                return True
            except psycopg.OperationalError:
                time.sleep(0.03)
        self.stop()
        return False

    def _for_user(self, command: list[str], *, dies_with_us: bool = False) -> list[str]:
        """The same command as the unprivileged user; should the tests be killed, the kernel stops the server."""
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            return command
        options: list[str] = []
        if self.user is not None:
            options += [f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}", "--clear-groups"]
        if dies_with_us:
            options += ["--pdeathsig", "INT"]
        return [setpriv, *options, "--", *command] if options else command

    def _as_user(self, command: list[str]) -> None:
        done = subprocess.run(self._for_user(command), capture_output=True, text=True, check=False, cwd=self.folder)
        if done.returncode:
            pytest.fail(f"{command[0]} failed:\n{done.stdout}{done.stderr}", pytrace=False)

    def _own(self, *paths: Path) -> None:
        if self.user is not None:
            for path in paths:
                os.chown(path, self.user.pw_uid, self.user.pw_gid)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One running server for all tests of this process."""
    folder = Path(tempfile.mkdtemp(prefix="cabildo-pg-"))
    made = Cluster(folder=folder, binaries=programs(), user=unprivileged())
    try:
        made.create()
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server(cluster: Cluster) -> Iterator[str]:
    """The administrator's address of an empty database; afterwards it is gone, with every role the test made."""
    name = f"city_{secrets.token_hex(4)}"
    if cluster.process is None or cluster.process.poll() is not None:
        cluster.start()
    with cluster.connect() as admin:
        admin.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
    yield cluster.url(name).render_as_string(hide_password=False)
    if cluster.process is None or cluster.process.poll() is not None:
        cluster.start()
    with cluster.connect() as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
        left = admin.execute(
            "select rolname from pg_roles where rolname !~ '^pg_' and rolname <> 'postgres'"
        ).fetchall()
        for (role,) in left:
            admin.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))
