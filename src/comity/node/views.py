"""The exchange as seen from another node: it hands over acts and receipts, and fetches evidence, profile and record."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from functools import wraps

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from comity.errors import ComityError
from comity.errors.envelopes import TooLarge
from comity.errors.node import MalformedReceipts, ObjectMissing
from comity.errors.record import GrowthMissing, OldSizeDiffers
from comity.foundation.canonical import Json
from comity.foundation.envelopes import Named
from comity.foundation.exchange import read_batch
from comity.foundation.fields import Fields
from comity.foundation.limits import LIMITS
from comity.foundation.record import Growth
from comity.node import (
    continuity,
    directory,
    evidence as shelf,
    forks,
    hop,
    own,
    profiles,
    publishing,
    reception,
    record,
    witnessing,
)
from comity.node.carrier import MOST_GROWTHS, SEEN, sizes_seen
from comity.node.clock import now
from comity.node.problems import problem
from comity.node.throttle import Throttle
from comity.words import Digest, StateCode

RECEIPTS_LIMIT = 8 * LIMITS.receipt
_BYTES = "application/octet-stream"
_TEXT = "text/plain; charset=utf-8"
THROTTLE = Throttle(time.monotonic)
Door = Callable[..., HttpResponseBase]


def door(view: Door) -> Door:
    """Answer a refusal with its problem details; signed requests need no token against forgery."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **place: str) -> HttpResponseBase:
        try:
            return _sized(view(request, **place))
        except ComityError as refusal:
            return _sized(problem(refusal))

    return answered


def _sized(answer: HttpResponseBase) -> HttpResponseBase:
    """Say how long an answer is, so that it goes out whole and not in pieces."""
    if isinstance(answer, HttpResponse):
        answer.headers["Content-Length"] = str(len(answer.content))
    return answer


@door
@require_POST
def acts(request: HttpRequest) -> HttpResponseBase:
    """Take a sealed act, and answer with the receipts for it."""
    sealed = _body(request, LIMITS.envelope)
    _asking(request, sealed)
    reply = reception.receive(sealed, asked=sizes_seen(request.headers.get(SEEN)))
    if reply.refusal is not None:
        return problem(reply.refusal, reply.receipts, reply.growths)
    receipts = [receipt.decode("ascii") for receipt in reply.receipts]
    return _json({"receipts": receipts, "growth": [growth.to_json() for growth in reply.growths]})


@door
@require_POST
def batches(request: HttpRequest) -> HttpResponseBase:
    """Take several sealed acts, and answer each: with its receipts, and with the code of what stands against it."""
    body = _body(request, LIMITS.envelope)
    state = _asking(request, body)
    envelopes = read_batch(body)
    THROTTLE.admit(state, len(envelopes) - 1)  # the first was counted with the request
    replies = reception.receive_all(envelopes, asked=sizes_seen(request.headers.get(SEEN)))
    growths = dict.fromkeys(growth for reply in replies for growth in reply.growths)
    return _json(
        {
            "answers": [_told(reply) for reply in replies],
            "growth": [growth.to_json() for growth in growths],
        }
    )


def _told(reply: reception.Reply) -> dict[str, Json]:
    code: dict[str, Json] = {"code": reply.code} if reply.code else {}
    return {"receipts": [receipt.decode("ascii") for receipt in reply.receipts], **code}


@door
@require_POST
def receipts(request: HttpRequest) -> HttpResponseBase:
    """Take receipts that are given after the answer."""
    body = _body(request, RECEIPTS_LIMIT)
    state = _asking(request, body)
    envelope, documents, growths = _receipts(body)
    try:
        reception.receive_receipts(envelope, documents, growths, of=state)
    except GrowthMissing as missing:  # say from where the growth is to be shown
        answer = problem(missing)
        answer.headers[SEEN] = continuity.known(state).header
        return answer
    return _json({"receipts": []})


