"""Verification of a bundle for anybody: read in memory, checked step by step, kept nowhere.

* The bundle is checked exactly as ``comity verify`` does it offline, which the page also names.
* The fingerprints in the bundle are compared with those that this node has pinned; what it has not pinned is for
  the reader to compare by other means.
* A time-stamp is proved under the certificates that the reader gives, or that this node trusts; under neither it is
  shown as what it claims to be. One that the reader's certificates do not prove is refused, as ``comity verify`` does.
* A refusal keeps the page: its sentence stands above the steps, and the step that failed is marked where it is known.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from comity.desks import happenings, naming
from comity.desks.pages.directory import in_groups
from comity.desks.reader import Reader
from comity.errors import ComityError
from comity.errors.envelopes import TooLarge
from comity.errors.node import UnknownPeer
from comity.errors.record import RootsMissing, StampUnproved
from comity.foundation.bundle import Moment, VerifiedBundle, verify_bundle
from comity.foundation.limits import MIB
from comity.foundation.record.stamps import Stamp, read_roots
from comity.node import profiles, timestamps
from comity.reference.refusals import Sentence, sentence
from comity.words import AuthorityId, Instant, StateCode

LIMIT = 16 * MIB
MOST_ROOTS = 64 * 1024
_FORM_AROUND = 64 * 1024 + MOST_ROOTS
STEPS = (
    ("archive", gettext_lazy("The file is one bundle, and nothing in it was added, lost or exchanged")),
    ("profiles", gettext_lazy("Each State's profile is signed by that State's root key")),
    ("acts", gettext_lazy("Each act is signed by an office that its State names")),
    ("order", gettext_lazy("The acts follow one another without a gap and without a second story")),
    ("receipts", gettext_lazy("Each receipt is signed, and stands in the record of the State that gave it")),
    ("keys", gettext_lazy("Each key was valid when the act was witnessed")),
    ("records", gettext_lazy("No record contradicts itself")),
    (
        "evidence",
        gettext_lazy("Each piece of evidence is described and signed by an office, and an act names it"),
    ),
)


class BundleForm(forms.Form):
    """One bundle."""

    bundle = forms.FileField(
        label=gettext_lazy("Bundle"),
        help_text=gettext_lazy("The .zip file of a finished request. It is read in memory and kept nowhere."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    roots = forms.FileField(
        required=False,
        label=gettext_lazy("Certificates of time-stamping authorities"),
        help_text=gettext_lazy(
            "Only where you trust authorities of your own: a file of root certificates in PEM. "
            "Time-stamps in the bundle are then proved under them."
        ),
        widget=forms.FileInput(attrs={"accept": ".pem,.crt,application/x-pem-file"}),
    )

    def clean_roots(self) -> bytes:
        """Read the certificates; none is no refusal."""
        given = self.cleaned_data["roots"]
        if given is None:
            return b""
        if given.size > MOST_ROOTS:
            raise TooLarge("roots", size=given.size, limit=MOST_ROOTS)
        raw = b"".join(given.chunks())
        try:
            read_roots(raw)
        except RootsMissing as error:
            raise forms.ValidationError(_("This file holds no certificate in PEM.")) from error
        return raw


class KeptInMemory(MemoryFileUploadHandler):
    """Takes an upload into memory, whatever the settings keep on disk: a case is never written down here."""

    def handle_raw_input(self, *_told: object, **_options: object) -> None:
        """Take it; the view has looked at the length before."""
        self.activated = True


@dataclass(frozen=True, slots=True)
class StepShown:
    """One numbered step, and whether it held."""

    words: str
    status: str  # done | wrong | untried
    count: int = 0


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The root key of a State in the bundle, beside what this node has pinned."""

    state: StateCode
    shown: str
    standing: str  # agrees | differs | unknown


@dataclass(frozen=True, slots=True)
class StampShown:
    """One time-stamp: which authority was shown the record of which State, of how many entries, and when."""

    authority: str
    record: str
    size: int
    at: Instant


@dataclass(frozen=True, slots=True)
class Told:
    """One moment of the story, for the timeline."""

    what: str
    at: Instant
    note: str
    status: str = "done"


