"""The papers of the protocol: each is whole, gives its reasons, and every example in it does what it says."""

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from vectors.making.forms import PROTOCOL

from comity.cli.inspection.sentences import leaves
from comity.foundation.bundle import verification as bundles
from comity.foundation.directory import verification as profiles
from comity.foundation.envelopes import opening
from comity.foundation.exchange import verification as receipts

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/protocol"
PAPERS = sorted(path for path in FOLDER.glob("*.md") if path.stem != "index")
ALL = sorted(FOLDER.glob("*.md"))
NAMED = {
    "act-and-envelope",
    "bundle",
    "carriage-and-receipts",
    "errors",
    "evidence-manifest",
    "identity-and-directory",
    "limits",
    "record",
    "sealing",
}
EXECUTED = 'title="executed"'
CODE = re.compile(r"`([a-z]+(?:-[a-z]+)*)`")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def stem(path: Path) -> str:
    return path.stem


def examples(path: Path) -> list[tuple[str, str]]:
    """Give the language and the content of each block that is titled *executed*."""
    blocks = [token for token in MarkdownIt().parse(text(path)) if token.type == "fence"]
    told = [(*token.info.partition(" ")[::2], token.content) for token in blocks]
    return [(language, content) for language, more, content in told if more == EXECUTED]


def passages(path: Path) -> list[str]:
    """Give every paragraph and every point of a list, each on one line."""
    prose = re.sub(r"```.*?```", "", text(path), flags=re.DOTALL)
    parts = re.split(r"\n\s*\n|\n(?=\s*(?:- |\d+\. |\|))", prose)
    return [" ".join(part.split()) for part in parts if part.strip()]


def test_the_nine_papers_stand() -> None:
    assert {path.stem for path in PAPERS} == NAMED


@pytest.mark.parametrize("path", ALL, ids=stem)
def test_a_paper_bears_version_date_and_status(path) -> None:
    title, blank, names, rule, head, *_ = text(path).splitlines()
    assert (title[:2], blank, names, rule) == ("# ", "", "| version | date | status |", "|---|---|---|")
    found = re.fullmatch(r"\| (\S+) \| \d{4}-\d\d-\d\d \| normative draft \|", head)
    assert found is not None
    assert found[1] == PROTOCOL


@pytest.mark.parametrize("path", PAPERS, ids=stem)
def test_a_paper_has_every_part(path) -> None:
    headings = re.findall(r"^## \d+\. (.+)$", text(path), flags=re.MULTILINE)
    assert headings[:2] == ["Purpose", "Terms"]
    assert headings[-3:] == ["Security considerations", "Vectors", "References"]
    numbers = [int(number) for number in re.findall(r"^## (\d+)\. ", text(path), flags=re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", ALL, ids=stem)
def test_every_must_not_gives_its_reason(path) -> None:
    bare = [passage for passage in passages(path) if "**MUST NOT**" in passage and "because" not in passage]
    assert bare == []


def test_a_must_not_is_found_wherever_it_stands() -> None:
    assert sum("**MUST NOT**" in passage for path in ALL for passage in passages(path)) > 40


@pytest.mark.parametrize("path", ALL, ids=stem)
def test_the_vectors_that_a_paper_names_stand(path) -> None:
    for name in re.findall(r"`(vectors/[a-z-]+\.json)`", text(path)):
        assert (ROOT / name).is_file(), name


def test_every_file_of_vectors_is_named_by_its_paper() -> None:
    for path in (ROOT / "vectors").glob("*.json"):
        paper = json.loads(text(path))["paper"]
        assert f"vectors/{path.name}" in text(ROOT / paper), path.name


def test_every_code_of_the_vectors_is_named_in_the_papers() -> None:
    named = {code for path in ALL for code in CODE.findall(text(path))}
    named |= {f"member-{end}" for end in ("missing", "unlisted", "changed")}
    used = {
        test["error"]
        for path in (ROOT / "vectors").glob("*.json")
        for group in json.loads(text(path))["groups"]
        for test in group["tests"]
        if test["result"] == "invalid"
    }
    assert used - named == set()


def test_every_code_that_a_paper_refuses_with_is_one_of_the_code() -> None:
    """Every word of that form with a hyphen is looked at; the others of that form are named here."""
    codes = {leaf.code for _, leaf in leaves()}
    words = {word for path in ALL for word in CODE.findall(text(path)) if "-" in word}
    fields = {"not-asked", "not-delivered", "content-digest", "x-comity-state", "x-comity-fingerprint"}
    assert {word for word in words - codes - fields if not word.startswith("comity-")} == set()


@pytest.mark.parametrize("path", [path for path in ALL if examples(path)], ids=stem)
def test_the_examples_of_a_paper_do_what_they_say(path, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(ROOT))
    (tmp_path / "vectors").symlink_to(ROOT / "vectors")
    names: dict[str, object] = {}
    for language, content in examples(path):
        if language == "python":
            exec(compile(content, f"{path.stem}.md", "exec"), names)
        elif shutil.which("openssl") is None:
            pytest.skip("openssl is not installed")
        else:
            done = subprocess.run(["bash", "-eu", "-c", content], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", PAPERS, ids=stem)
def test_a_paper_has_an_example_that_is_executed(path) -> None:
    assert examples(path)


@pytest.mark.parametrize("path", ALL, ids=stem)
def test_every_example_in_python_would_fail_if_it_were_wrong(path) -> None:
    for language, content in examples(path):
        if language == "python" and "open(" not in content:
            assert any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(content))), content


def test_openssl_refuses_an_act_that_was_changed(tmp_path, monkeypatch) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(ROOT))
    (tmp_path / "vectors").symlink_to(ROOT / "vectors")
    blocks = dict(examples(FOLDER / "act-and-envelope.md")[-2:])
    exec(blocks["python"], {})
    act = Path("request.act")
    good = act.read_bytes()
    for spoilt in (
        good.replace(b'"days":60', b'"days":61'),
        good.replace(b'"payload":"eyJ', b'"payload":"eyK'),
    ):
        assert spoilt != good
        act.write_bytes(spoilt)
        done = subprocess.run(["bash", "-eu", "-c", blocks["sh"]], capture_output=True, text=True, check=False)
        assert done.returncode != 0


STEPS = (
    (opening, "act-and-envelope", "8. Opening"),
    (receipts, "carriage-and-receipts", "6.2 Verification"),
    (profiles, "identity-and-directory", "5.1 Verification"),
    (bundles, "bundle", "5. Verification"),
)


@pytest.mark.parametrize(("module", "paper", "heading"), STEPS, ids=lambda value: str(value)[:20])
def test_the_steps_of_a_paper_are_those_of_the_code(module, paper, heading) -> None:
    """A step is named by its first word, in the module's docstring and in the paper's table."""
    coded = re.findall(r"^ ?(\d+)\. (\w+)", module.__doc__, flags=re.MULTILINE)
    part = text(FOLDER / f"{paper}.md").partition(f" {heading}\n")[2]
    told = re.findall(r"^\| (\d+) \| (\w+)", part.partition("\n#")[0], flags=re.MULTILINE)
    assert told == coded
