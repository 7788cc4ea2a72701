"""Every generated page, and whether it is fresh."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from comity.cli.documents import access, commands, decisions, laws, limits, operations, promises, refusals

Page = Callable[[Path], str]
PAGES: Mapping[str, Page] = {
    "docs/mandate.md": promises.page,
    "docs/decisions/index.md": decisions.page,
    "docs/protocol/limits.md": limits.page,
    "docs/reference/cli.md": commands.page,
    "docs/reference/api.md": operations.page,
    "docs/reference/errors.md": refusals.page,
    "docs/reference/access.md": access.page,
    **{f"docs/reference/rules/{volume.name}.md": partial(laws.page, volume) for volume in laws.VOLUMES},
}


def write(folder: Path) -> list[str]:
    """Write every generated page that is not fresh; give their names."""
    stale = _stale(folder)
    for name, text in stale.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return list(stale)


def faults(folder: Path) -> list[str]:
    """Name every generated page that differs from what the source says now."""
    return [f"{name}: not fresh" for name in _stale(folder)]


def _stale(folder: Path) -> dict[str, str]:
    made = {name: page(folder) for name, page in PAGES.items()}
    return {name: text for name, text in made.items() if _kept(folder / name) != text}


def _kept(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
