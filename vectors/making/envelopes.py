"""Envelopes: every step of opening, in its order, and each way to fail it."""

from collections.abc import Iterator
from typing import Any

from vectors.making import age
from vectors.making.acts import earlier, stated
from vectors.making.forms import Case, File, Group
from vectors.making.parties import DAY, HOUR, NOW, Party, aldova, borania, cordia, sealing

from comity.foundation.directory import KeyRecord
from comity.foundation.envelopes import Act
from comity.foundation.identity import Validity
from comity.foundation.limits import LIMITS
from comity.words import AuthorityId, Instant


def file() -> File:
    """Give the file."""
    xa, xb = aldova(), borania()
    shared = {
        "offices": [xb.office],
        "keys": [str(xb.sealing)],
        "profiles": [xa.document, xb.document],
        "at": str(NOW),
        "known": [],
        "asked": "Ed25519",
    }
    good = xa.envelope(xa.act(xb), xb)
    values = {"aldova": xa.document, "borania": xb.document, "envelope": good.sealed}
    cases = [*_opened(xa, xb), *_sealed(xa, xb), *_spoken(xa, xb), *_timely(xa, xb), *_placed(xa, xb)]
    return File("envelopes", "act-and-envelope", (Group("envelope", cases, shared),), values)


def _opened(xa: Party, xb: Party) -> Iterator[Case]:
    envelope = xa.envelope(xa.act(xb), xb)
    yield Case("opened by its addressee", {"sealed": envelope.sealed}, ("Envelope",))
    both = {"offices": [AuthorityId("XB/court"), xb.office]}
    yield Case(
        "one of several offices of the node is addressed", {"sealed": envelope.sealed, **both}, ("Envelope",)
    )
    answer = xb.act(xa, "answer", kind="execute", prev=envelope.act.digest, at=NOW + HOUR)
    back = {
        "sealed": xb.envelope(answer, xa).sealed,
        "offices": [xa.office],
        "keys": [str(xa.sealing)],
        "known": [envelope.act.to_bytes()],
        "at": str(NOW + HOUR),
    }
    yield Case("an answer", back, ("Envelope",))


def _sealed(xa: Party, xb: Party) -> Iterator[Case]:
    act = xa.act(xb)
    good = xa.envelope(act, xb).sealed
    for_others = xa.sealed(xa.envelope(act, xb).document, act, cordia()).sealed
    oversized = good + bytes(LIMITS.envelope + 1 - len(good))
    header_end = good.index(b"\n---") + 10
    for comment, sealed, flag, code in (
        ("nothing at all", b"", "Empty", "empty-document"),
        ("a byte over the limit; nothing of it is read", oversized, "Edge", "too-large"),
        ("not an age file", b"comity" + good, "Suite", "unknown-suite"),
        ("an age file of another version", good.replace(b"/v1\n", b"/v2\n", 1), "Suite", "unknown-suite"),
        ("an age file in letters", b"-----BEGIN AGE ENCRYPTED FILE-----\n", "Suite", "unknown-suite"),
        ("sealed for others", for_others, "WrongKey", "wrong-key"),
        ("a flipped letter in the header's MAC", _letter(good, header_end), "FlippedByte", "header-mac-wrong"),
        ("a flipped bit in the payload", _bit(good, len(good) - 100), "FlippedByte", "end-unproved"),
        ("a byte was added", good + b"\0", "Trailing", "end-unproved"),
        ("cut to its header", good[: header_end + 40], "Cut", "file-cut"),
    ):
        yield Case(comment, {"sealed": sealed}, (flag,), code)
    stranger = {"sealed": good, "keys": [str(sealing("a stranger"))]}
    yield Case("the key of a stranger", stranger, ("WrongKey",), "wrong-key")


def _letter(raw: bytes, place: int) -> bytes:
    return raw[:place] + (b"A" if raw[place : place + 1] != b"A" else b"Q") + raw[place + 1 :]


