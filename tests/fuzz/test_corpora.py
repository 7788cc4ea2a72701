"""Every decoder reads what it should and refuses the rest by name, without a fuzzer: its corpus, and changes to it."""

import json
import random

import pytest
from fuzz.decoders import DECODERS, Decoder, attempt

from comity.errors.directory import DirectoryUnsound
from comity.errors.record import MalformedStamp
from fuzz import corpora

ROUNDS = 60  # mutations of each good input
HEAVY = 20 * 1024  # an input that is longer is cut and flipped less often


def mutations(content: bytes, seed: str):
    """Flip, cut, double, take out and put in, the same in every run."""
    chance = random.Random(seed)
    rounds = ROUNDS if len(content) < HEAVY else ROUNDS // 10
    for _ in range(rounds):
        place, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
        yield from (
            content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :],
            content[:place],
            content[:place] + content[end:],
            content[:end] + content[place:],
            content[:place] + chance.randbytes(chance.randrange(9)) + content[place:],
        )
        yield bytes([content[0] | 0x80]) + changed(
            content[1:], chance
        )  # in the one form of JSON, if it is JSON


def changed(content: bytes, chance: random.Random) -> bytes:
    """Change a value somewhere in JSON."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return content
    place, parent = value, None
    while isinstance(place, dict | list) and place and chance.random() < 0.9:
        name = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        parent, place = place, place[name]
    if parent is not None:
        parent[name] = chance.choice(
            [None, True, -1, 2**60, "", "x" * 300, [], {}, [None], {"": 0}, "\u202e", place]
        )
    return json.dumps(value).encode()


def test_every_decoder_has_a_small_corpus():
    assert sorted(path.name for path in corpora.FOLDER.iterdir()) == sorted(DECODERS)
    for name in DECODERS:
        files = list(corpora.inputs(name))
        assert any(path.name.startswith("good-") for path in files), name
        assert len(files) <= corpora.MOST, name
        assert all(path.stat().st_size <= corpora.LARGEST for path in files), name
        assert all(path.name.startswith(("good-", "found-")) for path in files), name


@pytest.mark.parametrize(("name", "decoder"), DECODERS.items(), ids=list(DECODERS))
def test_what_is_good_is_read_and_what_was_found_is_refused_or_read(name: str, decoder: Decoder):
    for path in corpora.inputs(name):
        refusal = attempt(decoder, path.read_bytes())
        if path.name.startswith("good-"):
            assert refusal is None, (path.name, refusal)


@pytest.mark.parametrize(("name", "decoder"), DECODERS.items(), ids=list(DECODERS))
def test_whatever_is_done_to_it_is_read_or_refused_by_name(name: str, decoder: Decoder):
    refused = 0
    for path in corpora.inputs(name):
        for mutated in mutations(path.read_bytes(), f"{name}/{path.name}"):
            refused += attempt(decoder, mutated) is not None
    assert refused  # a decoder that takes everything was not reached


def test_a_stamp_whose_certificate_cannot_be_read_is_refused():
    """One is of no known version; others name their issuer in an unknown kind of letters, or in one of another use."""
    found = list((corpora.FOLDER / "stamp").glob("found-*"))
    assert len(found) > 1
    for one in found:
        assert isinstance(attempt(DECODERS["stamp"], one.read_bytes()), MalformedStamp)


def test_a_directory_that_names_a_key_it_does_not_give_is_refused():
    root = (corpora.FOLDER / "tuf" / "good-root").read_bytes()
    told = json.loads(root[1:])
    for role in told["signed"]["roles"].values():
        role["keyids"] = [f"{name[:-1]}!" for name in role["keyids"]]
    assert isinstance(attempt(DECODERS["tuf"], root[:1] + json.dumps(told).encode()), DirectoryUnsound)


def test_nothing_and_every_single_byte_is_read_or_refused_by_name():
    for decoder in DECODERS.values():
        attempt(decoder, b"")
        for number in range(256):
            attempt(decoder, bytes([number]))
