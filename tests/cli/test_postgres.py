"""A throwaway PostgreSQL answers at its address, and nothing of it is left."""

import contextlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from comity.cli import postgres

pytestmark = pytest.mark.skipif(postgres.binaries() is None, reason="PostgreSQL is not installed")


def test_it_answers_inside_the_block_and_is_gone_after_it() -> None:
    with postgres.throwaway() as address:
        parts = urlsplit(address)
        folder = Path(unquote(parts.hostname or ""))
        with psycopg.connect(address) as connection:
            version = connection.execute("select current_setting('server_version_num')::int").fetchone()
        assert version is not None
        assert version[0] >= 150000
        assert folder.is_dir()
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


def test_a_fault_inside_the_block_leaves_nothing_either() -> None:
    folder = Path()
    with contextlib.suppress(ZeroDivisionError), postgres.throwaway() as address:
        folder = Path(unquote(urlsplit(address).hostname or ""))
        _ = 1 / 0
    assert folder.name.startswith("comity-postgres-")
    assert not folder.exists()
