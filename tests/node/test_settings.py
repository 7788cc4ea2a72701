"""Django's settings follow from ``node.toml`` and the environment; what protects people is not a matter of choice."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import make_installation

from comity.node import settings as settings_page

PLAIN = 'state = "XB"\nname = "Borania"\nurl = "http://localhost:8000"\n'


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Read the settings of a node whose ``node.toml`` says so."""
    home = make_installation(tmp_path / "node")
    monkeypatch.setenv("COMITY_HOME", str(home))
    monkeypatch.delenv("COMITY_DATABASE", raising=False)

    def settings(told: str = PLAIN) -> dict[str, Any]:
        (home / "node.toml").write_text(told, encoding="utf-8")
        return runpy.run_path(settings_page.__file__)

    return settings


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_cookies_travel_by_https_alone_where_the_node_has_it(read, scheme: str, secure: bool) -> None:
    told = read(PLAIN.replace("http://localhost:8000", f"{scheme}://node.example"))
    assert (told["SESSION_COOKIE_SECURE"], told["CSRF_COOKIE_SECURE"]) == (secure, secure)
    assert "node.example" in told["ALLOWED_HOSTS"]
    assert "*" not in told["ALLOWED_HOSTS"]
    assert f"{scheme}://node.example" in told["CSRF_TRUSTED_ORIGINS"]


def test_nodes_of_one_host_keep_their_sign_ins_apart(read) -> None:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")
    one, other = read(), read(PLAIN.replace("XB", "XC"))
    assert all(one[name] != other[name] for name in names)


def test_without_a_database_of_its_own_a_node_keeps_its_rows_in_its_folder_and_forces_each_commit(read) -> None:
    told = read()
    database = told["DATABASES"]["default"]
    assert database["NAME"] == told["INSTALLATION"].home / "comity.sqlite3"
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert "secure_delete=ON" in database["OPTIONS"]["init_command"]  # whatever this SQLite was built with
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_the_address_of_a_database_is_read_part_by_part(read, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgresql://node:p%40ss@%2Frun%2Fpostgres:5433/comity%2Fxb"
    database = read(PLAIN + f'database = "{address}"\n')["DATABASES"]["default"]
    wanted = {"ENGINE": "django.db.backends.postgresql", "NAME": "comity/xb", "USER": "node"}
    wanted |= {"PASSWORD": "p@ss", "HOST": "/run/postgres", "PORT": "5433"}
    assert {name: database[name] for name in wanted} == wanted
    monkeypatch.setenv("COMITY_DATABASE", "postgresql://other@localhost/rows")
    assert read()["DATABASES"]["default"]["NAME"] == "rows"


def test_a_page_may_load_from_its_own_node_alone_and_stand_in_no_other(read) -> None:
    told = read()
    allowed = told["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert allowed["default-src"] == allowed["base-uri"] == allowed["frame-ancestors"] == ["'none'"]
    assert allowed["script-src"] == allowed["style-src"] == allowed["form-action"] == ["'self'"]
    assert (told["DEBUG"], told["X_FRAME_OPTIONS"]) == (False, "DENY")


def test_an_actor_is_known_only_after_the_sign_in_and_a_form_is_proved_before(read) -> None:
    order = [name.rpartition(".")[2] for name in read()["MIDDLEWARE"]]
    wanted = ["SessionMiddleware", "CsrfViewMiddleware", "AuthenticationMiddleware", "ActorMiddleware"]
    assert [name for name in order if name in wanted] == wanted


def test_the_secret_is_the_installations_own(read) -> None:
    told = read()
    assert told["SECRET_KEY"] == (told["INSTALLATION"].home / "secret").read_text(encoding="ascii").strip()
