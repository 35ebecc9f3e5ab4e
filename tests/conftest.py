"""What every test stands on: no screen, no keyring, no home folder of the person who runs it."""

import atexit
import os
import shutil
import tempfile
import time
from pathlib import Path

# Set before anything of Qt is imported. Tests that want a real X server start it and set these for a child process.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_API"] = "pyside6"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for name in ("CABILDO_HOME", "CABILDO_PASSPHRASE", "DISPLAY", "WAYLAND_DISPLAY", "LANGUAGE"):
    os.environ.pop(name, None)

# The evening's own zone, so that a laptop or a server in UTC counts the same hours.
os.environ["TZ"] = "America/Argentina/Buenos_Aires"
time.tzset()

# What a program writes to the person's own folders lands here; the workers of one run share the folder of the first.
if "CABILDO_TESTS_AWAY" not in os.environ:
    os.environ["CABILDO_TESTS_AWAY"] = tempfile.mkdtemp(prefix="cabildo-tests-")
    atexit.register(shutil.rmtree, os.environ["CABILDO_TESTS_AWAY"], ignore_errors=True)
for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[name] = str(Path(os.environ["CABILDO_TESTS_AWAY"]) / name.lower())

pytest_plugins = ("tests.postgres", "tests.record", "tests.discretion")
