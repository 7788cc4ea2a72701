"""The signature of a hop (RFC 9421), and each way to borrow it for something else."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from vectors.making.forms import Case, File, Group
from vectors.making.parties import DAY, HOUR, NOW, Party, aldova, borania, signing

from comity.foundation.directory import KeyRecord, Node
from comity.foundation.identity import SigningKey, Validity
from comity.foundation.limits import LIMITS
from comity.node import hop
from comity.words import Instant

_BODY = b"a sealed act"
_PATH = "/exchange/v1/acts"
_EVIDENCE = f"/exchange/v1/evidence/{'0' * 64}"


def file() -> File:
    """Give the file."""
    xa, xb = aldova(), borania()
    shared = {"to": xb.code, "profiles": [xa.document], "at": str(NOW), "method": "POST", "path": _PATH}
    shared |= {"range": "", "body": _BODY}
    cases = [*_whole(xa, xb), *_borrowed(xa, xb), *_timely(xa, xb), *_keys(xa, xb), *_forms(xa, xb)]
    return File("hops", "carriage-and-receipts", (Group("hop", cases, shared),), {"aldova": xa.document})


def _asked(xb: Party, **changes: Any) -> hop.Asked:
    return replace(hop.Asked(xb.code, "POST", _PATH, "", _BODY), **changes)


def _signed(
    xa: Party, xb: Party, *, at: Instant = NOW, key: SigningKey | None = None, **changes: Any
) -> dict[str, str]:
    return hop.sign(_asked(xb, **changes), state=xa.code, key=key or xa.node, at=at)


def _whole(xa: Party, xb: Party) -> Iterator[Case]:
    yield Case("an act is handed over", {"fields": _signed(xa, xb)}, ("Hop",))
    span = {"method": "GET", "path": _EVIDENCE, "span": "bytes=0-99", "body": b""}
    told = {"method": "GET", "path": _EVIDENCE, "range": "bytes=0-99", "body": b""}
    yield Case("a range of evidence is asked for", {"fields": _signed(xa, xb, **span), **told}, ("Hop",))
    whole = {"method": "GET", "path": _EVIDENCE + "/leaves", "body": b""}
    yield Case("leaves are asked for", {"fields": _signed(xa, xb, **whole), **whole}, ("Hop",))


def _borrowed(xa: Party, xb: Party) -> Iterator[Case]:
    good = _signed(xa, xb)
    span = {"method": "GET", "path": _EVIDENCE, "body": b""}
    ranged = _signed(xa, xb, **span, span="bytes=0-99")
    bare = _signed(xa, xb, **span)
    for comment, given in (
        ("the same, asked of another State", {"to": "XC"}),
        ("another State says that it asks", {"fields": good | {hop.FROM: "XC"}}),
        ("another method", {"method": "PUT"}),
        ("another path", {"path": "/exchange/v1/receipts"}),
        ("another body", {"body": b"another act"}),
        ("no body", {"body": b""}),
        (
            "another body, and its digest with it",
            {"body": b"x", "fields": good | {hop.DIGEST: hop.content_digest(b"x")}},
        ),
        ("another range", {"fields": ranged, **span, "range": "bytes=0-999"}),
        ("a range was added", {"fields": bare, **span, "range": "bytes=0-99"}),
        ("the range was taken off", {"fields": ranged, **span}),
    ):
        code = "unknown-peer" if given.get("fields", {}).get(hop.FROM) == "XC" else "hop-refused"
        yield Case(comment, {"fields": good, **given}, ("OtherMessage",), code)


def _timely(xa: Party, xb: Party) -> Iterator[Case]:
    skew = LIMITS.clock_skew
    for comment, at, code in (
        ("five minutes behind", NOW + -skew, ""),
        ("five minutes ahead", NOW + skew, ""),
        ("more than five minutes behind", Instant((NOW + -skew).milliseconds - 1000), "hop-refused"),
        ("more than five minutes ahead", Instant((NOW + skew).milliseconds + 1000), "hop-refused"),
    ):
        yield Case(comment, {"fields": _signed(xa, xb, at=at)}, ("Clock",), code)


def _keys(xa: Party, xb: Party) -> Iterator[Case]:
    good = _signed(xa, xb)
    for comment, key in (
        ("signed by a stranger", signing("a stranger")),
        ("signed by an office", xa.signing),
        ("signed by the key of the record", xa.log_key),
    ):
        yield Case(comment, {"fields": _signed(xa, xb, key=key)}, ("KeyReuse",), "unknown-key")
    ended = KeyRecord(xa.node.public, Validity(NOW + -DAY, NOW))
    revoked = KeyRecord(xa.node.public, Validity(NOW + -DAY, NOW + DAY), revoked=NOW + -HOUR)
    for comment, record, code in (
        ("the node's key has ended", ended, "key-expired"),
        ("the node's key was revoked", revoked, "key-revoked"),
    ):
        party = xa.changed(nodes=(Node("https://xa.example", (record,)),))
        yield Case(comment, {"fields": good, "profiles": [party.document]}, ("KeyValidity",), code)
    yield Case("a State that is not pinned", {"fields": good, "profiles": []}, ("Unpinned",), "unknown-peer")


def _forms(xa: Party, xb: Party) -> Iterator[Case]:
    good = _signed(xa, xb)

    def changed(name: str, old: str, new: str) -> Mapping[str, str]:
        if old not in good[name]:
            raise ValueError(old)
        return good | {name: good[name].replace(old, new)}

    def without(*names: str) -> Mapping[str, str]:
        return {name: value for name, value in good.items() if name not in names}

    letter = good[hop.SIGNATURE][10]
    for comment, fields, flag, code in (
        ("nothing is signed", without(*good), "Empty", "hop-unsigned"),
        ("no signature", without(hop.SIGNATURE), "Empty", "hop-unsigned"),
        ("no parameters", without(hop.INPUT), "Empty", "hop-refused"),
        ("nobody says that he asks", without(hop.FROM), "Empty", "unknown-state"),
        ("no digest of the body", without(hop.DIGEST), "Empty", "hop-refused"),
        (
            "the digest of the body is not covered",
            changed(hop.INPUT, ' "content-digest"', ""),
            "Binding",
            "hop-refused",
        ),
        ("the path is not covered", changed(hop.INPUT, ' "@path"', ""), "Binding", "hop-refused"),
        (
            "a field more is covered",
            changed(hop.INPUT, '"@path"', '"@path" "date"'),
            "SecondForm",
            "hop-refused",
        ),
        (
            "covered in another order",
            changed(hop.INPUT, '"@method" "@path"', '"@path" "@method"'),
            "SecondForm",
            "hop-refused",
        ),
        ("another algorithm", changed(hop.INPUT, "ed25519", "hmac-sha256"), "Suite", "hop-refused"),
        ("another tag", changed(hop.INPUT, "comity-hop-v1", "another"), "WrongType", "hop-refused"),
        (
            "a nonce that no paper asks for",
            changed(hop.INPUT, ";tag=", ';nonce="x";tag='),
            "UnknownMember",
            "hop-refused",
        ),
        ("another label", changed(hop.INPUT, "hop=", "sig="), "SecondForm", "hop-refused"),
        ("a signature of another label", changed(hop.SIGNATURE, "hop=", "sig="), "SecondForm", "hop-refused"),
        (
            "a flipped letter in the signature",
            changed(
                hop.SIGNATURE,
                f"hop=:{good[hop.SIGNATURE][5:10]}{letter}",
                f"hop=:{good[hop.SIGNATURE][5:10]}{'A' if letter != 'A' else 'B'}",
            ),
            "FlippedByte",
            "hop-refused",
        ),
        ("another digest algorithm", changed(hop.DIGEST, "sha-256", "sha-512"), "Suite", "hop-refused"),
    ):
        yield Case(comment, {"fields": dict(fields)}, (flag,), code)
