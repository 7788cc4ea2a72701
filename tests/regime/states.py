"""Two fictional States with real keys, as values: Aldova asks, Borania is asked."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from comity.foundation.directory import (
    Authority,
    Instrument,
    KeyRecord,
    LogKey,
    Node,
    Profile,
    RequestRules,
)
from comity.foundation.identity import SealingKey, SigningKey, Validity
from comity.regime.requests.rules.content import Category, Content, Data, IdentifierKind, Measure, Stage
from comity.words import Article, AuthorityId, Instant, Language, StateCode

AT = Instant.parse("2026-11-21T13:38:00.000Z")
RATIFIED = Instant.parse("2026-03-02T00:00:00.000Z")
UNCC_42, BUDAPEST_29 = Article.parse("UNCC 42"), Article.parse("BUDAPEST 29")


def signing(name: str) -> SigningKey:
    return SigningKey.from_seed(sha256(name.encode()).digest())


def sealing(name: str) -> SealingKey:
    return SealingKey.from_seed(sha256(b"seal " + name.encode()).digest())


def profile(state: str = "XB", **changes: object) -> Profile:
    validity = Validity(AT + timedelta(days=-200), AT + timedelta(days=200))
    offices = tuple(
        Authority(
            AuthorityId(f"{state}/{name}"),
            {Language.ENGLISH: name},
            frozenset({competence}),
            (Language.ENGLISH,),
            "24/7",
            (KeyRecord(signing(f"{state}/{name}").public, validity),),
            sealing(f"{state}/{name}").recipient,
        )
        for name, competence in (("duty", "24-7-network"), ("central", "central-authority"), ("court", "court"))
    )
    plain = Profile(
        state=StateCode(state),
        names={Language.ENGLISH: state},
        serial=1,
        issued=AT + timedelta(days=-30),
        expires=AT + timedelta(days=300),
        root=signing(f"{state} root").public,
        nodes=(Node("http://localhost:1", (KeyRecord(signing(f"{state} node").public, validity),)),),
        log=LogKey(f"record.{state.lower()}.example", signing(f"{state} log").public),
        authorities=offices,
        instruments=(Instrument("UNCC", RATIFIED), Instrument("BUDAPEST", RATIFIED)),
        rules=RequestRules(languages=(Language.ENGLISH, Language.FRENCH)),
    )
    return replace(plain, **changes)


LOGS = Data(
    kind=IdentifierKind.ACCOUNT,
    value="acct-4471",
    service="mail.example",
    since=Instant.parse("2026-11-01T00:00:00.000Z"),
    until=Instant.parse("2026-11-09T23:59:59.000Z"),
    categories=(Category.TRAFFIC,),
)
WHOLE = Content(
    to=AuthorityId("XB/duty"),
    basis=UNCC_42,
    language=Language.ENGLISH,
    urgent=True,
    urgency="The provider deletes its logs after fourteen days, the oldest tomorrow.",
    stage=Stage.INVESTIGATION,
    offences=("illegal-access", "interference-with-system"),
    facts="Unknown persons entered the systems of a hospital on 3 November and stopped its admissions.",
    data=(LOGS,),
    relation="The account was used to command the programs that had been planted in the hospital.",
    custodian="The provider of mail.example, whose seat is in Borania",
    necessity="The provider deletes connection logs after fourteen days and keeps no other copy.",
    assistance=(Measure.DISCLOSURE,),
    confidential=True,
    silent=True,
)
