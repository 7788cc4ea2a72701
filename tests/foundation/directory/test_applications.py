from dataclasses import replace

import pytest
from tests.foundation.parties import NOW, party
from tests.union import key

from comity.errors.directory import MalformedApplication, WrongPin
from comity.errors.envelopes import UnknownVersion, WrongType
from comity.errors.identity import MalformedKey, SignatureWrong
from comity.foundation.canonical import canonical
from comity.foundation.directory.applications import (
    APPLICATION,
    Application,
    read_application,
    sign_application,
)
from comity.foundation.envelopes import sign_payload
from comity.foundation.identity import SigningKey, Suite
from comity.words import StateCode

ALDOVA, BORANIA = party("XA"), party("XB")
WHOLE = Application(ALDOVA.code, ALDOVA.root.public.thumbprint, key("role").public, key("holder").public, NOW)


@pytest.mark.parametrize("application", [WHOLE, replace(WHOLE, holder=None)])
def test_an_application_is_read_as_it_was_signed(application):
    assert read_application(sign_application(application, ALDOVA.root)) == application


def test_only_the_root_key_that_it_names_signs_it():
    with pytest.raises(WrongPin):
        sign_application(WHOLE, BORANIA.root)


def test_one_key_has_one_use():
    with pytest.raises(MalformedApplication):
        replace(WHOLE, holder=WHOLE.role)
    with pytest.raises(MalformedApplication):
        replace(WHOLE, role=ALDOVA.root.public)


def test_a_flipped_byte_is_refused():
    document = sign_application(WHOLE, ALDOVA.root)
    place = document.index(b'"signature":"') + 20
    other = b"A" if document[place : place + 1] != b"A" else b"B"
    with pytest.raises(SignatureWrong):
        read_application(document[:place] + other + document[place + 1 :])


def test_a_profile_is_no_application():
    with pytest.raises(WrongType):
        read_application(ALDOVA.document.partition(b"\n")[0])


def told(**changes: object) -> bytes:
    facts = {"v": 1, "state": "XA", "role": str(WHOLE.role), "at": str(NOW)} | changes
    written = canonical({name: fact for name, fact in facts.items() if fact is not None})
    return sign_payload(written, typ=APPLICATION, keys=(ALDOVA.root,), issuer="XA", introduce=True)


@pytest.mark.parametrize("changes", [{"role": None}, {"role": "x"}, {"more": 1}, {"holder": ""}])
def test_a_field_that_is_missing_unknown_or_not_in_its_form_is_named(changes):
    with pytest.raises((MalformedApplication, MalformedKey)):
        read_application(told(**changes))


def test_the_keys_of_a_directory_are_those_that_its_clients_verify():
    lattice = SigningKey.from_seed(bytes(32), Suite.ML_DSA_65).public
    for change in ({"role": lattice}, {"holder": lattice}):
        with pytest.raises(MalformedApplication):
            replace(WHOLE, **change)


def test_another_version_is_refused():
    with pytest.raises(UnknownVersion):
        read_application(told(v=2))


def test_nobody_applies_for_another_state():
    with pytest.raises(WrongPin):
        read_application(told(state=StateCode("XB")))