def _bit(raw: bytes, place: int) -> bytes:
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def _spoken(xa: Party, xb: Party) -> Iterator[Case]:
    act = xa.act(xb)
    written = act.to_bytes()
    good = xa.envelope(act, xb).document

    def sealed(document: bytes) -> bytes:
        return age.seal(document, [xb.sealing, xa.sealing])

    statement, _, below = good.partition(b"\n")
    for comment, document, flag, code in (
        ("nothing inside", b"", "Empty", "malformed-signed"),
        ("an act that nobody signed", written, "Empty", "malformed-signed"),
        (
            "signed by a key that the office does not have",
            stated(xa, written, key=xb.signing),
            "WrongKey",
            "unknown-key",
        ),
        (
            "signed by the node instead of the office",
            stated(xa, written, key=xa.node),
            "KeyReuse",
            "unknown-key",
        ),
        (
            "another act below the statement",
            statement + b"\n" + below.replace(b"60", b"90"),
            "Binding",
            "other-act-signed",
        ),
        ("an office signs what another says", stated(xb, written), "Author", "not-the-author"),
        (
            "a member twice",
            stated(xa, written.replace(b'"seq":1,', b'"seq":1,"seq":1,')),
            "DuplicateName",
            "duplicate-name",
        ),
        (
            "not in the one form",
            stated(xa, written.replace(b'"seq":1,', b'"seq": 1,')),
            "SecondForm",
            "not-canonical",
        ),
        (
            "an unknown version",
            stated(xa, written.replace(b'"v":1}', b'"v":2}')),
            "UnknownVersion",
            "unknown-version",
        ),
    ):
        yield Case(comment, {"sealed": sealed(document)}, (flag,), code)
    expired = xa.with_keys(KeyRecord(xa.signing.public, Validity(NOW + -DAY, NOW)))
    revoked = xa.with_keys(KeyRecord(xa.signing.public, Validity(NOW + -DAY, NOW + DAY), revoked=NOW))
    for comment, party, flag, code in (
        ("the key's validity has ended", expired, "KeyValidity", "key-expired"),
        ("the key was revoked", revoked, "Revoked", "key-revoked"),
        ("the profile is stale", xa.changed(expires=NOW), "Stale", "stale-profile"),
    ):
        given = {"sealed": sealed(good), "profiles": [party.document, xb.document]}
        yield Case(comment, given, (flag,), code)
    stripped = {"sealed": sealed(good), "asked": "ML-DSA-65"}
    yield Case("a signature in ML-DSA-65 is asked for, and not there", stripped, ("Suite",), "suite-missing")
    passed_on = xb.sealed(good, act, cordia())
    onward = {"sealed": passed_on.sealed, "offices": ["XC/central"], "keys": [str(cordia().sealing)]}
    yield Case(
        "the addressee passes it on as if meant for another", onward, ("AddresseeMissing",), "not-addressed"
    )
    court = {"sealed": sealed(good), "offices": ["XB/court"]}
    yield Case("another office of the same State", court, ("AddresseeMissing",), "not-addressed")


def _timely(xa: Party, xb: Party) -> Iterator[Case]:
    ahead, old = NOW + LIMITS.clock_skew, NOW + -LIMITS.act_age

    def dated(at: Instant) -> dict[str, Any]:
        return {"sealed": xa.envelope(xa.act(xb, at=at), xb).sealed}

    yield Case("dated five minutes ahead", dated(ahead), ("Clock",))
    yield Case(
        "dated more than five minutes ahead", dated(Instant(ahead.milliseconds + 1)), ("Clock",), "clock-ahead"
    )
    yield Case("under way for thirty days", dated(old), ("Clock",))
    yield Case("under way for more than thirty days", dated(earlier(old)), ("Clock",), "act-too-old")


def _placed(xa: Party, xb: Party) -> Iterator[Case]:
    first = xa.act(xb)
    second = xa.act(xb, "second", seq=2, prev=first.digest)
    other = xa.act(xb, "other")
    stranger = cordia().act(xb, "stranger", prev=first.digest)

    def given(act: Act, party: Party, *known: Act) -> dict[str, Any]:
        return {"sealed": party.envelope(act, xb).sealed, "known": [one.to_bytes() for one in known]}

    yield Case("the next of its author", given(second, xa, first), ("Thread",))
    yield Case("the same act in another envelope", given(first, xa, first), ("Replay",), "replayed")
    yield Case("an act is missing before it", given(second, xa), ("Gap",), "sequence-gap")
    yield Case("another act at the same place", given(other, xa, first), ("Fork",), "forked-story")
    profiles = {"profiles": [cordia().document]}
    yield Case(
        "an act of a State that is no party to the thread",
        given(stranger, cordia(), first) | profiles,
        ("Stranger",),
        "stranger-in-thread",
    )