@door
@require_GET
def evidence(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give a span of sealed evidence to the State it was disclosed to."""
    state = _asking(request)
    file = shelf.disclosed(Digest(name), to=state, at=now())
    size = file.size
    start, end = shelf.span(request.headers.get("Range", ""), size)
    answer = StreamingHttpResponse(shelf.pieces(file, start, end), status=206, content_type=_BYTES)
    answer.headers["Content-Length"] = str(end - start)
    answer.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return answer


@door
@require_GET
def leaves(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give the leaf hashes of evidence to the State it was disclosed to."""
    state = _asking(request)
    shelf.disclosed(Digest(name), to=state, at=now())
    return HttpResponse(own.objects().leaves(Digest(name)), content_type=_BYTES)


@door
@require_GET
def profile(_request: HttpRequest) -> HttpResponseBase:
    """Give this State's signed profile to anyone."""
    return HttpResponse(directory.export(), content_type=_BYTES)


@door
@require_GET
def checkpoint(_request: HttpRequest) -> HttpResponseBase:
    """Give the record's checkpoint of now to anyone, with the cosignatures that it has already."""
    return HttpResponse(witnessing.shown_checkpoint(record.checkpoint()).text, content_type=_TEXT)


@door
@require_GET
def witnessed(_request: HttpRequest) -> HttpResponseBase:
    """Give the newest checkpoint that a witness cosigned to anyone."""
    newest = witnessing.newest_witnessed()
    if newest is None:
        raise ObjectMissing("witnessed")
    return HttpResponse(newest.text, content_type=_TEXT)


@door
@require_POST
def add_checkpoint(request: HttpRequest) -> HttpResponseBase:
    """Cosign the checkpoint that a peer's record offers, as C2SP tlog-witness says; whoever brings it."""
    body = _body(request, 2 * LIMITS.checkpoint)
    try:
        return HttpResponse(witnessing.cosign(body, at=now()), content_type=_TEXT)
    except OldSizeDiffers as differs:
        return HttpResponse(f"{differs.facts['size']}\n", status=409, content_type=witnessing.SIZE_TYPE)


@door
@require_GET
def tile(_request: HttpRequest, place: str) -> HttpResponseBase:
    """Give a tile of the record, or the entries of one, to anyone; what has a path never changes."""
    answer = HttpResponse(publishing.file(f"tile/{place}"), content_type=_BYTES)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _asking(request: HttpRequest, body: bytes = b"") -> StateCode:
    """Return the pinned State whose node signed this request, or raise.

    It may ask no more often than one State may, and nothing is taken where a fork holds the exchange with it.
    """
    asked = hop.Asked(own.state(), request.method or "", request.path, request.headers.get("Range", ""), body)
    at = now()
    state = hop.verify(
        request.headers.get,
        asked,
        known=lambda state, kid: profiles.peer(state).node_key(kid, at),
        at=at,
    )
    THROTTLE.admit(state)
    forks.require_open(state)
    return state


def _body(request: HttpRequest, limit: int) -> Named:
    """Read the body, but never more than one byte beyond the limit."""
    told = request.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > limit:
        raise TooLarge("body", size=int(told), limit=limit)
    body = request.read(limit + 1)
    if len(body) > limit:
        raise TooLarge("body", size=len(body), limit=limit)
    return Named(body)


def _receipts(body: bytes) -> tuple[Digest, list[bytes], Sequence[Growth]]:
    try:
        told = json.loads(body)
        envelope, documents = told["envelope"], [document.encode("ascii") for document in told["receipts"]]
        shown = Fields({"growth": told.get("growth", [])}, path="receipts", refusal=MalformedReceipts)
        return Digest(envelope), documents, shown.each("growth", Growth.read, most=MOST_GROWTHS)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise MalformedReceipts("body") from error


def _json(said: Mapping[str, Json]) -> HttpResponse:
    return HttpResponse(orjson.dumps(said), content_type="application/json")
