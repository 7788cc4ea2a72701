"""What the machine or the database refuses is told as a refusal; a fault of our own is not taken for one."""

import errno
import os
from pathlib import Path

import pytest
from django.db import connection
from django.db.utils import DatabaseError, DataError, IntegrityError, OperationalError
from django.http import Http404

from comity.cli.hindrances import hindrance
from comity.errors.commands import MachineRefused
from comity.errors.node import DatabaseUnprepared, DatabaseUnusable, UnknownPeer
from comity.errors.text import UnknownText


def test_a_full_disk_and_a_missing_folder_are_told_with_the_name_of_the_file(tmp_path: Path):
    with pytest.raises(OSError, match="No such file") as missing:
        (tmp_path / "nowhere" / "file").write_bytes(b"")
    told = hindrance(missing.value)
    assert isinstance(told, MachineRefused)
    assert (told.place, told.facts["reason"]) == ("file", os.strerror(errno.ENOENT))
    full = hindrance(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert isinstance(full, MachineRefused)
    assert full.facts["reason"] == "No space left on device"


@pytest.mark.store
def test_a_table_that_is_missing_asks_for_the_tables_to_be_prepared(db):
    with pytest.raises(DatabaseError) as missing, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM a_table_that_nobody_made")
    assert isinstance(hindrance(missing.value), DatabaseUnprepared)


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database or disk is full"),
        OperationalError("connection failed\nwith more lines"),
        OperationalError(),
        DatabaseError("file is not a database"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_line(error: DatabaseError):
    told = hindrance(error)
    assert isinstance(told, DatabaseUnusable)
    assert told.facts["reason"]
    assert "\n" not in str(told)


def test_a_page_that_is_not_there_and_a_refusal_of_ours_are_refusals():
    refusal = UnknownPeer("XB")
    assert hindrance(refusal) is refusal
    assert isinstance(hindrance(Http404("a text")), UnknownText)


@pytest.mark.parametrize(
    "error",
    [ZeroDivisionError(), IntegrityError("UNIQUE"), DataError(), KeyError("state"), OSError("no number")],
)
def test_a_fault_of_our_own_is_no_hindrance(error: Exception):
    assert hindrance(error) is None
