"""The exchange as seen from another node: it hands over acts and receipts, and fetches evidence, profile and record."""

import json
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from comity.errors import ComityError
from comity.errors.envelopes import TooLarge
from comity.errors.node import MalformedReceipts, ObjectMissing
from comity.foundation.limits import LIMITS
from comity.foundation.record import TileId
from comity.node import directory, evidence as shelf, hop, own, profiles, reception, record
from comity.node.clock import now
from comity.node.problems import problem
from comity.words import Digest, StateCode

RECEIPTS_LIMIT = 8 * LIMITS.receipt
_HASH = 32
_BYTES = "application/octet-stream"
Door = Callable[..., HttpResponseBase]


def door(view: Door) -> Door:
    """Answer a refusal with its problem details; signed requests need no token against forgery."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **place: str) -> HttpResponseBase:
        try:
            return view(request, **place)
        except ComityError as refusal:
            return problem(refusal)

    return answered


@door
@require_POST
def acts(request: HttpRequest) -> HttpResponseBase:
    """Take a sealed act, and answer with the receipts for it."""
    sealed = _body(request, LIMITS.envelope)
    _asking(request, sealed)
    reply = reception.receive(sealed)
    if reply.refusal is not None:
        return problem(reply.refusal, reply.receipts)
    return _json({"receipts": [receipt.decode("ascii") for receipt in reply.receipts]})


@door
@require_POST
def receipts(request: HttpRequest) -> HttpResponseBase:
    """Take receipts that are given after the answer."""
    body = _body(request, RECEIPTS_LIMIT)
    state = _asking(request, body)
    envelope, documents = _receipts(body)
    reception.receive_receipts(envelope, documents, of=state)
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
    return HttpResponse(directory.export(), content_type="application/jose+json")


@door
@require_GET
def checkpoint(_request: HttpRequest) -> HttpResponseBase:
    """Give the record's checkpoint of now to anyone."""
    return HttpResponse(record.checkpoint().text, content_type="text/plain; charset=utf-8")


@door
@require_GET
def tile(_request: HttpRequest, place: str) -> HttpResponseBase:
    """Give a tile of the record to anyone; a full one never changes."""
    name, width = TileId.parse(f"tile/{place}")
    hashes = record.DatabaseStore().tile(name)[: width * _HASH]
    if len(hashes) < width * _HASH:
        raise ObjectMissing(place)
    answer = HttpResponse(hashes, content_type=_BYTES)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _asking(request: HttpRequest, body: bytes = b"") -> StateCode:
    """Return the pinned State whose node signed this request, or raise."""
    asked = hop.Asked(own.state(), request.method or "", request.path, request.headers.get("Range", ""), body)
    at = now()
    return hop.verify(
        request.headers.get,
        asked,
        known=lambda state, kid: profiles.peer(state).node_key(kid, at),
        at=at,
    )


def _body(request: HttpRequest, limit: int) -> bytes:
    """Read the body, but never more than one byte beyond the limit."""
    told = request.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > limit:
        raise TooLarge("body", size=int(told), limit=limit)
    body = request.read(limit + 1)
    if len(body) > limit:
        raise TooLarge("body", size=len(body), limit=limit)
    return body


def _receipts(body: bytes) -> tuple[Digest, list[bytes]]:
    try:
        told = json.loads(body)
        envelope, documents = told["envelope"], told["receipts"]
        return Digest(envelope), [document.encode("ascii") for document in documents]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise MalformedReceipts("body") from error


def _json(said: dict[str, list[str]]) -> HttpResponse:
    return HttpResponse(json.dumps(said), content_type="application/json")
