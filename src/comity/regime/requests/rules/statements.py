"""The statements of a request as JSON: what stands in the body of ``preserve``, and in a draft that is being written.

A statement that was not made is left out; reading what was printed gives the value back.
"""

from comity.regime.requests.rules.content import (
    MOST_DATA,
    Category,
    Content,
    Data,
    IdentifierKind,
    Measure,
    Stage,
)
from comity.regime.requests.rules.reading import Body, Reader, without_empties
from comity.words import Article, AuthorityId, Language


def print_content(content: Content) -> Body:
    """Write ``content``."""
    return without_empties(
        {
            "to": content.to,
            "basis": str(content.basis) if content.basis else None,
            "language": content.language,
            "urgent": content.urgent,
            "urgency": content.urgency,
            "stage": content.stage,
            "offences": list(content.offences),
            "penalty_years": content.penalty_years,
            "facts": content.facts,
            "data": [_print_data(data) for data in content.data],
            "relation": content.relation,
            "custodian": content.custodian,
            "custodian_unknown": content.custodian_unknown,
            "necessity": content.necessity,
            "oldest_lapse": str(content.oldest_lapse) if content.oldest_lapse else None,
            "assistance": list(content.assistance),
            "confidential": content.confidential,
            "silent": content.silent,
        },
    )


def read_content(told: object, place: str = "") -> Content:
    """Read what ``print_content`` wrote, complete or not."""
    reader = Reader(told, place)
    content = Content(
        to=reader.maybe("to", AuthorityId),
        basis=reader.maybe("basis", Article.parse),
        language=reader.maybe("language", Language),
        urgent=reader.flag("urgent"),
        urgency=reader.text("urgency"),
        stage=reader.maybe("stage", Stage),
        offences=reader.words("offences", str),
        penalty_years=reader.count("penalty_years", 99),
        facts=reader.text("facts"),
        data=tuple(_read_data(told, place) for place, told in reader.each("data", MOST_DATA)),
        relation=reader.text("relation"),
        custodian=reader.text("custodian"),
        custodian_unknown=reader.flag("custodian_unknown"),
        necessity=reader.text("necessity"),
        oldest_lapse=reader.instant("oldest_lapse"),
        assistance=reader.words("assistance", Measure),
        confidential=reader.flag("confidential"),
        silent=reader.flag("silent"),
    )
    reader.done()
    return content


def _print_data(data: Data) -> Body:
    return without_empties(
        {
            "kind": data.kind,
            "value": data.value,
            "service": data.service,
            "since": str(data.since) if data.since else None,
            "until": str(data.until) if data.until else None,
            "categories": list(data.categories),
        },
    )


def _read_data(told: object, place: str) -> Data:
    reader = Reader(told, place)
    data = Data(
        kind=reader.must("kind", IdentifierKind),
        value=reader.line("value"),
        service=reader.line("service"),
        since=reader.instant("since"),
        until=reader.instant("until"),
        categories=reader.words("categories", Category),
    )
    reader.done()
    return data
