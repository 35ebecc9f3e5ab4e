"""What every test stands on: no screen, no keyring, no home folder of the person who runs it."""

import atexit
import gc
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

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

# How long an example takes tells of the machine, not of the code; a failing one prints how to repeat it.
settings.register_profile("cabildo", deadline=None, print_blob=True)
settings.load_profile("cabildo")

pytest_plugins = ("tests.postgres", "tests.record", "tests.discretion")


@pytest.fixture(autouse=True, scope="session")
def the_one_application(request: pytest.FixtureRequest) -> Iterator[None]:
    """A process has one application, and the first to ask decides its kind: the terminal's would do without windows.

    So it is made with windows before any test; tests of the record alone are spared Qt.
    """
    record = Path(__file__).parent / "db"
    if any(not item.path.is_relative_to(record) for item in request.session.items):
        qapp = request.getfixturevalue("qapp")
        yield
        # The clipboard off screen outlives Python, and with it what was copied last: the process would end in a crash.
        qapp.clipboard().clear()
    else:
        yield


@pytest.fixture(autouse=True)
def what_qt_made_on_this_thread_dies_on_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Not on whichever worker, or thread of a server on loopback, happens to allocate most in this test or the next.

    The first fixture to begin is the last to end: what all the others held is garbage by then.
    """
    gc.disable()
    yield
    if "qapp" in request.fixturenames:
        gc.collect()
        # Whatever lives on belongs to the process, as modules do: the look after the next test passes it over.
        gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def what_one_test_set_is_not_there_for_the_next() -> Iterator[None]:
    """The language of the application and the places where logs go belong to the process, and tests share it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

        if application := QCoreApplication.instance():
            for translator in application.findChildren(QTranslator):
                application.removeTranslator(translator)
                translator.setParent(None)
        QLocale.setDefault(QLocale.c())
