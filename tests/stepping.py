"""Nodes of several States on one database: each steps forward in its turn, and does its part in a directory."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.node import directory, founding, holding, installation
from comity.node.holding import Folder
from comity.node.models import PinnedProfile
from comity.node.rules import COMMAND_LINE
from comity.words import StateCode


@dataclass
class Ground:
    """The nodes, and the folder of the directory that passes among them."""

    home: Path
    settings: Any
    folder: Folder

    def be(self, code: str) -> None:
        home = self.home / code
        if not home.exists():
            kind = founding.SECRETARIAT if code == "ZZ" else founding.STATE
            plan = founding.Plan(StateCode(code), {"en": code}, f"http://{code.lower()}.example", kind)
            founding.found(home, plan)
        self.settings.INSTALLATION = installation.read(home)
        if not PinnedProfile.objects.filter(state=code).exists():
            directory.sign_own(COMMAND_LINE)

    def applies(self, code: str, *, holder: bool = True) -> bytes:
        self.be(code)
        return holding.apply(COMMAND_LINE, holder=holder)

    def signs(self, code: str) -> holding.Draft:
        self.be(code)
        return holding.sign(COMMAND_LINE, self.folder)

    def offers(self, code: str) -> bytes:
        self.be(code)
        return holding.offer(COMMAND_LINE)

    def publishes(self, *offers: bytes) -> holding.Charter:
        self.be("ZZ")
        return holding.publish(COMMAND_LINE, self.folder, offers)
