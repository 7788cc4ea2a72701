"""A node of Borania with keys, a signed profile and one officer of each office, for tests that look at pages."""

import tomllib
from datetime import date
from pathlib import Path

import tomli_w

from comity.access import Role
from comity.foundation.directory import introduced
from comity.node import directory, installation, officers
from comity.node.clock import now
from comity.node.founding import Plan, found
from comity.node.models import Officer
from comity.node.rules import COMMAND_LINE
from comity.reference.states import state
from comity.words import AuthorityId, StateCode

PASSWORD = "correct horse battery staple"
OFFICES = {
    "duty": (Role.DUTY_OFFICER, "XB/duty"),
    "central": (Role.CENTRAL_AUTHORITY, "XB/central"),
    "court": (Role.OVERSIGHT, ""),
    "administrator": (Role.ADMINISTRATOR, ""),
}


def lay_out(home: Path, code: str, url: str = "http://localhost:8000") -> None:
    """Make the folder of a node, open all its desks, and let it live by a zone of its own."""
    names = {str(language): name for language, name in state(code).names}
    found(home, Plan(StateCode(code), names, url))
    told = tomllib.loads((home / "node.toml").read_text(encoding="utf-8"))
    told["zone"] = "Asia/Almaty"
    told["desks"] = ["committee", "cooperation", "oversight", "public"]
    told["instruments"] = [{"id": "UNCC", "since": date(2026, 3, 2)}]
    (home / "node.toml").write_text(tomli_w.dumps(told), encoding="utf-8")


def enter(home: Path, settings, monkeypatch) -> None:
    """Make this process the node in ``home``."""
    monkeypatch.setenv("COMITY_HOME", str(home))
    settings.INSTALLATION = installation.here()


def open_desks(home: Path, settings, monkeypatch) -> None:
    """Sign Borania's profile, pin Aldova's, and appoint the officers."""
    lay_out(home / "xa", "XA", "http://localhost:8001")
    enter(home / "xa", settings, monkeypatch)
    directory.sign_own(COMMAND_LINE)
    aldova = directory.export()
    lay_out(home / "xb", "XB")
    enter(home / "xb", settings, monkeypatch)
    directory.sign_own(COMMAND_LINE)
    directory.pin(COMMAND_LINE, aldova, fingerprint=introduced(aldova, at=now()).fingerprint)
    for name, (role, authority) in OFFICES.items():
        officers.appoint(
            COMMAND_LINE,
            name=name,
            roles=[role],
            state=StateCode("XB"),
            authority=AuthorityId(authority) if authority else None,
            password=PASSWORD,
        )


def officer(name: str) -> Officer:
    """Give the officer of that name."""
    return Officer.objects.get(name=name)
