"""Keys and files that the sealing tests share, and the other people's programs that they open with."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.foundation.identity import SealingKey

PACKAGES = ("age-encryption@0.3.1", "cctv-age@0.2.0")


@pytest.fixture(scope="session")
def key() -> SealingKey:
    return SealingKey.from_seed(bytes(range(32)))


@pytest.fixture(scope="session")
def stranger() -> SealingKey:
    return SealingKey.from_seed(bytes(32))


@pytest.fixture(scope="session")
def entropy() -> Callable[[int], bytes]:
    return os.urandom


@pytest.fixture(scope="session")
def node_program(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Run a module for Node.js beside the npm packages of the age format; they are installed once a machine."""
    folder = _packages()

    def run(module: str, *words: str) -> bytes:
        page = folder / f"{hashlib.sha256(module.encode()).hexdigest()[:16]}.mjs"
        if not page.exists():
            written = page.with_suffix(f".{os.getpid()}")
            written.write_text(module, encoding="utf-8")
            written.replace(page)
        done = subprocess.run(["node", str(page), *words], capture_output=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return run


def _installed(folder: Path) -> bool:
    """Let npm install the packages from wherever this machine takes them; soon give up where it cannot be reached."""
    quiet = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts")
    words = ["npm", "install", *quiet, "--fetch-retries=1", "--fetch-timeout=30000", *PACKAGES]
    try:
        return subprocess.run(words, cwd=folder, capture_output=True, check=False, timeout=180).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def _packages() -> Path:
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not installed: the age format is not tried against age-encryption")
    name = hashlib.sha256(" ".join(PACKAGES).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"comity-npm-{os.getuid()}-{name}"
    if not folder.exists():
        making = Path(tempfile.mkdtemp(prefix="comity-npm-"))
        (making / "package.json").write_text('{"private": true}', encoding="ascii")
        if not _installed(making):
            shutil.rmtree(making)
            pytest.skip("npm cannot be reached: age-encryption and the vectors of cctv-age are not tried")
        try:
            making.rename(folder)
        except OSError:  # another process was quicker
            shutil.rmtree(making)
    return folder
