"""The record: entries, the tree, paths, checkpoints and their witnesses, tiles, proofs."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from vectors.making.forms import Case, File, Group
from vectors.making.parties import NOW, seed, signing

from comity.foundation import trees
from comity.foundation.canonical import canonical
from comity.foundation.record import (
    Checkpoint,
    Entry,
    Fork,
    Growth,
    Log,
    MemoryStore,
    Offer,
    Proof,
    write_entries,
)

_ORIGIN = "xa.example/record"
_SALT = sha256(b"the salt of the entry").digest()
_CONTENT = b"what happened"
_SIZES = (1, 2, 3, 4, 5, 7, 8, 9)
_RFC = (  # the leaves of the well-known test tree of Certificate Transparency
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)


def file() -> File:
    """Give the file."""
    entry = Entry.of("requests:request:sent", NOW, _CONTENT, salt=_SALT)
    key = str(signing("XA record").public)
    log = _log()
    return File(
        "record",
        "record",
        (
            Group("entry", list(_entries(entry))),
            Group("tree-root", list(_roots())),
            Group("inclusion", list(_inclusions())),
            Group("consistency", list(_consistencies())),
            Group("checkpoint", list(_checkpoints(log)), {"key": key, "origin": _ORIGIN}),
            Group(
                "cosignature",
                list(_witnessed(log)),
                {"name": "xb.example/witness", "key": str(signing("XB witness").public)},
            ),
            Group("growth", list(_growths(log))),
            Group("linked", list(_links(log))),
            Group("fork", list(_forks(log)), {"key": key}),
            Group("offer", list(_offers(log)), {"key": key, "origin": _ORIGIN}),
            Group("tile-path", list(_tiles())),
            Group("entries", list(_bundles())),
            Group("proof", list(_proofs(log)), {"key": key, "origin": _ORIGIN}),
        ),
    )


def _log() -> Log:
    log = Log(MemoryStore(), _ORIGIN)
    log.append([f"entry {number}".encode() for number in range(300)])
    return log


def _checkpoint(log: Log, size: int) -> Checkpoint:
    return Checkpoint(_ORIGIN, size, log.root(size)).signed(signing("XA record"))


def _entries(entry: Entry) -> Iterator[Case]:
    good, told = entry.to_bytes(), json.loads(entry.to_bytes())
    proof = {"content": _CONTENT, "salt": _SALT}
    yield Case("an entry", {"document": good}, ("Record",))
    yield Case("an entry, its content and its salt", {"document": good, **proof}, ("Record",))
    yield Case(
        "other content",
        {"document": good, **proof, "content": b"what did not happen"},
        ("Content",),
        "content-unproved",
    )
    yield Case("another salt", {"document": good, **proof, "salt": bytes(32)}, ("Content",), "content-unproved")
    yield Case(
        "a salt of 31 bytes", {"document": good, **proof, "salt": _SALT[:-1]}, ("Cut",), "malformed-entry"
    )
    for comment, document, flag, code in (
        ("a kind of two words", canonical(told | {"kind": "requests:sent"}), "Word", "malformed-entry"),
        ("a kind in capitals", canonical(told | {"kind": "Requests:request:sent"}), "Word", "malformed-entry"),
        (
            "a word of thirty-three letters",
            canonical(told | {"kind": f"{'r' * 33}:request:sent"}),
            "Edge",
            "malformed-entry",
        ),
        ("a member that no paper names", canonical(told | {"who": "XA"}), "UnknownMember", "malformed-entry"),
        ("no digest", canonical({"at": told["at"], "kind": told["kind"]}), "Empty", "malformed-entry"),
        ("a digest in capitals", canonical(told | {"digest": "A" * 64}), "Word", "malformed-digest"),
        ("a blank after a colon", good.replace(b'"at":', b'"at": '), "SecondForm", "not-canonical"),
        ("over its limit", canonical(told | {"kind": "a" * 1024}), "Edge", "too-large"),
    ):
        yield Case(comment, {"document": document}, (flag,), code)


def _roots() -> Iterator[Case]:
    entries = [bytes.fromhex(leaf) for leaf in _RFC]
    yield Case("nothing", {"entries": []}, ("Record",))
    for size in range(1, len(entries) + 1):
        yield Case(
            f"{size} of the leaves of Certificate Transparency's test tree",
            {"entries": entries[:size]},
            ("Record",),
        )


def _leaves(size: int) -> list[bytes]:
    return [trees.leaf_hash(f"entry {number}".encode()) for number in range(size)]


def _inclusions() -> Iterator[Case]:
    for size in _SIZES:
        leaves = _leaves(size)
        for index in sorted({0, size // 2, size - 1}):
            yield Case(f"entry {index} of {size}", _inclusion(leaves, index), ("Record",))
    leaves = _leaves(7)
    good = _inclusion(leaves, 6)
    path = good["path"]
    for comment, changes, flag in (
        ("another leaf", {"leaf": leaves[5]}, "FlippedByte"),
        ("another index", {"index": 5}, "Swapped"),
        ("an index below nothing", {"index": -1}, "Edge"),
        ("an index that is the size", {"index": 7}, "Edge"),
        ("another root", {"root": seed("root")}, "FlippedByte"),
        ("a step is missing", {"path": path[:-1]}, "Cut"),
        ("no step", {"path": []}, "Empty"),
        ("a step too many", {"path": [*path, seed("step")]}, "Trailing"),
        ("two steps changed places", {"path": path[::-1]}, "Swapped"),
        (
            "a node is shown as a leaf",
            {"leaf": trees.node_hash(leaves[4], leaves[5]), "index": 2, "size": 4, "path": path},
            "Swapped",
        ),
        ("a step of 31 bytes", {"path": [path[0][:-1], *path[1:]]}, "Cut"),
        ("a tree of nothing", {"index": 0, "size": 0, "path": []}, "Empty"),
    ):
        yield Case(comment, good | changes, (flag,), "inclusion-unproved")


def _inclusion(leaves: list[bytes], index: int) -> dict[str, Any]:
    return {
        "leaf": leaves[index],
        "index": index,
        "size": len(leaves),
        "path": list(trees.inclusion_path(leaves, index)),
        "root": trees.root(leaves),
    }


def _consistencies() -> Iterator[Case]:
    for old, new in (
        (0, 0),
        (0, 5),
        (1, 1),
        (1, 2),
        (2, 5),
        (3, 7),
        (4, 7),
        (4, 8),
        (6, 8),
        (7, 9),
        (8, 9),
        (9, 9),
    ):
        yield Case(f"from {old} to {new}", _grown(old, new), ("Record",))
    good = _grown(3, 7)
    path = good["path"]
    for comment, changes, flag in (
        ("the newer is smaller", {"old_size": 7, "new_size": 3}, "Rollback"),
        ("another old root", {"old_root": seed("root")}, "Fork"),
        ("another new root", {"new_root": seed("root")}, "Fork"),
        ("the same size and another root", {"new_size": 3, "path": []}, "Fork"),
        ("no step", {"path": []}, "Empty"),
        ("a step is missing", {"path": path[:-1]}, "Cut"),
        ("a step too many", {"path": [*path, seed("step")]}, "Trailing"),
        ("steps where none is needed", {"old_size": 0, "old_root": trees.EMPTY_ROOT, "path": path}, "Trailing"),
        ("a tree of nothing with a root", {"old_size": 0, "path": []}, "Empty"),
        ("another old size", {"old_size": 4}, "Swapped"),
        ("another new size", {"new_size": 9}, "Swapped"),
    ):
        yield Case(comment, good | changes, (flag,), "consistency-unproved")


def _grown(old: int, new: int) -> dict[str, Any]:
    leaves = _leaves(new)
    return {
        "old_size": old,
        "old_root": trees.root(leaves[:old]),
        "new_size": new,
        "new_root": trees.root(leaves),
        "path": list(trees.consistency_path(leaves, old)),
    }


def _checkpoints(log: Log) -> Iterator[Case]:
    good = _checkpoint(log, 300)
    text = good.text
    unsigned = replace(good, signatures=())
    stranger = unsigned.signed(signing("a stranger"))
    both = replace(good, signatures=(*stranger.signatures, *good.signatures))
    other = replace(unsigned, origin="xb.example/record").signed(signing("XA record"))
    larger = text.replace("\n300\n", "\n301\n")
    last = text.splitlines()[-1]
    yield Case("a checkpoint", {"note": text.encode()}, ("Record",))
    yield Case("of an empty record", {"note": _checkpoint(log, 0).text.encode()}, ("Record",))
    yield Case("a line by a key that nobody knows stands beside", {"note": both.text.encode()}, ("Record",))
    most = replace(good, signatures=(*good.signatures, *[stranger.signatures[0]] * 63))
    over = replace(good, signatures=(*good.signatures, *[stranger.signatures[0]] * 64))
    yield Case("sixty-four signatures", {"note": most.text.encode()}, ("Edge",))
    for comment, note, flag, code in (
        ("another record", other.text, "WrongRecord", "wrong-record"),
        ("signed by a stranger", stranger.text, "WrongKey", "checkpoint-unsigned"),
        ("another size under the same signature", larger, "FlippedByte", "signature-wrong"),
        ("no signature", unsigned.text, "Empty", "malformed-checkpoint"),
        ("no blank line", text.replace("\n\n", "\n"), "SecondForm", "malformed-checkpoint"),
        ("a line after the root", text.replace("\n\n", "\nmore\n\n"), "UnknownMember", "malformed-checkpoint"),
        (
            "a size with a nought before it",
            text.replace("\n300\n", "\n0300\n"),
            "SecondForm",
            "malformed-checkpoint",
        ),
        ("a size with a sign", text.replace("\n300\n", "\n+300\n"), "SecondForm", "malformed-checkpoint"),
        ("a size in other digits", text.replace("\n300\n", "\n٣٠٠\n"), "SecondForm", "malformed-checkpoint"),
        (
            "a size over the largest whole number",
            text.replace("\n300\n", "\n9007199254740992\n"),
            "Edge",
            "malformed-checkpoint",
        ),
        (
            "a root of 31 bytes",
            text.replace(base64.b64encode(good.root).decode(), base64.b64encode(bytes(31)).decode()),
            "Cut",
            "malformed-checkpoint",
        ),
        ("a root without padding", text.replace("=\n\n", "\n\n"), "SecondForm", "malformed-checkpoint"),
        ("an origin with a blank", text.replace(_ORIGIN, "xa example"), "Word", "malformed-checkpoint"),
        ("an origin with a plus", text.replace(_ORIGIN, "xa+example"), "Word", "malformed-checkpoint"),
        ("a short dash", text.replace("— ", "- "), "SecondForm", "malformed-checkpoint"),
        ("no line feed at the end", text[:-1], "Cut", "malformed-checkpoint"),
        ("a carriage return", text.replace("\n300\n", "\r\n300\n"), "SecondForm", "malformed-checkpoint"),
        (
            "a signature that is only a key id",
            text.replace(last, last.rsplit(" ", 1)[0] + " AAAAAA=="),
            "Cut",
            "malformed-checkpoint",
        ),
        ("sixty-five signatures", over.text, "Edge", "malformed-checkpoint"),
    ):
        yield Case(comment, {"note": note.encode()}, (flag,), code)
    yield Case("not UTF-8", {"note": b"\xff" + text.encode()}, ("InvalidText",), "invalid-text")
    yield Case("over its limit", {"note": text.encode() + b"x" * 16384}, ("Edge",), "too-large")


def _witnessed(log: Log) -> Iterator[Case]:
    good, witness = _checkpoint(log, 300), signing("XB witness")
    name = "xb.example/witness"
    cosigned = good.cosigned(witness, name=name, at=NOW)
    line = cosigned.signatures[-1]
    later = replace(line, value=line.value[:7] + bytes([line.value[7] ^ 1]) + line.value[8:])
    as_record = replace(good, signatures=(*good.signatures, replace(line, name=_ORIGIN)))
    yield Case("a witness cosigned", {"note": cosigned.text.encode()}, ("Witness",))
    yield Case("no witness", {"note": good.text.encode()}, ("Empty",), "checkpoint-unsigned")
    yield Case(
        "another moment under the same signature",
        {"note": replace(good, signatures=(*good.signatures, later)).text.encode()},
        ("FlippedByte",),
        "signature-wrong",
    )
    yield Case("under another name", {"note": as_record.text.encode()}, ("WrongKey",), "checkpoint-unsigned")
    plain = replace(good, origin=name, signatures=()).signed(witness)
    moved = replace(good, signatures=(*good.signatures, *plain.signatures))
    yield Case(
        "a plain signature of the witness", {"note": moved.text.encode()}, ("WrongType",), "checkpoint-unsigned"
    )
    other = _checkpoint(log, 299).cosigned(witness, name=name, at=NOW).signatures[-1]
    shown = replace(good, signatures=(*good.signatures, other))
    yield Case(
        "the cosignature of another size", {"note": shown.text.encode()}, ("OtherMessage",), "signature-wrong"
    )


def _growths(log: Log) -> Iterator[Case]:
    older, newer = _checkpoint(log, 200), _checkpoint(log, 300)
    path = list(log.consistency(200, 300))
    fork = replace(older, root=seed("fork"), signatures=()).signed(signing("XA record"))
    other = replace(newer, origin="xb.example/record", signatures=())

    def given(one: Checkpoint, two: Checkpoint, steps: list[bytes]) -> dict[str, Any]:
        return {"older": one.text.encode(), "newer": two.text.encode(), "path": steps}

    yield Case("the newer continues the older", given(older, newer, path), ("Record",))
    yield Case("the same twice", given(newer, newer, []), ("Record",))
    for comment, told, flag, code in (
        ("one size, two roots", given(older, fork, []), "Fork", "forked-record"),
        ("the newer is smaller", given(newer, older, path), "Rollback", "forked-record"),
        ("two records", given(older, other.signed(signing("XB record")), path), "WrongRecord", "forked-record"),
        ("a path that does not lead there", given(fork, newer, path), "Fork", "consistency-unproved"),
        ("no path", given(older, newer, []), "Empty", "consistency-unproved"),
    ):
        yield Case(comment, told, (flag,), code)


def _another() -> Log:
    """Give the same record as it would be told to someone else: it differs in its hundredth entry."""
    log = Log(MemoryStore(), _ORIGIN)
    log.append([f"entry {number}".encode() if number != 100 else b"another entry" for number in range(300)])
    return log


def _told(growth: Growth, **changes: Any) -> dict[str, Any]:
    facts = {"old": growth.old, "new": growth.new, "root": growth.root, "path": list(growth.path)}
    return facts | changes


def _links(log: Log) -> Iterator[Case]:
    older, newer = _checkpoint(log, 200), _checkpoint(log, 300)
    grew = _told(Growth.of(log, 200, 300))
    forked, of_fork = _checkpoint(_another(), 300), _told(Growth.of(_another(), 200, 300))
    elsewhere = replace(newer, origin="xb.example/record", signatures=()).signed(signing("XB record"))

    def given(known: Checkpoint, shown: Checkpoint, *growths: dict[str, Any]) -> dict[str, Any]:
        return {"known": known.text.encode(), "shown": shown.text.encode(), "growths": list(growths)}

    yield Case("the same checkpoint again", given(newer, newer), ("Record",))
    yield Case("it grew, and shows how", given(older, newer, grew), ("Record",))
    yield Case("an older one is shown again, and how it grew since", given(newer, older, grew), ("Record",))
    for comment, told, flag, code in (
        ("nothing shows how it grew", given(older, newer), "Empty", "growth-missing"),
        (
            "the growth of other sizes",
            given(older, newer, _told(Growth.of(log, 100, 300))),
            "Swapped",
            "growth-missing",
        ),
        (
            "a step is missing",
            given(older, newer, grew | {"path": grew["path"][:-1]}),
            "Cut",
            "consistency-unproved",
        ),
        (
            "another root than the path leads to",
            given(older, newer, grew | {"root": seed("root")}),
            "FlippedByte",
            "consistency-unproved",
        ),
        ("one size, two roots", given(newer, forked), "Fork", "forked-record"),
        ("it grew from another beginning", given(older, forked, of_fork), "Fork", "forked-record"),
        ("two records", given(older, elsewhere, grew), "WrongRecord", "wrong-record"),
    ):
        yield Case(comment, told, (flag,), code)


def _forks(log: Log) -> Iterator[Case]:
    key = signing("XA record").public
    older, newer = _checkpoint(log, 200), _checkpoint(log, 300)
    forked, growth = _checkpoint(_another(), 300), Growth.of(_another(), 200, 300)
    same, grown = Fork(key, newer, forked), Fork(key, older, forked, growth)
    told = json.loads(grown.to_bytes())
    stranger = signing("a stranger")
    unsigned = replace(forked, signatures=()).signed(stranger)
    yield Case("one size, two roots", {"document": same.to_bytes()}, ("Fork",))
    yield Case("it grew from another beginning", {"document": grown.to_bytes()}, ("Fork",))
    second = signing("XA record, second")
    renewed = replace(forked, signatures=()).signed(second)
    across = Fork(second.public, older, renewed, growth, key).to_bytes()
    rotated = {"document": across, "key": str(second.public)}
    yield Case("across a replaced key", rotated | {"earlier": [str(key)]}, ("Rotation",))
    yield Case("across a key that is not the record's", rotated, ("WrongKey",), "checkpoint-unsigned")
    twice = canonical(told | {"older_key": told["key"]})
    yield Case("one key named twice", {"document": twice}, ("DuplicateName",), "malformed-fork")
    for comment, document, flag, code in (
        (
            "it only grew",
            Fork(key, older, newer, Growth.of(log, 200, 300)).to_bytes(),
            "Record",
            "fork-unproved",
        ),
        ("nothing shows how it grew", Fork(key, older, forked).to_bytes(), "Empty", "fork-unproved"),
        ("the same checkpoint twice", Fork(key, newer, newer).to_bytes(), "Record", "fork-unproved"),
        (
            "one of the two is signed by a stranger",
            Fork(key, newer, unsigned).to_bytes(),
            "WrongKey",
            "checkpoint-unsigned",
        ),
        (
            "both are signed by a stranger, who is named",
            Fork(stranger.public, unsigned, replace(newer, signatures=()).signed(stranger)).to_bytes(),
            "WrongKey",
            "checkpoint-unsigned",
        ),
        ("another type", canonical(told | {"typ": "comity-receipt"}), "WrongType", "malformed-fork"),
        ("an unknown version", canonical(told | {"v": 2}), "UnknownVersion", "unknown-version"),
        (
            "a member that no paper names",
            canonical(told | {"remark": "none"}),
            "UnknownMember",
            "malformed-fork",
        ),
    ):
        yield Case(comment, {"document": document}, (flag,), code)


def _offers(log: Log) -> Iterator[Case]:
    seen, shown = _checkpoint(log, 200), _checkpoint(log, 300)
    path = log.consistency(200, 300)
    good = Offer(200, path, shown).to_bytes()
    forked = _checkpoint(_another(), 300)
    again = Offer(300, (), forked).to_bytes()
    stranger = replace(shown, signatures=()).signed(signing("a stranger"))
    known = {"seen": seen.text.encode()}
    yield Case("it grew, and shows how", {"body": good, **known}, ("Witness",))
    yield Case("the first that the witness sees", {"body": Offer(0, (), shown).to_bytes()}, ("Witness",))
    for comment, given, flag, code in (
        ("the witness saw another size", {"body": good}, "Rollback", "old-size-differs"),
        (
            "from beyond the checkpoint",
            {"body": Offer(301, (), shown).to_bytes(), **known},
            "Edge",
            "malformed-offer",
        ),
        ("one size, two roots", {"body": again, "seen": shown.text.encode()}, "Fork", "forked-record"),
        (
            "it grew from another beginning",
            {"body": Offer(200, _another().consistency(200, 300), forked).to_bytes(), **known},
            "Fork",
            "consistency-unproved",
        ),
        ("no path", {"body": Offer(200, (), shown).to_bytes(), **known}, "Empty", "consistency-unproved"),
        (
            "signed by a stranger",
            {"body": Offer(200, path, stranger).to_bytes(), **known},
            "WrongKey",
            "checkpoint-unsigned",
        ),
        (
            "no line of the old size",
            {"body": good.replace(b"old 200\n", b""), **known},
            "Empty",
            "malformed-offer",
        ),
        (
            "an old size with a nought before it",
            {"body": good.replace(b"old 200", b"old 0200"), **known},
            "SecondForm",
            "malformed-offer",
        ),
        (
            "a hash without padding",
            {"body": good.replace(b"=\n", b"\n", 1), **known},
            "SecondForm",
            "malformed-offer",
        ),
        ("no blank line", {"body": good.replace(b"\n\n", b"\n"), **known}, "SecondForm", "malformed-offer"),
        (
            "sixty-four hashes",
            {"body": Offer(200, (bytes(32),) * 64, shown).to_bytes(), **known},
            "Edge",
            "malformed-offer",
        ),
    ):
        yield Case(comment, given, (flag,), code)


def _bundles() -> Iterator[Case]:
    good = write_entries([b"entry 0", b"", b"entry 2"])
    yield Case("three entries, one of them empty", {"bundle": good}, ("Record",))
    yield Case("none", {"bundle": b""}, ("Record",))
    yield Case("cut inside an entry", {"bundle": good[:-1]}, ("Cut",), "malformed-entries")
    yield Case("cut inside a length", {"bundle": good + b"\0"}, ("Cut",), "malformed-entries")


def _tiles() -> Iterator[Case]:
    for path in (
        "tile/0/000",
        "tile/0/067",
        "tile/0/x001/x234/067",
        "tile/1/000.p/1",
        "tile/0/x001/000.p/255",
        "tile/6/000",
    ):
        yield Case("a tile", {"path": path}, ("Record",))
    for comment, path in (
        ("an index of one digit", "tile/0/0"),
        ("an index that is not in groups", "tile/0/1234"),
        ("a group that is not marked", "tile/0/001/234"),
        ("a first group of noughts", "tile/0/x000/001"),
        ("a whole tile told as partial", "tile/0/000.p/256"),
        ("a partial tile of nothing", "tile/0/000.p/0"),
        ("a level with a nought before it", "tile/00/000"),
        ("a level that no record reaches", "tile/7/000"),
        ("a way out of the folder", "tile/0/../000"),
        ("a stroke at the end", "tile/0/000/"),
    ):
        yield Case(comment, {"path": path}, ("SecondForm",), "malformed-tile-path")


def _proofs(log: Log) -> Iterator[Case]:
    entry, index = b"entry 123", 123
    good = Proof(index, 300, log.inclusion(index, 300), _checkpoint(log, 300))
    told = json.loads(good.to_bytes())
    stranger = replace(good.checkpoint, signatures=()).signed(signing("a stranger"))
    yield Case("an entry of the record", {"entry": entry, "proof": good.to_bytes()}, ("Record",))
    for comment, proof, flag, code in (
        ("another index", told | {"index": 124}, "Swapped", "inclusion-unproved"),
        ("another size than the checkpoint's", told | {"size": 299}, "Record", "malformed-proof"),
        ("a step of 31 bytes", told | {"path": ["A" * 42, *told["path"][1:]]}, "Cut", "malformed-proof"),
        ("sixty-five steps", told | {"path": [told["path"][0]] * 65}, "Edge", "malformed-proof"),
        ("a member that no paper names", told | {"remark": "none"}, "UnknownMember", "malformed-proof"),
        ("the size nought", told | {"size": 0}, "Edge", "malformed-proof"),
        ("a checkpoint by a stranger", told | {"checkpoint": stranger.text}, "WrongKey", "checkpoint-unsigned"),
    ):
        yield Case(comment, {"entry": entry, "proof": canonical(proof)}, (flag,), code)
    yield Case(
        "another entry", {"entry": b"entry 124", "proof": good.to_bytes()}, ("Content",), "inclusion-unproved"
    )
