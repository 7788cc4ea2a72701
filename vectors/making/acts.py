"""Signed acts, and their order in a thread."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from vectors.making.forms import Case, File, Group
from vectors.making.parties import DAY, HOUR, NOW, Party, aldova, borania, cordia, signing, signing_too

from comity.foundation.canonical import canonical
from comity.foundation.directory import KeyRecord
from comity.foundation.envelopes import Act, digest_of, sign_act, sign_payload
from comity.foundation.identity import SigningKey, Validity
from comity.words import AuthorityId, Digest, Instant


def file() -> File:
    """Give the file."""
    xa, xb = aldova(), borania()
    good = sign_act(xa.act(xb), signing=xa.signing)
    given = {"profiles": [xa.document, xb.document], "at": str(NOW)}
    values = {"aldova": xa.document, "borania": xb.document, "signed act": good}
    return File(
        "acts",
        "act-and-envelope",
        (
            Group("signed-act", [*_signed(xa, xb, good), *_bound(xa, good), *_members(xa, xb)], given),
            Group("thread", list(_threads(xa, xb)), {"thread": "xa-2026-0001"}),
        ),
        values,
    )


def stated(party: Party, written: bytes, *, key: SigningKey | None = None, **changes: Any) -> bytes:
    """Sign a statement that names ``written``, whatever it is, and put it below."""
    statement = {"act": digest_of(written), "size": len(written)} | changes
    jws = sign_payload(
        canonical(statement), typ="comity-act", keys=(key or party.signing,), issuer=party.office
    )
    return jws + b"\n" + written


def _signed(xa: Party, xb: Party, good: bytes) -> Iterator[Case]:
    yield Case("an act", {"document": good}, ("Act",))
    later = Party(
        **{
            **{name: getattr(xa, name) for name in Party.__dataclass_fields__},
            "signing": signing("XA central, second"),
        }
    )
    both = sign_act(xa.act(xb), signing=(xa.signing, later.signing))
    newer = signing_too("XA central")
    records = [KeyRecord(key.public, Validity(NOW + -DAY, NOW + DAY)) for key in (xa.signing, newer)]
    yield Case(
        "an act signed in both suites",
        {
            "document": sign_act(xa.act(xb), signing=(xa.signing, newer)),
            "profiles": [xa.with_keys(*records).document],
        },
        ("Suite",),
    )
    yield Case(
        "an act that two keys of the office signed",
        {
            "document": both,
            "profiles": [
                xa.with_keys(
                    *(KeyRecord(key.signing.public, Validity(NOW + -DAY, NOW + DAY)) for key in (xa, later))
                ).document
            ],
        },
        ("Act",),
    )
    facts: tuple[tuple[str, bytes, str, str], ...] = (
        ("one of two keys is not the office's", both, "WeakestSignature", "unknown-key"),
        ("signed with the node's key", sign_act(xa.act(xb), signing=xa.node), "KeyReuse", "unknown-key"),
        (
            "signed with another State's key",
            sign_act(xa.act(xb), signing=xb.signing),
            "WrongKey",
            "unknown-key",
        ),
        ("an office signs what another says", stated(xb, xa.act(xb).to_bytes()), "Author", "not-the-author"),
    )
    for comment, document, flag, code in facts:
        yield Case(comment, {"document": document}, (flag,), code)
    receipt = sign_payload(b"{}", typ="comity-receipt", keys=(xa.signing,), issuer=xa.office) + b"\n{}"
    yield Case("another type of document above the act", {"document": receipt}, ("WrongType",), "wrong-type")
    after = str(NOW + 300 * DAY)
    yield Case(
        "witnessed after the key's end", {"document": good, "at": after}, ("KeyValidity",), "key-expired"
    )


def _bound(xa: Party, good: bytes) -> Iterator[Case]:
    statement, _, written = good.partition(b"\n")
    for comment, document, flag, code in (
        ("nothing below the statement", statement, "Cut", "malformed-signed"),
        ("an empty act below the statement", statement + b"\n", "Binding", "other-act-signed"),
        (
            "a flipped byte in the act",
            good.replace(b'"days":60', b'"days":61'),
            "FlippedByte",
            "other-act-signed",
        ),
        ("a line feed after the act", good + b"\n", "Binding", "other-act-signed"),
        (
            "the statement says another size",
            stated(xa, written, size=len(written) + 1),
            "Binding",
            "other-act-signed",
        ),
        ("the statement says another digest", stated(xa, written, act="0" * 64), "Binding", "other-act-signed"),
        (
            "the statement has a third member",
            stated(xa, written, note="none"),
            "UnknownMember",
            "malformed-signed",
        ),
        ("the act stands above its statement", written + b"\n" + statement, "SecondForm", "malformed-signed"),
    ):
        yield Case(comment, {"document": document}, (flag,), code)


def _members(xa: Party, xb: Party) -> Iterator[Case]:
    told = json.loads(xa.act(xb).to_bytes())
    without = {
        name: {key: value for key, value in told.items() if key != name}
        for name in ("by", "body", "evidence", "at")
    }
    upper = told["id"].upper()
    fourth = told["id"][:14] + "4" + told["id"][15:]
    right_to_left = "duty officer \u202e of Aldova"
    facts: tuple[tuple[str, Mapping[str, Any], str, str], ...] = (
        ("an unknown version", told | {"v": 2}, "UnknownVersion", "unknown-version"),
        (
            "an unknown version, and members of another time",
            {"v": 2, "x": 1},
            "UnknownVersion",
            "unknown-version",
        ),
        ("no version", {key: value for key, value in told.items() if key != "v"}, "Empty", "malformed-act"),
        ("a member that no paper names", told | {"priority": 1}, "UnknownMember", "malformed-act"),
        ("no addressee", told | {"to": []}, "Empty", "no-addressee"),
        ("no basis", told | {"basis": []}, "Empty", "no-basis"),
        ("no office that decided", without["by"], "Empty", "malformed-act"),
        ("the office that decided is an empty text", told | {"by": ""}, "Empty", "malformed-act"),
        ("no body", without["body"], "Empty", "malformed-act"),
        ("no list of evidence", without["evidence"], "Empty", "malformed-act"),
        ("no moment", without["at"], "Empty", "malformed-act"),
        ("an addressee twice", told | {"to": ["XB/central", "XB/central"]}, "DuplicateName", "malformed-act"),
        ("an addressee that is no authority", told | {"to": ["Borania"]}, "Word", "malformed-authority"),
        ("a basis that is no article", told | {"basis": ["article 42"]}, "Word", "malformed-article"),
        (
            "a moment without its milliseconds",
            told | {"at": "2026-11-21T20:00:00Z"},
            "Word",
            "malformed-instant",
        ),
        ("a predecessor that is no digest", told | {"prev": "none"}, "Word", "malformed-digest"),
        ("no predecessor, but told as null", told | {"prev": None}, "Empty", "malformed-act"),
        ("an id in capitals", told | {"id": upper}, "Word", "malformed-act"),
        ("an id of another version", told | {"id": fourth}, "Word", "malformed-act"),
        ("a kind in capitals", told | {"kind": "Preserve"}, "Word", "malformed-act"),
        ("a kind of five words", told | {"kind": "a-b-c-d-e"}, "Word", "malformed-act"),
        ("the place zero", told | {"seq": 0}, "Edge", "malformed-act"),
        ("a place that is a text", told | {"seq": "1"}, "Word", "malformed-act"),
        ("a place that is true", told | {"seq": True}, "Word", "malformed-act"),
        ("a thread of sixty-five letters", told | {"thread": "t" * 65}, "Edge", "malformed-act"),
        ("a thread that begins with a hyphen", told | {"thread": "-t"}, "Word", "malformed-act"),
        ("a mark that turns the direction of writing", told | {"by": right_to_left}, "Path", "malformed-act"),
        ("an office of 129 characters", told | {"by": "o" * 129}, "Edge", "malformed-act"),
        ("a body that is a list", told | {"body": []}, "Word", "malformed-act"),
        ("a fraction in the body", told | {"body": {"days": 1.5}}, "Number", "number-refused"),
    )
    for comment, one, flag, code in facts:
        written = json.dumps(one, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
        yield Case(comment, {"document": stated(xa, written)}, (flag,), code)
    taken: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("an office of 128 characters, in another script", told | {"by": "ш" * 128}),
        ("a thread of sixty-four letters", told | {"thread": "t" * 64}),
        ("a kind of four words", told | {"kind": "ask-for-more-time"}),
        ("the last place", told | {"seq": 2**31 - 1}),
        ("several addressees, one of the own State", told | {"to": ["XB/central", "XA/court"]}),
        ("an act that replaces another", told | {"supersedes": told["id"][:-1] + "0"}),
    )
    for comment, one in taken:
        written = canonical(one)
        yield Case(comment, {"document": stated(xa, written)}, ("Act",))


def _threads(xa: Party, xb: Party) -> Iterator[Case]:
    first = xa.act(xb, "1")
    answer = xb.act(xa, "2", kind="execute", prev=first.digest, at=NOW + HOUR)
    second = xa.act(xb, "3", kind="inform", seq=2, prev=answer.digest, at=NOW + 2 * HOUR)

    def given(act: Act, *known: Act) -> dict[str, Any]:
        return {"known": [one.to_bytes() for one in known], "act": act.to_bytes()}

    def changed(label: str = "other", **changes: Any) -> Act:
        return xa.act(xb, label, **({"seq": 2, "prev": first.digest, "at": NOW + HOUR} | changes))

    third = changed("third", seq=3, prev=second.digest)
    crossed = xa.act(xb, "crossed", seq=2, prev=first.digest, at=NOW + HOUR)
    elsewhere = Digest.of(b"\0" * 32)
    cordian = cordia().act(xb, "stranger", seq=1, prev=first.digest)
    wider = changed("wider", to=(AuthorityId("XB/central"), AuthorityId("XC/central")))
    taken = (
        ("the first act of a thread", given(first)),
        ("an answer", given(answer, first)),
        ("the second act of its author", given(second, first, answer)),
        ("both sides wrote at the same moment and name the same predecessor", given(crossed, first, answer)),
    )
    for comment, told in taken:
        yield Case(comment, told, ("Thread",))
    for comment, told, flag, code in (
        ("the same act again", given(first, first), "Replay", "replayed"),
        ("the same act again, after others", given(first, first, answer, second), "Replay", "replayed"),
        ("a place is left out", given(second, first), "Gap", "sequence-gap"),
        ("two places are left out", given(third, first), "Gap", "sequence-gap"),
        ("the first act that is seen is not the first", given(changed()), "Gap", "sequence-gap"),
        (
            "it follows an act that this side does not know",
            given(changed(prev=elsewhere), first),
            "Gap",
            "sequence-gap",
        ),
        ("the first act names a predecessor", given(xa.act(xb, "1", prev=elsewhere)), "Gap", "sequence-gap"),
        ("another act at the same place", given(xa.act(xb, "fork"), first), "Fork", "forked-story"),
        (
            "another act at an earlier place",
            given(changed("late"), first, answer, second),
            "Fork",
            "forked-story",
        ),
        (
            "an act of the same name at the next place",
            given(Act(**_facts(changed(), id=first.id)), first),
            "Fork",
            "forked-story",
        ),
        ("a later act that names no predecessor", given(changed(prev=None), first), "Fork", "forked-story"),
        ("an act of another State", given(cordian, first), "Stranger", "stranger-in-thread"),
        ("an act that lets another State in", given(wider, first), "Stranger", "stranger-in-thread"),
        (
            "an act of another thread",
            given(xa.act(xb, "1", thread="another")),
            "Stranger",
            "stranger-in-thread",
        ),
    ):
        yield Case(comment, told, (flag,), code)


def _facts(act: Act, **changes: Any) -> dict[str, Any]:
    return {name: getattr(act, name) for name in Act.__dataclass_fields__} | changes


def earlier(moment: Instant) -> Instant:
    """Give the moment just before."""
    return Instant(moment.milliseconds - 1)
