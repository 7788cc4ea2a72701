"""The bodies of the acts of a request, each kind read into a frozen value and printed back.

    preserve   reference, content                                            Request
    answer     order, remarks                                                Acceptance
    refuse     ground, clause, reasons, consultation                         Refusal
    ask-more   questions: [{about, question}]                                Questions
    inform     about, text, since, until, ground, assistance                 Information
    disclose   clause, manifests: [signed], text, conditions                 Disclosure
    withdraw   reasons                                                       Withdrawal

A member that is empty is left out; an unknown member is refused; reading what was printed gives the value back.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from comity.errors.requests import MalformedBody, MissingContent, ReasonsMissing
from comity.regime.requests.rules.content import Content, Preservation
from comity.regime.requests.rules.life import Deed
from comity.regime.requests.rules.reading import Body, Reader, Value, without_empties
from comity.regime.requests.rules.refusal import Consultation, Means, Refusal
from comity.regime.requests.rules.statements import print_content, read_content
from comity.words import Article, Instant

MOST_ITEMS = 64
LONGEST_MANIFEST = 64 * 1024
_REFERENCE = re.compile(r"[A-Z]{2}-[0-9]{4}-[0-9]{4,9}")


class About(StrEnum):
    """What an ``inform`` tells."""

    SUPPLEMENT = "supplement"
    CONSULTATION = "consultation"
    WARNING = "warning"
    PRESERVED = "preserved"
    ASSISTANCE = "assistance"
    LAPSED = "lapsed"


INFORMS = {
    About.SUPPLEMENT: Deed.SUPPLY,
    About.CONSULTATION: Deed.CONSULT,
    About.WARNING: Deed.WARN,
    About.PRESERVED: Deed.PRESERVE,
    About.ASSISTANCE: Deed.ANNOUNCE,
    About.LAPSED: Deed.LAPSE,
}
KINDS = {
    Deed.SEND: "preserve",
    Deed.ACCEPT: "answer",
    Deed.REFUSE: "refuse",
    Deed.ASK_MORE: "ask-more",
    Deed.DISCLOSE: "disclose",
    Deed.WITHDRAW: "withdraw",
} | dict.fromkeys(INFORMS.values(), "inform")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The body of ``preserve``: the requester's reference and what is stated."""

    reference: str
    content: Content = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """The body of ``answer``: under which order of its own law the requested State preserves."""

    order: str = ""
    remarks: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, about which statement of the request."""

    about: str
    question: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The body of ``ask-more``."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """The body of ``inform``."""

    about: About
    text: str = field(default="", repr=False)
    since: Instant | None = None
    until: Instant | None = None
    ground: str = ""
    assistance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The body of ``disclose``: the signed manifests of what is given, and on what conditions."""

    clause: Article
    manifests: tuple[str, ...]
    text: str = field(default="", repr=False)
    conditions: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The body of ``withdraw``."""

    reasons: str = field(repr=False)


def print_request(preservation: Preservation) -> Body:
    """Write the body of ``preserve``."""
    return {"reference": preservation.reference, "content": print_content(preservation.content)}


def read_request(told: object) -> Request:
    """Read the body of ``preserve``; whether it states all it must is for ``content.faults`` to say."""
    reader = Reader(told)
    content = read_content(reader.raw("content"), reader.at("content"))
    return _whole(reader, Request(reference=reader.must("reference", read_reference), content=content))


def read_reference(text: str) -> str:
    """Read a reference such as ``XA-2026-0041``: the requester's State, a year, a number."""
    if not _REFERENCE.fullmatch(text):
        raise MalformedBody("reference", wanted="a reference such as XA-2026-0041")
    return text


def print_acceptance(acceptance: Acceptance) -> Body:
    """Write the body of ``answer``."""
    return without_empties({"order": acceptance.order, "remarks": acceptance.remarks})


def read_acceptance(told: object) -> Acceptance:
    """Read the body of ``answer``."""
    reader = Reader(told)
    return _whole(reader, Acceptance(order=reader.line("order"), remarks=reader.text("remarks")))


