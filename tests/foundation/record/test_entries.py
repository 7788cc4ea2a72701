"""An entry says nothing of its content to whoever lacks the salt."""

from hashlib import sha256

import pytest
from tests.foundation.parties import NOW, some_digest

from comity.errors.record import ContentUnproved, MalformedEntry
from comity.foundation.canonical import canonical
from comity.foundation.record import Entry, salted_digest

SALT = bytes(range(32))
ENTRY = Entry.of("requests:request:sent", NOW, b"content", salt=SALT)


def test_what_is_written_is_read_back() -> None:
    assert Entry.parse(ENTRY.to_bytes()) == ENTRY


def test_what_is_written_is_canonical() -> None:
    told = {"at": str(NOW), "digest": ENTRY.digest, "kind": ENTRY.kind}
    assert ENTRY.to_bytes() == canonical(told)


def test_content_and_salt_together_prove_the_entry() -> None:
    ENTRY.require_content(b"content", salt=SALT)
    assert ENTRY.digest == sha256(SALT + b"content").hexdigest()
    for content, salt in ((b"Content", SALT), (b"content", bytes(32))):
        with pytest.raises(ContentUnproved):
            ENTRY.require_content(content, salt=salt)


def test_a_salt_has_one_length_so_that_no_content_passes_for_another() -> None:
    for salt in (b"", SALT[:-1], SALT + b"c"):
        with pytest.raises(MalformedEntry):
            salted_digest(b"content", salt)


def test_no_content_stands_in_the_entry() -> None:
    assert b"content" not in ENTRY.to_bytes()


@pytest.mark.parametrize("kind", ["", "sent", "requests:sent", "Requests:request:sent", "a:b:c:d", "a:b:c\n"])
def test_a_kind_is_subject_object_happened(kind: str) -> None:
    with pytest.raises(MalformedEntry):
        Entry(kind, NOW, some_digest("x"))


def test_a_field_too_many_is_refused() -> None:
    with pytest.raises(MalformedEntry):
        Entry.parse(canonical({"at": str(NOW), "digest": "a" * 64, "kind": "a:b:c", "who": "me"}))
