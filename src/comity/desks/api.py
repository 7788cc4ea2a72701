"""The REST API of a node, at ``/api/``: what its pages do, for programs. Described at ``/api/openapi.json``.

* An operation is called by a signed-in officer, with the session's cookie and, where it changes something, the token
  against forgery in ``X-CSRFToken``; what is public needs neither.
* A refusal is problem details (RFC 9457) whose ``code`` never changes its meaning.
* Each subject brings its own operations; those of the shell stand here: the node, its directory, its record.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie

from comity import __version__
from comity.access import Actor
from comity.committee.documents.api import router as documents
from comity.committee.instruments.api import router as instruments
from comity.committee.text.api import router as text
from comity.desks.deliveries_api import router as delivered
from comity.desks.proofs import proved_entry
from comity.desks.record_api import router as recorded
from comity.desks.refusals import problem, refused
from comity.errors import ComityError
from comity.node import own, profiles, queries
from comity.node.middleware import actor_of
from comity.node.models import RecordEntry
from comity.reference.refusals import Sentence
from comity.regime.evidence.api import router as evidence
from comity.regime.requests.api import router as requests

A_PAGE = 100
SUBJECTS = {
    "/text": text,
    "/documents": documents,
    "/instruments": instruments,
    "/requests": requests,
    "/evidence": evidence,
    "/record": recorded,
    "/deliveries": delivered,
}


class SignedIn(APIKeyCookie):
    """The session of an officer."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002  # ninja's signature
        """Return who acts, or nobody."""
        return actor_of(request) if request.user.is_authenticated else None


api = NinjaAPI(
    title="Comity",
    version=__version__,
    description="What this node's pages do, for programs.",
    auth=SignedIn(),
    docs_url=None,
    urls_namespace="api",
)


class NodeTold(Schema):
    """A State as this node knows it."""

    state: str
    names: dict[str, str]
    fingerprint: str
    serial: int
    expires: str
    address: str


class EntryTold(Schema):
    """One entry of the record."""

    index: int
    event: str
    at: str
    digest: str


class ProofTold(Schema):
    """One entry of the record and the proof that it stands there."""

    entry: str
    key: str
    proof: dict[str, Any]


@api.get(
    "/directory", response=list[NodeTold], auth=None, summary="The States that this node knows, itself first"
)
def directory(request: HttpRequest) -> list[NodeTold]:  # noqa: ARG001  # ninja finds it by name
    """List the profiles, the node's own first."""
    return [
        NodeTold(
            state=profile.state,
            names={str(language): name for language, name in profile.names.items()},
            fingerprint=profile.fingerprint,
            serial=profile.serial,
            expires=str(profile.expires),
            address=profile.nodes[0].url,
        )
        for profile in (profiles.own_profile(), *profiles.peers())
    ]


@api.get("/record", response=list[EntryTold], auth=None, summary="Entries of the record, newest first")
def record(request: HttpRequest, before: int | None = None) -> list[EntryTold]:  # noqa: ARG001  # ninja finds it by name
    """List a hundred entries, those before an index if one is given."""
    rows = queries.entries()
    if before is not None:
        rows = rows.filter(index__lt=before)
    return [_told(row) for row in rows[:A_PAGE]]


@api.get("/record/{int:index}", response=ProofTold, auth=None, summary="One entry with its proof")
def entry(request: HttpRequest, index: int) -> Any:  # noqa: ARG001  # ninja finds it by name
    """Give one entry and its inclusion proof under a checkpoint of now."""
    return proved_entry(index)


@api.get("/node", auth=None, summary="What this node is")
def node(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001  # ninja finds it by name
    """Name this node and its desks."""
    here = own.installation()
    return {"state": here.state, "kind": here.kind, "desks": list(here.desks), "version": __version__}


@api.exception_handler(ComityError)
def _refused(request: HttpRequest, error: ComityError) -> HttpResponse:
    return refused(request, error)


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors)
    return problem(
        400, Sentence("malformed", "What was sent does not have the form that this operation takes.", places)
    )


@api.exception_handler(AuthenticationError)
def _stranger(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem(
        401, Sentence("not-signed-in", "This operation is for signed-in officers.", "Sign in first.")
    )


@api.exception_handler(Http404)
def _missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(404, Sentence("http-404", "Nothing stands at this address.", "Check the address."))


@api.exception_handler(HttpError)
def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, Sentence(f"http-{error.status_code}", str(error), ""))


def _told(row: RecordEntry) -> EntryTold:
    return EntryTold(index=row.index, event=row.event, at=str(row.at), digest=row.digest)


for _place, _router in SUBJECTS.items():
    api.add_router(_place, _router)