def print_refusal(refusal: Refusal) -> Body:
    """Write the body of ``refuse``."""
    consultation = refusal.consultation
    return {
        "ground": refusal.ground,
        "clause": str(refusal.clause),
        "reasons": refusal.reasons,
        "consultation": {
            "at": str(consultation.at),
            "means": consultation.means,
            "office": consultation.office,
            "outcome": consultation.outcome,
        },
    }


def read_refusal(told: object) -> Refusal:
    """Read the body of ``refuse``; whether the ground stands is for ``refusal.clause_for`` to say."""
    reader = Reader(told)
    refusal = Refusal(
        ground=reader.line("ground"),
        clause=reader.must("clause", Article.parse),
        reasons=reader.text("reasons"),
        consultation=read_consultation(reader.inner("consultation")),
    )
    return _whole(reader, refusal)


def read_consultation(reader: Reader) -> Consultation:
    """Read the consultation that came before a refusal."""
    consultation = Consultation(
        at=reader.must("at", Instant.parse),
        means=reader.must("means", Means),
        office=reader.line("office"),
        outcome=reader.text("outcome"),
    )
    return _whole(reader, consultation)


def print_questions(questions: Questions) -> Body:
    """Write the body of ``ask-more``."""
    return {"questions": [{"about": each.about, "question": each.question} for each in questions.questions]}


def read_questions(told: object) -> Questions:
    """Read the body of ``ask-more``."""
    reader = Reader(told)
    found = []
    for place, each in reader.each("questions"):
        inner = Reader(each, place)
        found.append(_whole(inner, Question(about=inner.line("about"), question=inner.text("question"))))
    if not found or not all(each.question for each in found):
        raise ReasonsMissing(reader.at("questions"), words=1)
    return _whole(reader, Questions(questions=tuple(found)))


def print_information(information: Information) -> Body:
    """Write the body of ``inform``."""
    return without_empties(
        {
            "about": information.about,
            "text": information.text,
            "since": str(information.since) if information.since else None,
            "until": str(information.until) if information.until else None,
            "ground": information.ground,
            "assistance": information.assistance,
        },
    )


def read_information(told: object) -> Information:
    """Read the body of ``inform``; a preservation must say from when until when."""
    reader = Reader(told)
    information = Information(
        about=reader.must("about", About),
        text=reader.text("text"),
        since=reader.instant("since"),
        until=reader.instant("until"),
        ground=reader.line("ground"),
        assistance=reader.line("assistance"),
    )
    if information.about is About.PRESERVED and not (information.since and information.until):
        raise MissingContent(reader.at("until"), clause="UNCC 42(8)")
    return _whole(reader, information)


def print_disclosure(disclosure: Disclosure) -> Body:
    """Write the body of ``disclose``."""
    return without_empties(
        {
            "clause": str(disclosure.clause),
            "manifests": list(disclosure.manifests),
            "text": disclosure.text,
            "conditions": disclosure.conditions,
        },
    )


def read_disclosure(told: object) -> Disclosure:
    """Read the body of ``disclose``; whether a manifest is signed is for evidence to verify."""
    reader = Reader(told)
    manifests = tuple(_read_manifest(place, each) for place, each in reader.each("manifests", MOST_ITEMS))
    if not manifests:
        raise MissingContent(reader.at("manifests"), clause="UNCC 44")
    disclosure = Disclosure(
        clause=reader.must("clause", Article.parse),
        manifests=manifests,
        text=reader.text("text"),
        conditions=reader.text("conditions"),
    )
    return _whole(reader, disclosure)


def _read_manifest(place: str, told: object) -> str:
    if not isinstance(told, str) or not 0 < len(told) <= LONGEST_MANIFEST:
        raise MalformedBody(place, wanted=f"a signed manifest of at most {LONGEST_MANIFEST} characters")
    return told


def print_withdrawal(withdrawal: Withdrawal) -> Body:
    """Write the body of ``withdraw``."""
    return {"reasons": withdrawal.reasons}


def read_withdrawal(told: object) -> Withdrawal:
    """Read the body of ``withdraw``."""
    reader = Reader(told)
    withdrawal = _whole(reader, Withdrawal(reasons=reader.text("reasons")))
    if not withdrawal.reasons:
        raise ReasonsMissing(reader.at("reasons"), words=1)
    return withdrawal


def _whole(reader: Reader, value: Value) -> Value:
    """Return what was read once nothing is left unread."""
    reader.done()
    return value
