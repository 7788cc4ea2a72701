"""``comity record``: what proves itself without a node, and what this node's record can do.

``fork verify`` needs nothing but the file: it runs on any machine, without a node and without a connection. Exit code
0: the two checkpoints cannot both be true; 2: refused, with the reason.
"""

import json
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.groups import Recording
from comity.cli.telling import AsJson
from comity.foundation.identity import VerifyingKey
from comity.foundation.limits import LIMITS
from comity.foundation.record import Checkpoint, Fork
from comity.foundation.record.stamps import verify_stamp
from comity.node.files import reading

app = typer.Typer(
    cls=Recording, no_args_is_help=True, help="Publish, witness and prove the record.", rich_markup_mode=None
)
fork = typer.Typer(help="Verify the evidence of a fork, offline.", no_args_is_help=True, rich_markup_mode=None)
stamp = typer.Typer(help="Verify a time-stamp, offline.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(fork, name="fork")
app.add_typer(stamp, name="stamp")
_READABLE = {"exists": True, "dir_okay": False}


@fork.command(name="verify")
def verify_fork(
    file: Annotated[Path, typer.Argument(help="The evidence, as a node gave it out.", **_READABLE)],
    key: Annotated[
        list[str] | None,
        typer.Option(
            help="A key of the record, as the State's profile tells it: ed25519:...; may be repeated."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Verify that one record told two stories; with --key also whose record it is."""
    evidence = Fork.parse(_read(file))
    compared, *others = [VerifyingKey.parse(one) for one in key] if key else evidence.keys
    proved = evidence.verify(compared, others)
    _tell(
        {
            "forked": True,
            "origin": proved.origin,
            "key": str(proved.key),
            **({"older_key": str(proved.older_key)} if proved.older_key else {}),
            "compared": bool(key),
            "older": {"size": proved.older.size, "root": proved.older.root.hex()},
            "newer": {"size": proved.newer.size, "root": proved.newer.root.hex()},
        },
        f"The record {proved.origin} was forked: sizes {proved.older.size} and {proved.newer.size} contradict."
        + ("" if key else f"\nCompare with the State by other means: {', '.join(map(str, proved.keys))}"),
        as_json=as_json,
    )


@stamp.command(name="verify")
def verify_time_stamp(
    token: Annotated[Path, typer.Argument(help="The token, DER, as the authority gave it.", **_READABLE)],
    checkpoint: Annotated[Path, typer.Argument(help="The checkpoint that was stamped.", **_READABLE)],
    roots: Annotated[Path, typer.Option(help="Certificates of the authority to trust, PEM.", **_READABLE)],
    as_json: AsJson = False,
) -> None:
    """Verify when a time-stamping authority was shown a checkpoint."""
    proved = verify_stamp(_read(token), Checkpoint.parse(_read(checkpoint)), roots=_read(roots))
    shown = proved.checkpoint
    _tell(
        {
            "at": str(proved.at),
            "authority": proved.authority,
            "origin": shown.origin,
            "size": shown.size,
            "root": shown.root.hex(),
        },
        f"{proved.authority} was shown {shown.origin} at size {shown.size} on {proved.at}.",
        as_json=as_json,
    )


def _read(path: Path) -> bytes:
    with reading(path) as source:
        content = bytearray(min(source.size, LIMITS.document))
        return bytes(content[: source.read_at(memoryview(content), 0)])


def _tell(facts: dict[str, object], words: str, *, as_json: bool) -> None:
    print(json.dumps(facts) if as_json else words)
