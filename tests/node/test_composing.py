"""The book of keys is carried from one profile to the next, and a profile says of keys what the book says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comity.errors.directory import MalformedProfile
from comity.foundation.directory import SecondSignature
from comity.foundation.directory.keys import OVERLAP
from comity.foundation.identity import SigningKey, Suite
from comity.node import directory, own
from comity.node.composing import LIFE, Book, completed, compose, offices
from comity.node.keystore import LOG, NODE
from comity.words import AuthorityId, Instant

pytestmark = pytest.mark.store
DUTY, CENTRAL = AuthorityId("XA/duty"), AuthorityId("XA/central")
NEW = SigningKey.from_seed(b"n" * 32).public
SECOND = SigningKey.from_seed(b"2" * 32, Suite.ML_DSA_65).public
WEEK = timedelta(days=7)


@pytest.fixture
def at(node) -> Instant:
    return directory.own_profile().issued + timedelta(days=100)


def composed(book: Book, at: Instant):
    root = directory.own_profile().root
    return compose(book, root=root, serial=2, at=at)


def test_what_a_profile_says_of_keys_is_the_book_of_the_next(at: Instant):
    profile = directory.own_profile()
    book = Book.of(profile)
    assert (book.node, book.log) == (profile.nodes[0].keys, profile.log)
    assert set(book.offices) == set(offices()) == {DUTY, CENTRAL}
    assert Book.of(composed(book, at)) == book
    assert Book.of(None) == Book()


def test_a_first_book_names_the_key_that_each_use_signs_with(at: Instant):
    book = completed(Book(), at=at)
    assert [record.key for record in book.node] == [own.keys().signing(NODE).public]
    assert [record.key for record in book.offices[DUTY]] == [own.keys().signing("duty.signing").public]
    assert (book.log.key, book.log.earlier) == (own.keys().signing(LOG).public, ())


def test_completing_lengthens_what_signs_and_changes_nothing_else(at: Instant):
    before = Book.of(directory.own_profile())
    after = completed(before, at=at)
    assert after.log == before.log
    for use in (NODE, "duty.signing", "central.signing"):
        (old,), (new,) = before.records(use), after.records(use)
        assert new == replace(old, validity=replace(old.validity, until=at + LIFE))


def test_each_use_finds_its_own_records_and_no_others(at: Instant):
    book = Book.of(directory.own_profile())
    for use, others in ((NODE, "duty.signing"), ("duty.signing", NODE), ("duty.second", "central.signing")):
        key = SECOND if use == "duty.second" else NEW
        changed = book.succeeded(use, key, at=at, switch=at + WEEK)
        assert changed.records(use)[-1].key == key
        assert changed.records(others) == book.records(others)
    assert book.records("police.signing") == ()


def test_a_successor_counts_at_once_and_the_replaced_until_an_overlap_after_the_switch(at: Instant):
    book = Book.of(directory.own_profile()).succeeded(NODE, NEW, at=at, switch=at + WEEK)
    old, new = book.node
    assert old.validity.until == at + WEEK + OVERLAP
    assert new.require(at) == NEW


def test_a_successor_of_the_records_key_puts_the_old_one_among_the_earlier(at: Instant):
    before = Book.of(directory.own_profile())
    after = before.succeeded(LOG, NEW, at=at, switch=at + WEEK)
    assert after.log.counting(at + WEEK) == (NEW, before.log.key)
    assert after.log.counting(at + WEEK + OVERLAP) == (NEW,)
    assert composed(after, at).log == after.log


def test_a_key_that_was_exchanged_by_hand_takes_the_place_of_the_one_before(at: Instant, node):
    before = Book.of(directory.own_profile())
    (node / "keys" / "node.key").unlink()
    own._keys.cache_clear()
    own.keys().make("node", lambda size: b"h" * size)
    old, new = completed(before, at=at).node
    assert (old.key, old.successor) == (before.node[0].key, new.key.thumbprint)
    assert new.key == own.keys().signing(NODE).public


def test_a_word_for_the_second_signature_that_we_do_not_know_is_refused(at: Instant, settings):
    book = Book.of(directory.own_profile())
    settings.INSTALLATION.extra["signatures"] = {"second": "accepted"}
    assert composed(book, at).second_signature is SecondSignature.ACCEPTED
    settings.INSTALLATION.extra["signatures"] = {"second": "yes"}
    with pytest.raises(MalformedProfile) as refused:
        composed(book, at)
    assert "not-asked" in refused.value.facts["expected"]
