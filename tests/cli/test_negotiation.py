import json

import pytest
from tests.committee.text.services.test_coming import SOURCE as ARTICLE, by_three
from tests.desks import a_node
from typer.testing import CliRunner

from comity.access import Role
from comity.cli import negotiation
from comity.committee.text.rules.word import read_word
from comity.committee.text.services import COMMAND_LINE, import_draft
from comity.errors.access import NotPermitted
from comity.errors.interchange import UnknownForm
from comity.errors.text import NothingProposed, UnreadableEntry
from comity.node.models import Officer
from comity.words import Language

pytestmark = pytest.mark.store
SOURCE = "## Article 1. Scope\n\n1. Each Party shall act.\n"


@pytest.fixture
def text(transactional_db, tmp_path, settings, monkeypatch) -> str:
    """A text of one article, kept by the secretariat, beside a delegate of Aldova."""
    a_node.open_desks(tmp_path, settings, monkeypatch)
    for name, state, role in (("office", "ZZ", Role.SECRETARIAT), ("delegate", "XA", Role.DELEGATE)):
        Officer.objects.create(name=name, state=state, roles=[role])
    import_draft(COMMAND_LINE, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return "a-text"


def comity(*words: str) -> str:
    done = CliRunner().invoke(negotiation.app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def paragraph(text: str) -> str:
    lines = comity("show", text, "--identities", "--as", "office").splitlines()
    return next(line.split()[0] for line in lines if "Each Party" in line)


@pytest.mark.mandate("R16")
def test_a_text_is_opened_proposed_on_and_shown_by_commands(text: str) -> None:
    assert "draft 1, 1 entries" in comity("open", text, "--as", "office")
    told = comity(
        "propose",
        text,
        paragraph(text),
        "Each Party may act.",
        "--by",
        "XA",
        "--meeting",
        "2/3",
        "--as",
        "delegate",
        "--json",
    )
    (entry,) = json.loads(told)
    assert (entry["number"], entry["meeting"], entry["act"]["words"]) == (2, "2/3", "may")
    comity("position", text, "2", "oppose", "--by", "XB", "--as", "office")
    assert "Each Party [shall (del. XA)][may (XA; del. XB)] act." in comity("show", text, "--as", "delegate")
    assert "Each Party shall act." in comity("show", text, "--after", "1", "--as", "delegate")
    comity("enter", text, '{"act": "accept", "proposal": 2}', "--by", "CHAIR", "--as", "office")
    assert "Each Party may act." in comity("show", text, "--as", "delegate")


def test_a_command_does_no_more_than_the_desk(text: str) -> None:
    comity("open", text, "--as", "office")
    with pytest.raises(NotPermitted):
        comity("enter", text, '{"act": "agree", "provision": ""}', "--by", "CHAIR", "--as", "delegate")
    with pytest.raises(NothingProposed):
        comity("propose", text, paragraph(text), "Each Party shall act.", "--by", "XA", "--as", "delegate")
    with pytest.raises(UnreadableEntry):
        comity("enter", text, "agree", "--by", "CHAIR", "--as", "office")


def test_a_file_of_three_authors_goes_in_and_leaves_under_their_names(text: str, tmp_path) -> None:
    import_draft(COMMAND_LINE, source=ARTICLE.encode(), title="Another", language=Language.ENGLISH)
    comity("open", "another", "--as", "office")
    (tmp_path / "in.docx").write_bytes(by_three())
    brought = (
        "import",
        "another",
        str(tmp_path / "in.docx"),
        "--author",
        "J. Doe=XD",
        "--as",
        "office",
        "--json",
    )
    assert json.loads(comity(*brought, "--only-show"))["entered"] == []
    told = json.loads(comity(*brought))
    assert [each["by"] for each in told["entered"]] == ["XA", "XB", "XC", "XD"]
    assert told["left"] == []
    comity("export", "another", str(tmp_path / "out.docx"), "--as", "delegate")
    written = read_word((tmp_path / "out.docx").read_bytes()).text
    assert written.authors == ("Aldova", "Borania", "Cordia", "Dravia")
    comity("export", "another", str(tmp_path / "out.json"), "--as", "delegate")
    assert len(json.loads((tmp_path / "out.json").read_bytes())["log"]) == 5
    with pytest.raises(UnknownForm):
        comity("export", "another", str(tmp_path / "out.odt"), "--as", "delegate")


def test_a_draft_in_another_language_gives_its_words_by_one_command(text: str) -> None:
    comity("open", text, "--as", "office")
    source = "## Article premier. Champ\n\n1. Chaque Partie agit.\n\n2. Rien.\n"
    import_draft(COMMAND_LINE, source=source.encode(), title="A text", language=Language.FRENCH)
    words = ("express", text, "--language", "fr", "--as", "office")
    assert "2 provisions given words, 0 entered, 0 stood already" in comity(*words, "--only-show")
    told = json.loads(comity(*words, "--json"))
    assert [each["act"]["words"] for each in told["entered"]] == ["Champ", "Chaque Partie agit."]
    assert told["left"] == [{"line": 5, "words": "Rien.", "why": "no-counterpart"}]
    again = comity(*words)
    assert "0 provisions given words, 0 entered, 2 stood already" in again
    assert "not taken: line 5: no-counterpart: Rien." in again
