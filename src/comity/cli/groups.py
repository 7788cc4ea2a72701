"""The groups of commands, each loaded only when it is called.

A group is a module that holds a Typer ``app``. The table below says where each stands and what it needs of Django, so
that ``comity --help`` loads none of them, and what works without a node never asks for one.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import django
import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from comity.errors.node import NodeNotInitialised
from comity.node import installation


class Needs(Enum):
    """What a group needs before its module may be loaded."""

    NOTHING = "nothing"
    NODE = "node"  # a node in the folder that COMITY_HOME names


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its module, its needs, its line in the list of commands."""

    module: str
    needs: Needs
    says: str


GROUPS: Mapping[str, Group] = {
    "demo": Group("comity.cli.demo", Needs.NOTHING, "Play both halves of Comity on this machine."),
    "node": Group("comity.cli.node", Needs.NOTHING, "Make, run and staff a node."),
    "profile": Group(
        "comity.cli.profile",
        Needs.NODE,
        "Show, sign and export this State's profile and its keys; pin a peer's.",
    ),
    "directory": Group(
        "comity.cli.directory",
        Needs.NODE,
        "Hold a directory together with other States, publish in it, follow it.",
    ),
    "text": Group("comity.cli.text", Needs.NOTHING, "Import a negotiating text; measure how drafts converge."),
    "instruments": Group(
        "comity.cli.instruments", Needs.NOTHING, "Keep existing instruments; compare a draft with them."
    ),
    "negotiation": Group(
        "comity.cli.negotiation", Needs.NODE, "Negotiate a text: propose, take positions, decide."
    ),
    "document": Group("comity.cli.document", Needs.NOTHING, "Import a document as numbered paragraphs."),
    "request": Group(
        "comity.cli.request", Needs.NODE, "Ask another State to preserve evidence; decide what is asked."
    ),
    "deliveries": Group(
        "comity.cli.deliveries", Needs.NODE, "See and decide what is on its way to other States."
    ),
    "export": Group(
        "comity.cli.forwarding.exporting", Needs.NODE, "Write what is due to a State as one sealed parcel."
    ),
    "import": Group(
        "comity.cli.forwarding.importing", Needs.NODE, "Take a parcel that a person brought, and answer it."
    ),
    "custody": Group(
        "comity.cli.custody",
        Needs.NODE,
        "Keep evidence in this node's custody: take in, verify, open, destroy.",
    ),
    "evidence": Group("comity.cli.evidence", Needs.NOTHING, "Seal, open and verify evidence of any size."),
    "record": Group("comity.cli.record", Needs.NOTHING, "Publish, witness and prove the record."),
    "verify": Group("comity.cli.verify", Needs.NOTHING, "Verify the bundle of a finished request, offline."),
    "mandate": Group("comity.cli.mandate", Needs.NOTHING, "Show what was promised and which tests keep it."),
    "check": Group("comity.cli.check", Needs.NOTHING, "Check format, types, imports, sentences and docs."),
    "test": Group("comity.cli.test", Needs.NOTHING, "Run every test, on both databases."),
    "bench": Group("comity.cli.bench", Needs.NOTHING, "Measure, each time against a peer in the same run."),
    "vectors": Group("comity.cli.vectors", Needs.NOTHING, "Verify the vectors of the exchange; make them."),
    "fuzz": Group("comity.cli.fuzz", Needs.NOTHING, "Give every decoder what nobody would write."),
    "campaign": Group(
        "comity.cli.campaign", Needs.NOTHING, "Kill, cut and simulate for long, and count what is lost."
    ),
    "docs": Group("comity.cli.docs", Needs.NOTHING, "Build the documentation."),
    "languages": Group(
        "comity.cli.languages", Needs.NOTHING, "Bring the catalogues of the six languages up to date."
    ),
    "lock": Group("comity.cli.lock", Needs.NOTHING, "Lock the requirements with their hashes."),
}

STAFF: Mapping[str, Group] = {
    "worker": Group("comity.cli.worker", Needs.NODE, "Deliver, fetch and watch the clocks."),
    "officer": Group("comity.cli.officer", Needs.NODE, "Appoint officers and list them."),
}

ASKING: Mapping[str, Group] = {  # `comity request` has entered the node already
    "bundle": Group(
        "comity.cli.bundling", Needs.NOTHING, "Write a request as one file that anybody can verify offline."
    ),
}

RECORDING: Mapping[str, Group] = {
    "checkpoint": Group("comity.cli.recording.checkpoint", Needs.NODE, "Print the record's signed note."),
    "export": Group("comity.cli.recording.publishing", Needs.NODE, "Write the record as files to be served."),
    "witnesses": Group("comity.cli.recording.witnesses", Needs.NODE, "Show who cosigns the record; ask now."),
    "stamps": Group("comity.cli.recording.stamps", Needs.NODE, "Show and fetch time-stamps."),
    "forks": Group("comity.cli.recording.forks", Needs.NODE, "Show forks of peers' records; decide."),
    "unlink": Group("comity.cli.recording.salts", Needs.NODE, "Destroy the salts of entries."),
}


class LazyGroup(TyperGroup):
    """A Typer group that also finds its commands in a table of modules."""

    table: Mapping[str, Group] = {}

    def list_commands(self, ctx: Any) -> list[str]:
        """Name what stands in the table and in the group itself."""
        return [*(name for name, group in self.table.items() if stands(group)), *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Give the command's line for the list of commands, without loading it."""
        group = self.table.get(cmd_name)
        if group is None or not stands(group):
            return super().get_command(ctx, cmd_name)
        return TyperCommand(cmd_name, help=group.says)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Load the command that was called."""
        group = self.table.get(args[0])
        if group is None or not stands(group):
            return super().resolve_command(ctx, args)
        return args[0], load(args[0], group), args[1:]


class Root(LazyGroup):
    """The groups of ``comity``."""

    table = GROUPS


class Staff(LazyGroup):
    """What ``comity node`` can do only once a node stands."""

    table = STAFF


class Asking(LazyGroup):
    """What ``comity request`` can do that takes more to load than the others."""

    table = ASKING


class Recording(LazyGroup):
    """What ``comity record`` can do where a node stands."""

    table = RECORDING


def stands(group: Group) -> bool:
    """Say whether the group's module is part of this installation."""
    return find_spec(group.module) is not None


def load(name: str, group: Group) -> Any:
    """Load the group's module, after what it needs."""
    if group.needs is not Needs.NOTHING:
        enter(needs_node=True)
        import_module("comity.node.prompt").begin()  # what the command sends is delivered before it ends
    app: typer.Typer = import_module(group.module).app
    command = get_command(app)
    command.name = name
    return command


def enter(*, needs_node: bool) -> None:
    """Let Django read the settings of the node that COMITY_HOME names."""
    if needs_node and not installation.here().exists:
        raise NodeNotInitialised("COMITY_HOME")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.settings")
    django.setup()
