"""The ground that every test stands on: one throwaway installation, one database, no address of the world.

* What a test writes for a while lies in memory where the machine has room for it: a node syncs each file that it must
  not lose, and a disk makes that wait. The folder of a test that passed is removed with it.
* Each process of the run makes its own folder there, and names it in ``COMITY_HOME`` before Django reads its
  settings. It is removed when the process ends.
* SQLite in a file of that folder unless ``COMITY_DATABASE`` names a PostgreSQL; ``./comity test`` runs the
  tests marked ``store`` on both.
* Hypothesis draws the same examples in every run (profile ``ci``); ``--hypothesis-profile deep`` draws anew.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings as hypothesis_settings
from tests.emptying import empty
from tests.sharing import is_journey, laid, shared_ground

from comity.node import installation
from comity.reference.mandate import promises

DATABASE = ("db", "transactional_db", "live_server")
OURS = "COMITY_TESTS_PROCESS"
LONGEST_NAME = 40
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3  # far more than all tests that run at a time have ever written
NODE = 'state = "XA"\nkind = "state"\nname = "Aldova"\nurl = "http://localhost:8000"\n'
SECRET = "a secret that only the tests know, long enough for Django to sign with"


def make_installation(home: Path) -> Path:
    """Lay out ``home`` as a node of Aldova that was initialised."""
    (home / "static").mkdir(parents=True, exist_ok=True)
    (home / "node.toml").write_text(NODE, encoding="utf-8")
    (home / "secret").write_text(SECRET, encoding="ascii")
    (home / "secret").chmod(0o600)
    return home


def _write_to_memory() -> None:
    """Let this process, and those that it starts, write their temporary files to memory, if that may run programs."""
    if (
        os.access(MEMORY, os.W_OK)
        and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
        and shutil.disk_usage(MEMORY).free > ROOM
    ):
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _own_home() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="comity-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return make_installation(folder)


def _enter(home: Path) -> None:
    """Let Django read its settings for ``home``; other processes of the run must not inherit them."""
    if apps.ready:
        raise pytest.UsageError(
            "Django read its settings before the tests had a home: unset DJANGO_SETTINGS_MODULE"
        )
    os.environ["COMITY_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.node.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs an event loop beside the ORM
    django.setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]
    os.environ[OURS] = str(os.getpid())


if os.environ.get(OURS) != str(os.getpid()):  # a test may import this page by name: its process has one home
    _write_to_memory()
    _enter(_own_home())
HOME = Path(os.environ["COMITY_HOME"])

EACH = hypothesis_settings(
    deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large)
)
hypothesis_settings.register_profile("ci", EACH, max_examples=60, derandomize=True, database=None)
hypothesis_settings.register_profile("deep", EACH, max_examples=2000)
hypothesis_settings.load_profile("ci")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case after its place, not its value, where the value is long or may differ from run to run."""
    return argname if isinstance(val, str | bytes) and len(val) > LONGEST_NAME else None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark all tests before any is chosen by its marks, and lay those chosen in the order in which they run."""
    _mark(items)
    yield
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    items[:] = laid(items, processes, is_long=is_journey, bond=shared_ground)


def _mark(items: list[pytest.Item]) -> None:
    """Mark whatever touches the database as ``store``, and refuse a promise that the mandate does not know.

    A journey runs on the second database only where it says so itself: most of it is a browser's time.
    """
    known = {promise.id for promise in promises()}
    for item in items:
        touches = item.get_closest_marker("django_db") or set(DATABASE) & set(getattr(item, "fixturenames", ()))
        if touches and not item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.store)
        cited = {name for mark in item.iter_markers("mandate") for name in mark.args}
        if unknown := cited - known:
            raise pytest.UsageError(
                f"{item.nodeid} names no promise of the mandate: {', '.join(sorted(unknown))}"
            )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Keep SQLite in a file: in memory it has neither WAL nor a second connection, and would prove less."""
    store = django.db.connections["default"].settings_dict
    if "sqlite" in store["ENGINE"]:
        store["TEST"]["NAME"] = str(HOME / "tests.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _emptied_where_rows_stand() -> Iterator[None]:
    """A test that committed leaves an empty database behind, without Django's way of truncating every table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty())
        yield


@pytest.fixture(autouse=True)
def _hashing_is_cheap(settings) -> None:
    """Sign-in hashes passwords slowly on purpose; a test that is not about that need not wait."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nobody_delivers_by_himself() -> Iterator[None]:
    """What a test sends waits in the outbox until the test delivers it, even where a command has begun to deliver."""
    yield
    outbox = import_module("comity.node.outbox")  # it needs the models, which stand only now
    outbox.employ(outbox.NoPostman())


@pytest.fixture
def node_home(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh installation of Aldova for one test, which the settings and the environment name."""
    home = make_installation(tmp_path / "node")
    monkeypatch.setenv("COMITY_HOME", str(home))
    settings.INSTALLATION = installation.here()
    settings.STATIC_ROOT = home / "static"
    return home
