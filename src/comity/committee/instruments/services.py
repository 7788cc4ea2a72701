"""Acts on the library of instruments: add one. One transaction, one entry in the record."""

from hashlib import sha256

from django.db import IntegrityError, transaction

from comity.access import Actor, Role
from comity.committee.instruments.models import Instrument
from comity.committee.instruments.rules import access
from comity.committee.instruments.rules.articles import Article, read_articles
from comity.committee.instruments.rules.names import address, short_name
from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.words import counted
from comity.committee.text.services import storable
from comity.errors.comparison import InstrumentAlreadyStands, NoArticles
from comity.node.acts import acting
from comity.words import Language

COMMAND_LINE = Actor("command line", None, frozenset({Role.SECRETARIAT}))
_LONGEST = 300


def import_instrument(
    actor: Actor, *, source: bytes, short: str, language: Language, title: str = ""
) -> Instrument:
    """Keep ``source`` in the library under its ``short`` name; it is never changed afterwards.

    Raises ``MalformedShortName``, ``NotUtf8``, ``Unstorable``, ``EmptyText``, ``TextTooLong``, ``BracketsTooDeep``,
    ``NoArticles``, ``InstrumentAlreadyStands``; and ``NotPermitted`` to whom the access table does not let import.
    """
    named = short_name(short)
    draft = storable(source)
    articles = read_articles(draft)
    if not any(draft.provisions[each.place].kind is Kind.ARTICLE for each in articles):
        raise NoArticles(named)
    with acting(actor, access.IMPORT) as act:
        if Instrument.objects.filter(slug=address(named), language=language).exists():
            raise InstrumentAlreadyStands(named)
        try:
            with transaction.atomic():
                row = Instrument.objects.create(
                    short=named,
                    slug=address(named),
                    language=language,
                    title=(title.strip() or own_title(draft) or named)[:_LONGEST],
                    source=source,
                    digest=sha256(source).hexdigest(),
                    articles=len(articles),
                    words=_words(articles),
                    at=act.at,
                    by=act.actor.name,
                )
        except IntegrityError as error:
            raise InstrumentAlreadyStands(named) from error
        act.record("instruments:instrument:imported", source, about=f"{address(named)} {language}")
    return row


def own_title(draft: Draft) -> str:
    """The title that an instrument gives itself: the last heading before its first division.

    An editor's heading may stand above it; what stands nearest to the text is the instrument's own.
    """
    titles = [one.rubric for one in draft.provisions if one.kind is Kind.TITLE and one.rubric]
    return titles[-1] if titles else draft.title()


def _words(articles: tuple[Article, ...]) -> int:
    return sum(counted(article.words) for article in articles)
