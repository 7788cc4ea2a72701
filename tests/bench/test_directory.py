"""The bench of the directory verifies what it says, and sets it beside the peer."""

from dataclasses import replace

import pytest
from bench.directory import ours, peers, profile, signing
from tuf.api.exceptions import UnsignedMetadataError

from bench import directory
from comity.errors.directory import WrongPin


def test_both_verify_the_same_authorities():
    made = profile(3)
    assert ours(made)() == made
    peers(made)()


def test_ours_refuses_what_another_key_signed(monkeypatch):
    sign = directory.sign_profile
    other = signing("another")
    monkeypatch.setattr(
        directory, "sign_profile", lambda made, _root: sign(replace(made, root=other.public), other)
    )
    with pytest.raises(WrongPin):
        ours(profile(2))()


def test_the_peer_refuses_what_nobody_signed(monkeypatch):
    monkeypatch.setattr(directory, "add_signature", lambda *_: None)
    with pytest.raises(UnsignedMetadataError):
        peers(profile(2))()
