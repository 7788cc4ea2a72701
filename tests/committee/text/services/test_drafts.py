import pytest

from comity.access import ANONYMOUS, Actor, Role
from comity.committee.text.models import (
    Draft,
    Provision,
    Wording,
    follow_text,
    history,
    identified,
    readable_drafts,
)
from comity.committee.text.rules.draft import printed
from comity.committee.text.services import import_draft, publish_draft
from comity.errors.access import NotPermitted
from comity.errors.documents import NotUtf8
from comity.errors.text import BracketsTooDeep, DraftAlreadyStands, EmptyText, NoTitle, Unstorable
from comity.node.models import RecordEntry
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


def keep(actor: Actor, source: str, *, title: str = "A text", published: bool = False) -> Draft:
    return import_draft(
        actor, source=source.encode(), title=title, language=Language.ENGLISH, published=published
    )


@pytest.mark.mandate("R16", "R2")
def test_a_draft_is_kept_byte_for_byte_with_one_entry_in_the_record(secretariat: Actor, demonstration) -> None:
    row = keep(secretariat, demonstration[0])
    kept = Draft.objects.get(pk=row.pk)
    assert bytes(kept.source) == demonstration[0].encode()
    assert printed(identified(kept).draft) == demonstration[0]
    assert [entry.event for entry in RecordEntry.objects.filter(about="a-text")] == ["text:draft:imported"]


@pytest.mark.mandate("R16")
def test_successive_drafts_share_the_identity_of_their_provisions(secretariat: Actor, demonstration) -> None:
    rows = [keep(secretariat, source) for source in demonstration]
    assert [row.number for row in rows] == [1, 2, 3]
    preservation = Wording.objects.filter(heading__contains="Expedited preservation", article=True)
    assert [wording.heading[:9] for wording in preservation.order_by("draft__number")] == [
        "Article 6",
        "Article 7",
        "Article 8",
    ]
    assert len(set(preservation.values_list("provision__key", flat=True))) == 1
    found = follow_text(history(secretariat, rows[0].text, "en"))
    assert [stage.figures for stage in found.stages] == [row.figures for row in rows]


def test_the_same_draft_is_not_kept_twice(secretariat: Actor, demonstration) -> None:
    keep(secretariat, demonstration[0])
    with pytest.raises(DraftAlreadyStands):
        keep(secretariat, demonstration[0])
    assert Draft.objects.count() == 1


@pytest.mark.mandate("R2")
@pytest.mark.parametrize("role", [None, *(role for role in Role if role is not Role.SECRETARIAT)])
def test_nobody_but_the_secretariat_imports(role: Role | None) -> None:
    actor = Actor("office", None, frozenset({role})) if role else ANONYMOUS
    with pytest.raises(NotPermitted):
        keep(actor, "## Article 1\n\nWords.")
    assert not Draft.objects.exists()
    assert not RecordEntry.objects.filter(event="text:draft:imported").exists()


@pytest.mark.parametrize(
    ("source", "refusal", "place"),
    [
        (b"", EmptyText, "1:1"),
        (b"\xef\xbb\xbf", EmptyText, "1:1"),
        (b"## \n\n[]", EmptyText, "1:1"),
        (b"Words\n\x00", Unstorable, "2:1"),
        (b"Words \xff", NotUtf8, "1:7"),
        (b"Words " + b"[" * 10**6, BracketsTooDeep, "1:1007"),
    ],
    ids=["empty", "byte order mark alone", "no words", "NUL", "invalid UTF-8", "a million nested brackets"],
)
def test_what_cannot_be_kept_is_refused_by_name_and_place(
    secretariat: Actor, source: bytes, refusal: type[Exception], place: str
) -> None:
    with pytest.raises(refusal) as refused:
        import_draft(secretariat, source=source, title="A text", language=Language.ENGLISH)
    assert refused.value.place == place
    assert not Draft.objects.exists()


def test_a_text_without_any_title_is_refused(secretariat: Actor) -> None:
    with pytest.raises(NoTitle):
        keep(secretariat, "Words.", title=" ")


def test_texts_whose_titles_make_the_same_address_are_told_apart(secretariat: Actor) -> None:
    first = keep(secretariat, "Words.", title="A text!")
    second = keep(secretariat, "Words.", title="A text?")
    assert first.text.slug == "a-text"
    assert second.text.slug.startswith("a-text-")


def test_a_title_in_arabic_has_an_address(secretariat: Actor) -> None:
    assert keep(secretariat, "Words.", title="اتفاقية").text.slug == "text"


def test_languages_of_a_text_are_counted_apart(secretariat: Actor) -> None:
    keep(secretariat, "Words.")
    arabic = import_draft(secretariat, source="كلمات".encode(), title="A text", language=Language.ARABIC)
    assert arabic.number == 1
    assert Provision.objects.filter(text=arabic.text).values_list("language", flat=True).distinct().count() == 2


@pytest.mark.mandate("R16")
def test_a_draft_is_public_only_once_it_is_published(secretariat: Actor) -> None:
    row = keep(secretariat, "Words.")
    assert not readable_drafts(ANONYMOUS).exists()
    publish_draft(secretariat, row)
    assert readable_drafts(ANONYMOUS).count() == 1
    assert RecordEntry.objects.filter(event="text:draft:published").count() == 1
