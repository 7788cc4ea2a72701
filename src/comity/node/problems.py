"""Refusals on the wire: problem details (RFC 9457) whose ``code`` never changes its meaning.

    {"type": "urn:comity:refusal:sequence-gap", "title": "...", "detail": "...", "status": 409,
     "code": "sequence-gap", "place": "act.seq", "receipts": [...]}

The sentence is English, for the peer's operator; a desk shows the sentence of the code in its reader's language.
"""

import json
from collections.abc import Sequence

from django.http import HttpResponse

from comity.errors import ComityError, Conflicting, Excessive, Forbidden, Malformed, SenderError, Unproved
from comity.errors.node import (
    HopRefused,
    HopUnsigned,
    ObjectMissing,
    RangeUnreadable,
    TooManyRequests,
    UnknownPeer,
)
from comity.errors.record import UnknownRecord
from comity.foundation.record import Growth
from comity.node.carrier import PROBLEM_TYPE
from comity.reference.refusals import sentence
from comity.words import Language

_STATUS: Sequence[tuple[type[ComityError], int]] = (
    (HopUnsigned, 401),
    (HopRefused, 401),
    (UnknownPeer, 403),
    (RangeUnreadable, 416),
    (ObjectMissing, 404),
    (UnknownRecord, 404),
    (Malformed, 400),
    (Unproved, 422),
    (Forbidden, 403),
    (Conflicting, 409),
    (TooManyRequests, 429),
    (Excessive, 413),
    (SenderError, 400),
    (ComityError, 503),
)


def status_of(error: ComityError) -> int:
    """Give the HTTP status of a refusal."""
    return next(status for branch, status in _STATUS if isinstance(error, branch))


def problem(error: ComityError, receipts: Sequence[bytes] = (), growths: Sequence[Growth] = ()) -> HttpResponse:
    """Answer with a refusal, and with the receipts that prove it where there are any."""
    told = sentence(error, Language.ENGLISH)
    status = status_of(error)
    details = {
        "type": f"urn:comity:refusal:{error.code}",
        "title": told.says,
        "status": status,
        "detail": told.do,
        "code": error.code,
        "place": error.place,
        **({"receipts": [receipt.decode("ascii") for receipt in receipts]} if receipts else {}),
        **({"growth": [growth.to_json() for growth in growths]} if growths else {}),
    }
    answer = HttpResponse(json.dumps(details, default=list), status=status, content_type=PROBLEM_TYPE)
    if isinstance(error, TooManyRequests):
        answer.headers["Retry-After"] = str(error.facts["seconds"])
    return answer
