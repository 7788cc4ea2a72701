import json
from pathlib import Path

import pytest

from comity import __version__
from comity.cli import groups, main
from comity.errors.node import NodeNotInitialised
from comity.words import Language


def called(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["comity", *words])
    with pytest.raises(SystemExit) as ended:
        main.main()
    return int(ended.value.code or 0)


def test_every_group_that_stands_is_listed_with_its_line_and_none_is_loaded(monkeypatch, capsys):
    loaded: list[str] = []
    monkeypatch.setattr(groups, "import_module", loaded.append)
    assert called(monkeypatch, "--help") == 0
    shown = capsys.readouterr().out
    for name, group in groups.GROUPS.items():
        assert (name in shown) == groups.stands(group)
    assert loaded == []


def test_the_version_is_the_one_of_the_installation_and_nothing_is_loaded_for_it(monkeypatch, capsys):
    monkeypatch.setattr(groups, "import_module", pytest.fail)
    assert called(monkeypatch, "--version") == 0
    assert capsys.readouterr().out.strip() == __version__


def test_a_refusal_names_its_code_and_says_what_to_do(monkeypatch, capsys, tmp_path: Path):
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    monkeypatch.setenv("COMITY_HOME", "restored afterwards")
    assert called(monkeypatch, "--home", str(tmp_path), "profile", "show") == 2
    told = capsys.readouterr().err
    assert told.startswith("node-not-initialised: ")
    assert "comity node init" in told


def test_a_refusal_is_json_where_json_was_asked_for(monkeypatch, capsys, tmp_path: Path):
    monkeypatch.setenv("COMITY_HOME", "restored afterwards")
    assert called(monkeypatch, "--home", str(tmp_path), "profile", "show", "--json") == 2
    refused = json.loads(capsys.readouterr().err)["refused"]
    assert (refused["code"], refused["place"]) == (NodeNotInitialised.code, "COMITY_HOME")
    assert refused["do"]


def test_what_is_no_refusal_of_ours_is_not_swallowed(monkeypatch):
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(main, "app", broken)
    with pytest.raises(ZeroDivisionError):
        main.main()


@pytest.mark.parametrize(
    ("tag", "language"), [("ar_AE.UTF-8", "ar"), ("zh_CN", "zh"), ("de_DE", "en"), ("C", "en"), ("", "en")]
)
def test_a_refusal_speaks_the_terminals_language_where_it_is_one_of_the_six(
    monkeypatch, tag: str, language: str
):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, tag)
    assert main.language() == Language(language)
