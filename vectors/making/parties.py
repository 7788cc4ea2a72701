"""The States of the vectors: their keys from fixed seeds, their profiles, their records."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from vectors.making import age
from vectors.making.drawn import drawn

from comity.foundation.canonical import canonical
from comity.foundation.directory import Authority, Instrument, KeyRecord, LogKey, Node, Profile, sign_profile
from comity.foundation.envelopes import Act, Envelope, act_id, digest_of, sign_act, sign_payload
from comity.foundation.exchange import RECEIPT, Entered, Receipt, Statement
from comity.foundation.identity import SealingKey, SigningKey, Suite, Validity, VerifyingKey
from comity.foundation.record import Log, MemoryStore
from comity.words import Article, AuthorityId, Instant, Language, StateCode

NOW = Instant.parse("2026-11-21T20:00:00.000Z")
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
VALID = Validity(NOW + -30 * DAY, NOW + 300 * DAY)


def seed(label: str) -> bytes:
    """Give 32 bytes that are the same in every run."""
    return sha256(f"comity vectors: {label}".encode()).digest()


def signing(label: str) -> SigningKey:
    """Make the signing key of that name."""
    return SigningKey.from_seed(seed(f"{label} signs"))


@dataclass(frozen=True)
class _Kept:
    """Signs in ML-DSA-65; a signature takes chance, so each was drawn once and kept."""

    native: MLDSA65PrivateKey
    label: str

    def sign(self, data: bytes) -> bytes:
        signature = drawn(f"{self.label} over {sha256(data).hexdigest()}", lambda: self.native.sign(data))
        self.native.public_key().verify(signature, data)
        return signature


def signing_too(label: str) -> SigningKey:
    """Make the key in ML-DSA-65 of that name."""
    native = MLDSA65PrivateKey.from_seed_bytes(seed(f"{label} signs in ML-DSA-65"))
    public = VerifyingKey(native.public_key().public_bytes_raw(), Suite.ML_DSA_65)
    return SigningKey.held(public, by=_Kept(native, label))


def sealing(label: str) -> SealingKey:
    """Make the sealing key of that name."""
    return SealingKey.from_seed(seed(f"{label} opens"))


@dataclass(frozen=True)
class Party:
    """One State with one office: its keys, its profile, its record."""

    code: StateCode
    root: SigningKey
    node: SigningKey
    log_key: SigningKey
    signing: SigningKey
    sealing: SealingKey
    profile: Profile
    log: Log = field(compare=False)

    @property
    def office(self) -> AuthorityId:
        """The central authority."""
        return AuthorityId(f"{self.code}/central")

    @property
    def document(self) -> bytes:
        """The signed profile."""
        return sign_profile(self.profile, self.root)

    def changed(self, **changes: Any) -> "Party":
        """The same State with another profile."""
        return replace(self, profile=replace(self.profile, **changes))

    def with_keys(self, *records: KeyRecord) -> "Party":
        """The same State, whose office has these keys."""
        return self.changed(authorities=(replace(self.profile.authorities[0], keys=records),))

    def act(self, to: "Party", label: str = "", /, **changes: Any) -> Act:
        """Write an act of the central authority to that of ``to``."""
        facts = {
            "id": act_id(changes.get("at", NOW), lambda size: seed(f"{self.code} act {label}")[:size]),
            "kind": "preserve",
            "sender": self.office,
            "to": (to.office,),
            "by": f"duty officer of {self.profile.names[Language.ENGLISH]}",
            "at": NOW,
            "thread": "xa-2026-0001",
            "seq": 1,
            "prev": None,
            "basis": (Article.parse("UNCC 42(2)(a)"),),
            "body": {"account": "an account of the provider", "days": 60},
        }
        return Act(**(facts | changes))

    def envelope(self, act: Act, *to: "Party") -> Envelope:
        """Sign ``act`` and seal it for ``to`` and the own archive."""
        return self.sealed(sign_act(act, signing=self.signing), act, *to)

    def sealed(self, document: bytes, act: Act, *to: "Party") -> Envelope:
        """Seal a document that stands for ``act``."""
        sealed = age.seal(document, [*(party.sealing for party in to), self.sealing])
        return Envelope(sealed, digest_of(sealed), act, document)

    def enters(self, *statements: Statement) -> Receipt:
        """Enter statements in the record, and prove them."""
        salts = [sha256(b"salt" + statement.content()).digest() for statement in statements]
        salted = list(zip(statements, salts, strict=True))
        places = self.log.append([statement.entry(salt).to_bytes() for statement, salt in salted])
        held = zip(statements, salts, places, map(self.log.inclusion, places), strict=True)
        return Receipt(tuple(Entered(*one) for one in held), self.log.checkpoint(self.log_key))

    def receipt(self, *statements: Statement) -> bytes:
        """Enter statements and sign the receipt."""
        return self.signs(self.enters(*statements).to_bytes())

    def signs(self, payload: bytes, *, typ: str = RECEIPT, key: SigningKey | None = None) -> bytes:
        """Sign whatever is given for this State, with the node's key unless another is named."""
        return sign_payload(payload, typ=typ, keys=(key or self.node,), issuer=self.code)


def party(code: str, name: str) -> Party:
    """Found a State with a fresh record."""
    state = StateCode(code)
    root, node, log, office = (signing(f"{code} {use}") for use in ("root", "node", "record", "central"))
    opens = sealing(f"{code} central")
    origin = f"{code.lower()}.example/record"
    profile = Profile(
        state=state,
        names={Language.ENGLISH: name},
        serial=3,
        issued=NOW + -DAY,
        expires=NOW + 90 * DAY,
        root=root.public,
        nodes=(Node(f"https://{code.lower()}.example", (KeyRecord(node.public, VALID),)),),
        log=LogKey(origin, log.public),
        authorities=(
            Authority(
                id=AuthorityId(f"{code}/central"),
                names={Language.ENGLISH: f"Central authority of {name}"},
                competences=frozenset({"assist", "preserve"}),
                languages=(Language.ENGLISH, Language.FRENCH),
                hours="Mo-Fr 08:00-17:00",
                keys=(KeyRecord(office.public, VALID),),
                recipient=opens.recipient,
            ),
        ),
        instruments=(Instrument("UNCC", NOW + -365 * DAY, reservations=(Article.parse("UNCC 63(4)"),)),),
    )
    record = Log(MemoryStore(), origin)
    record.append([canonical({"founded": code})])
    return Party(state, root, node, log, office, opens, profile, record)


def aldova() -> Party:
    """Found the State that asks."""
    return party("XA", "Aldova")


def borania() -> Party:
    """Found the State that is asked."""
    return party("XB", "Borania")


def cordia() -> Party:
    """Found a State that is no party to the matter."""
    return party("XC", "Cordia")
