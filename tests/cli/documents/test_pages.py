"""Generated pages say what the source says now, and the documentation asks no other host for anything."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from comity.access import Role
from comity.cli.documents import access, commands, decisions, limits, operations, pages, promises, refusals
from comity.cli.groups import GROUPS, stands
from comity.cli.inspection import checkout
from comity.cli.inspection.sentences import leaves
from comity.desks.api import api
from comity.foundation.limits import LIMITS
from comity.node import subjects
from comity.reference import mandate

HERE = checkout.root()


def test_every_standing_command_is_on_its_page() -> None:
    told = commands.page(HERE)
    assert [name for name, group in GROUPS.items() if stands(group) and f"## `comity {name}`" not in told] == []
    assert "`--json`" in told
    assert "install_completion" not in told.lower()


def test_every_refusal_is_on_its_page() -> None:
    told = refusals.page(HERE)
    assert [leaf.code for _, leaf in leaves() if f"| `{leaf.code}` |" not in told] == []


def test_every_deed_is_on_its_page_with_those_who_may_do_it() -> None:
    told = access.page(HERE)
    assert [deed for deed in subjects.access() if f"| `{deed}` |" not in told] == []
    row = next(line for line in told.splitlines() if line.startswith("| `node.appoint-officer` |"))
    assert [cell.strip() for cell in row.split("|")[2:-1]] == [
        "●" if role is Role.ADMINISTRATOR else "" for role in [None, *Role]
    ]


def test_a_role_with_a_further_condition_is_marked_apart() -> None:
    row = next(line for line in access.page(HERE).splitlines() if line.startswith("| `requests.send` |"))
    assert "○" in row
    assert "●" not in row


def test_every_limit_is_on_its_page() -> None:
    told = limits.page(HERE)
    assert [name for name in LIMITS.__slots__ if f"| `{name}` |" not in told] == []
    assert "| 5 minutes |" in told


def test_every_operation_is_on_its_page_and_every_shape_it_names() -> None:
    told, described = operations.page(HERE), api.get_openapi_schema()
    called = [
        f"### `{method.upper()} {path}`" for path, methods in described["paths"].items() for method in methods
    ]
    assert [line for line in called if line not in told] == []
    assert [name for name in described["components"]["schemas"] if f"### {name}\n" not in told] == []
    assert "comity_xa" not in told, "a page must not depend on the node that made it"


def test_every_decision_is_listed_with_its_title_and_its_status(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "decisions"
    folder.mkdir(parents=True)
    (folder / "0007-a-choice.md").write_text("# 7. A choice\n\n**Status:** accepted\n", encoding="utf-8")
    assert "| 7 | [A choice](0007-a-choice.md) | accepted |" in decisions.page(tmp_path)


def test_every_promise_is_on_its_page() -> None:
    told = promises.page(HERE)
    assert [
        one.id for one in mandate.promises() if f"| [{one.id}](" not in told and f"| {one.id} |" not in told
    ] == []


def test_a_page_that_was_changed_by_hand_is_not_fresh_and_is_written_anew(tmp_path: Path) -> None:
    for part in ("src", "tests", "docs"):
        shutil.copytree(HERE / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    pages.write(tmp_path)
    page = tmp_path / "docs" / "mandate.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nBy hand.\n", encoding="utf-8")
    assert pages.faults(tmp_path) == ["docs/mandate.md: not fresh"]
    assert pages.write(tmp_path) == ["docs/mandate.md"]
    assert pages.faults(tmp_path) == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    words = ["build", "--strict", "--site-dir", str(folder)]
    built = subprocess.run(
        [str(Path(sys.executable).with_name("mkdocs")), *words],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder


def test_the_documentation_is_built_without_a_broken_link(site: Path) -> None:
    assert (site / "index.html").exists()
    assert (site / "reference" / "rules" / "requests.html").exists()


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    asks = re.compile(
        r"<(?:script|img|iframe|source|link(?! rel=\"canonical\"))[^>]+(?:src|href)=[\"']?(?:https?:)?//"
    )
    assert [page.name for page in site.rglob("*.html") if asks.search(page.read_text(encoding="utf-8"))] == []
    assert [
        sheet.name
        for sheet in site.rglob("*.css")
        if re.search(r"url\([\"']?(?:https?:)?//", sheet.read_text("utf-8"))
    ] == []
