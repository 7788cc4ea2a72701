"""The checkout that the engineers' commands work on."""

import os
import subprocess
from pathlib import Path

import comity
from comity.errors.house import NotACheckout


def root() -> Path:
    """Give the folder of the checkout: ``COMITY_ROOT``, or where this package was installed from."""
    folder = Path(os.environ.get("COMITY_ROOT") or Path(comity.__file__).parents[2]).resolve()
    if not (folder / "pyproject.toml").exists() or not (folder / "tests").is_dir():
        raise NotACheckout(folder)
    return folder


def files(folder: Path) -> list[Path]:
    """Give every file that is tracked, or would be: what ``.gitignore`` names is left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        raise NotACheckout(folder)
    return sorted(path for name in set(listed.stdout.split("\0")) if name and (path := folder / name).is_file())
