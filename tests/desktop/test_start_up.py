"""The window is up before anything heavy is imported."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("sqlalchemy", "alembic", "pyqtgraph", "numpy", "docx", "lxml", "zoomus", "requests", "keyring", "psycopg",
         "typer", "qtawesome", "cryptography", "pyhanko", "pkcs11", "segno")  # fmt: skip

SCRIPT = """
import sys
from pathlib import Path
from desktop.main import Cabildo, application
app = application()
cabildo = Cabildo(app, Path(sys.argv[1]))
cabildo.window.show()
app.processEvents()
assert cabildo.window.isVisible()
print(*[name for name in sys.argv[2:] if name in sys.modules])
"""


def test_showing_the_window_imports_nothing_that_takes_long(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path), *HEAVY], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
