"""Acts on the text: import a draft, publish a draft. Each is one transaction and one entry in the record."""

from dataclasses import asdict
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from comity.access import Actor, Role
from comity.committee.documents.rules.lines import Places, read
from comity.committee.text.models import Draft, Provision, Text, Wording, identified
from comity.committee.text.rules import access
from comity.committee.text.rules.convergence import heading
from comity.committee.text.rules.draft import Draft as Read, parse
from comity.committee.text.rules.figures import articles, count, roll_up, total
from comity.committee.text.rules.headings import DIVISIONS
from comity.committee.text.rules.identity import Identified, carry
from comity.errors.text import DraftAlreadyStands, EmptyText, NoTitle, Unstorable
from comity.node.acts import Writer, acting
from comity.words import Language

COMMAND_LINE = Actor("command line", None, frozenset({Role.SECRETARIAT}))
_LONGEST = 300
_LONGEST_SLUG = 60
_NUL = "\x00"


def import_draft(
    actor: Actor, *, source: bytes, title: str, language: Language, published: bool = False
) -> Draft:
    """Keep ``source`` as the next draft of the text called ``title``, in ``language``.

    Raises ``NotUtf8``, ``Unstorable``, ``EmptyText``, ``NoTitle``, ``BracketsTooDeep``, ``TextTooLong``,
    ``DraftAlreadyStands``; and ``NotPermitted`` to whom the access table does not let import.
    """
    draft = storable(source)
    named = (title or draft.title()).strip()[:_LONGEST]
    if not named:
        raise NoTitle("title")
    digest = sha256(source).hexdigest()
    with acting(actor, access.IMPORT) as act:
        text = _text(named, act)
        if Draft.objects.filter(text=text, language=language, digest=digest).exists():
            raise DraftAlreadyStands(text.title[:80])
        row = _keep(act, text, draft, source=source, digest=digest, language=language, published=published)
        act.record("text:draft:imported", source, about=text.slug[:64])
    return row


def publish_draft(actor: Actor, draft: Draft) -> None:
    """Let the public read ``draft``."""
    with acting(actor, access.PUBLISH, draft) as act:
        Draft.objects.filter(pk=draft.pk).update(published=True)
        act.record("text:draft:published", bytes(draft.source), about=draft.text.slug[:64])
    draft.published = True


def storable(source: bytes) -> Read:
    """Read ``source`` as a draft that a database can keep, or raise why not."""
    written = read(source)
    if (at := written.find(_NUL)) >= 0:
        raise Unstorable(Places.of(written).at(at))
    draft = parse(written)
    if not total(count(draft)).words:
        raise EmptyText("1:1")
    return draft


def _text(title: str, act: Writer) -> Text:
    found = Text.objects.select_for_update().filter(title=title).first()
    if found:
        return found
    slug = slugify(title)
    if len(slug) > _LONGEST_SLUG:
        slug = slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    slug = slug or "text"
    if Text.objects.filter(slug=slug).exists():
        slug = f"{slug}-{sha256(title.encode()).hexdigest()[:8]}"
    try:
        with transaction.atomic():
            return Text.objects.create(slug=slug, title=title, begun=act.at)
    except IntegrityError as error:
        raise DraftAlreadyStands(title[:80]) from error


def _keep(
    act: Writer, text: Text, draft: Read, *, source: bytes, digest: str, language: Language, published: bool
) -> Draft:
    """Write the draft, the provisions that are new, and where each provision stands."""
    before = text.drafts.filter(language=language).order_by("-number").first()
    number = before.number + 1 if before else 1
    inherited = identified(before) if before else None
    named = carry(f"{text.title}\x1f{language}", number, draft, inherited)
    own = count(draft)
    row = Draft.objects.create(
        text=text,
        number=number,
        language=language,
        title=_stored(draft.title() or text.title),
        source=source,
        digest=digest,
        at=act.at,
        by=act.actor.name,
        published=published,
        imbalances=len(draft.imbalances()),
        **asdict(total(own)),
    )
    _keep_provisions(row, named)
    return row


def _keep_provisions(row: Draft, named: Identified) -> None:
    draft = named.draft
    rolled = roll_up(draft, count(draft))
    known = dict(Provision.objects.filter(text=row.text, language=row.language).values_list("key", "pk"))
    fresh = [
        Provision(text=row.text, language=row.language, key=key) for key in named.places() if key not in known
    ]
    for made in Provision.objects.bulk_create(fresh):
        known[made.key] = made.pk
    opened = set(articles(draft))
    Wording.objects.bulk_create(
        Wording(
            draft=row,
            provision_id=known[named.ids[place]],
            place=place,
            parent=one.parent,
            kind=one.kind.name.lower(),
            number=_stored(one.number)[:40],
            heading=_stored(heading(draft, place) if one.kind in DIVISIONS else one.rubric),
            article=place in opened,
            start=one.start,
            end=one.end,
            line=one.line,
            **asdict(rolled[place]),
        )
        for place, one in draft.negotiated()
    )


def _stored(words: str) -> str:
    return words[:_LONGEST]
