"""A PostgreSQL that lives as long as a block of code: its own folder, a socket in it, no network, no durability."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from comity.errors.house import ProgramFailed, ToolMissing

_DEBIAN = Path("/usr/lib/postgresql")
_SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",  # nothing of it outlives the block
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "32MB",
}
_OWNER = "postgres"  # PostgreSQL refuses to run as root


def binaries() -> Path | None:
    """Find the folder of ``initdb`` and ``pg_ctl``: on the path, or the newest that Debian keeps beside it."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    kept = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return kept[-1].parent if kept else None


@contextmanager
def throwaway() -> Iterator[str]:
    """Start a PostgreSQL, give its address for ``COMITY_DATABASE``, and remove it at the end of the block."""
    programs = binaries()
    if programs is None:
        raise ToolMissing("postgresql")
    folder = Path(tempfile.mkdtemp(prefix="comity-postgres-", dir="/tmp"))  # a socket's path must be short
    data, log = folder / "data", folder / "log"
    if os.geteuid() == 0:
        owner = pwd.getpwnam(_OWNER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        _run(
            programs / "initdb",
            "-D",
            data,
            "-U",
            _OWNER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        chosen = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        _run(programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", f"{chosen} -k {folder}", "start")
        try:
            yield f"postgresql://{_OWNER}@{quote(str(folder), safe='')}/{_OWNER}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*words: str | Path) -> None:
    command = [str(word) for word in words]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={_OWNER}", f"--regid={_OWNER}", "--clear-groups", *command]
    # a server that keeps our standard output open would keep whoever reads it waiting
    done = subprocess.run(
        command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise ProgramFailed(Path(words[0]).name, said=done.stderr.strip()[-200:])
