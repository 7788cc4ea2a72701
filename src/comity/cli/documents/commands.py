"""`docs/reference/cli.md`: every command, its arguments and its options, as the command line itself knows them."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from typer.main import get_command

from comity.cli.documents.node import prepared
from comity.cli.groups import GROUPS, Group, stands

_OF_THE_SHELL = {"install_completion", "show_completion"}
_HEAD = """# The command line

`./comity <command>` from a checkout, `comity <command>` where Comity is installed. Every command answers to `--help`;
those that print a result print it for machines with `--json`. A command ends with 0 when it is done, with 1 when it
is done and the answer is no, with 2 when it was refused. `COMITY_HOME`, or `--home` before the command, names the
node's folder. This page is made from the commands themselves by `./comity docs --write`.
"""


def page(_folder: Path) -> str:
    """Write the page."""
    prepared()
    said = [_HEAD]
    for name, command, group in _loaded(GROUPS):
        said += _command(f"comity {name}", command, group.says)
    return "\n".join(said)


def _loaded(table: Mapping[str, Group]) -> Iterator[tuple[str, Any, Group]]:
    for name, group in table.items():
        if stands(group):
            yield name, get_command(import_module(group.module).app), group


def _command(
    name: str, command: Any, says: str = ""
) -> Iterator[str]:  # Typer brings its own click, without types
    yield f"## `{name}`\n" if says else f"### `{name}`\n"
    yield (command.help or says).replace("<", "&lt;") + "\n"
    if hasattr(command, "commands"):
        for below, inner in command.commands.items():
            yield from _command(f"{name} {below}", inner)
        for below, inner, _group in _loaded(getattr(command, "table", {})):
            yield from _command(f"{name} {below}", inner)
        return
    known = [param for param in command.params if param.name not in _OF_THE_SHELL]
    words = [_argument(param) for param in known if param.param_type_name == "argument"]
    words += ["[OPTIONS]"] if len(words) < len(known) else []
    yield f"```\n{' '.join([name, *words])}\n```\n"
    rows = [_row(param) for param in known if getattr(param, "help", None)]
    if rows:
        yield "\n".join(["| | |", "|---|---|", *rows]) + "\n"


def _argument(param: Any) -> str:
    name: str = param.metavar or param.name.upper()
    name += "..." if param.nargs == -1 and not name.endswith("...") else ""
    return name if param.required or name.startswith("[") else f"[{name}]"


def _row(param: Any) -> str:
    is_option = param.param_type_name == "option"
    names = ", ".join((*param.opts, *param.secondary_opts)) if is_option else _argument(param)
    told = " ".join(str(param.help).split()).replace("|", "\\|").replace("<", "&lt;")
    return f"| `{names}` | {told} |"
