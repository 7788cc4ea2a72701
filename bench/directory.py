"""Who is who: a profile of two thousand authorities, verified from its bytes.

* Ours: size, root key, signature, canonical form, every field, serial and expiry. Then one authority is looked up, as
  whoever seals or verifies does; it becomes a value only then, and its key and its recipient are taken.
* The peer is python-tuf in the same process: a targets role of two thousand targets, each with the same facts of one
  authority beside it, read from its bytes and verified under one Ed25519 key of the role above.
* Both documents are of keys that are all different, and hold the same facts.
"""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from bench.figures import AtMost, Figure, interleave, median, timed
from tuf.api.metadata import DelegatedRole, Delegations, Metadata, TargetFile, Targets

from comity.foundation.canonical import parse_canonical
from comity.foundation.directory import (
    Authority,
    KeyRecord,
    LogKey,
    Node,
    Profile,
    print_profile,
    sign_profile,
    verify_profile,
)
from comity.foundation.directory.repository import add_signature, key_of, written
from comity.foundation.identity import SealingKey, SigningKey, Validity
from comity.foundation.limits import LIMITS
from comity.words import AuthorityId, Instant, Language, StateCode

AT = Instant.parse("2026-11-21T20:00:00.000Z")
VALID = Validity(AT + timedelta(days=-30), AT + timedelta(days=300))
XA = StateCode("XA")
AUTHORITIES, BOUND = 2_000, 50.0


def signing(name: str) -> SigningKey:
    """Make a signing key that is the same in every run."""
    return SigningKey.from_seed(sha256(name.encode()).digest())


def office(number: int) -> Authority:
    """Make one authority with keys of its own."""
    return Authority(
        id=AuthorityId(f"XA/office-{number}"),
        names=dict.fromkeys(Language, f"Office {number}"),
        competences=frozenset({"24-7-network"}),
        languages=(Language.ENGLISH, Language.FRENCH),
        hours="24/7",
        keys=(KeyRecord(signing(f"office {number}").public, VALID),),
        recipient=SealingKey.from_seed(sha256(f"sealing {number}".encode()).digest()).recipient,
    )


def profile(count: int) -> Profile:
    """Make a State's profile with so many authorities."""
    return Profile(
        state=XA,
        names={Language.ENGLISH: "Aldova"},
        serial=1,
        issued=AT + timedelta(days=-1),
        expires=AT + timedelta(days=90),
        root=signing("root").public,
        nodes=(Node("https://xa.example", (KeyRecord(signing("node").public, VALID),)),),
        log=LogKey("xa.example/record", signing("log").public),
        authorities=tuple(office(number) for number in range(count)),
    )


def ours(made: Profile) -> Callable[[], object]:
    """Make the verification of the signed profile, and the look for the last of its authorities."""
    document, pinned, wanted = sign_profile(made, signing("root")), made.fingerprint, made.authorities[-1]

    def verify() -> Profile:
        verified = verify_profile(document, pinned=pinned, at=AT)
        found = verified.authority(wanted.id)
        if (found.keys, found.recipient.raw) != (wanted.keys, wanted.recipient.raw):
            raise ValueError("another authority was read")
        return verified

    return verify


def peers(made: Profile) -> Callable[[], object]:
    """Make python-tuf's verification of a role that holds the same facts."""
    offices = parse_canonical(print_profile(made), limit=LIMITS.profile)["authorities"]  # type: ignore[call-overload, index]  # an object, as printed
    targets = {
        path: TargetFile(0, {"sha256": sha256(path.encode()).hexdigest()}, path, {"custom": told})
        for told in offices
        for path in [f"{told['id']}.jws"]
    }
    role = Metadata(Targets(1, expires=made.expires.moment, targets=targets))
    key = signing("role")
    add_signature(role, key)
    data = written(role)
    named = DelegatedRole("XA", [key.public.thumbprint], 1, terminating=True, paths=["XA/*"])
    above = Targets(1, delegations=Delegations({key.public.thumbprint: key_of(key.public, XA)}, {"XA": named}))

    def verify() -> None:
        read = Metadata[Targets].from_bytes(data)
        above.verify_delegate("XA", read.signed_bytes, read.signatures)
        if read.signed.is_expired(AT.moment) or len(read.signed.targets) != len(targets):
            raise ValueError("the peer read another role")

    return verify


def measure(*, quick: bool) -> list[Figure]:
    """Measure the verification, in alternation with the peer."""
    count, rounds = (100, 2) if quick else (AUTHORITIES, 7)
    made = profile(count)
    kept = interleave({"ours": timed(ours(made)), "peer": timed(peers(made))}, rounds=rounds)
    spent, peer = (1000 * median(kept[name]) for name in ("ours", "peer"))
    says = f"verifying a profile of {count:,} authorities"
    shared = {"value": spent, "unit": "ms", "rounds": rounds, "less_is_better": True}
    return [
        Figure(name=says, target=AtMost(BOUND), **shared),
        Figure(
            name=f"{says}, beside the peer",
            peer="python-tuf, a role of as many targets",
            peer_value=peer,
            **shared,
        ),
    ]