@method_decorator(csrf_exempt, name="dispatch")
class Verify(View):
    """The page; an upload handler can be chosen only before the form is read, so forgery is checked after that."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for a bundle."""
        return _page(request, BundleForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Verify the bundle that was given."""
        if int(request.headers.get("Content-Length") or 0) > LIMIT + _FORM_AROUND:
            raise TooLarge("bundle", size=request.headers["Content-Length"], limit=LIMIT)
        request.upload_handlers = [KeptInMemory(request)]
        return _posted(request)


@csrf_protect
def _posted(request: HttpRequest) -> HttpResponse:
    form = BundleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    given = form.cleaned_data["bundle"]
    try:
        verified, trusted = _verified(_bytes(given), form.cleaned_data["roots"])
    except ComityError as error:
        told = sentence(error, Reader.now().language)
        return _page(request, form, refusal=told, steps=tuple(_failed(error)), status=422)
    return _page(request, form, verified=verified, trusted=trusted, steps=tuple(_held(verified)))


def _verified(packed: bytes, given: bytes) -> tuple[VerifiedBundle, str]:
    """Verify the bundle, and tell whose certificates prove its time-stamps: the reader's, the node's or nobody's."""
    if given:
        return verify_bundle(packed, roots=given), "reader"
    verified = verify_bundle(packed)
    known = _known_roots() if verified.stamps else b""
    if known:
        with suppress(StampUnproved):  # of an authority that this node does not know
            return verify_bundle(packed, roots=known), "node"
    return verified, ""


def _known_roots() -> bytes:
    """Give the certificates that this node trusts; a setting that names none must not keep anybody from verifying."""
    try:
        authority = timestamps.configured()
    except RootsMissing:
        return b""
    return authority.roots if authority else b""


def _page(
    request: HttpRequest,
    form: BundleForm,
    *,
    verified: VerifiedBundle | None = None,
    trusted: str = "",
    refusal: Sentence | None = None,
    steps: tuple[StepShown, ...] = (),
    status: int = 200,
) -> HttpResponse:
    facts: dict[str, object] = {"form": form, "steps": steps, "refusal": refusal, "verified": verified}
    facts["plan"] = [words for _name, words in STEPS]
    if verified is not None:
        reader = Reader.now()
        facts["fingerprints"] = [_compared(state, verified) for state in sorted(verified.profiles)]
        facts["trusted"] = trusted
        facts["stamps"] = [_stamp(stamp, verified, reader) for stamp in verified.stamps]
        facts["story"] = [_told(moment, verified, reader) for moment in verified.timeline]
    return render(request, "desks/pages/verify.html", facts, status=status)


def _bytes(given: "UploadedFile[bytes]") -> bytes:
    if (given.size or 0) > LIMIT:
        raise TooLarge("bundle", size=given.size, limit=LIMIT)
    return b"".join(given.chunks())


def _held(verified: VerifiedBundle) -> Iterator[StepShown]:
    for (_name, words), step in zip(STEPS, verified.steps, strict=True):
        yield StepShown(str(words), "done", step.count)


def _failed(error: ComityError) -> Iterator[StepShown]:
    """Mark the failed step where the error names it; those after it were not tried."""
    names = [name for name, _words in STEPS]
    named = error.facts.get("step")
    at = names.index(str(named)) if named in names else None
    for place, (_name, words) in enumerate(STEPS):
        status = "untried" if at is None or place > at else "wrong" if place == at else "done"
        yield StepShown(str(words), status)


def _compared(state: StateCode, verified: VerifiedBundle) -> Fingerprint:
    found = verified.profiles[state].fingerprint
    try:
        standing = "agrees" if profiles.peer(state).fingerprint == found else "differs"
    except UnknownPeer:
        standing = "unknown"
    return Fingerprint(state, in_groups(found), standing)


def _stamp(stamp: Stamp, verified: VerifiedBundle, reader: Reader) -> StampShown:
    shown = stamp.checkpoint
    states = [state for state, profile in verified.profiles.items() if profile.log.origin == shown.origin]
    return StampShown(stamp.authority, naming.state(states[0], reader), shown.size, stamp.at)


def _told(moment: Moment, verified: VerifiedBundle, reader: Reader) -> Told:
    kind, _colon, rest = moment.what.partition(":")
    name, _colon, outcome = rest.partition(":")
    words = {"act": happenings.ACTS, "receipt": happenings.RECEIPTS, "custody": happenings.DEEDS}[kind].get(
        name, rest
    )
    refused = outcome.startswith("rejected")
    who = _who(moment.who, verified, reader)
    if moment.entry is None:
        return Told(str(words), moment.at, who)
    place = reader.number(moment.entry)
    note = _("{who}; in its record at {place}").format(who=who, place=place)
    if refused:
        note = _("{note}; refused: {code}").format(note=note, code=outcome.partition(":")[2])
    return Told(str(words), moment.at, note, "late" if refused else "done")


def _who(name: str, verified: VerifiedBundle, reader: Reader) -> str:
    if "/" not in name:
        return naming.state(name, reader)
    office = AuthorityId(name)
    profile = verified.profiles.get(office.state)
    known = {one.id: one.names for one in profile.authorities} if profile else {}
    return naming.authority_from(known.get(office), office, reader)


verify = Verify.as_view()
