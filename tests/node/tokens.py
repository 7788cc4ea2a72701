"""A SoftHSM token for the tests, made anew for each of them."""

import shutil
import subprocess
from pathlib import Path

MODULES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
    Path("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
)
PIN, LABEL = "4711-pin", "comity tests"


def module() -> str:
    """Name SoftHSM's library; empty where it is not installed."""
    found = [str(one) for one in MODULES if one.exists()] if shutil.which("softhsm2-util") else []
    return found[0] if found else ""


def make(folder: Path) -> Path:
    """Initialise a token in ``folder``; the configuration that is returned goes into SOFTHSM2_CONF."""
    (folder / "tokens").mkdir(parents=True)
    conf = folder / "softhsm2.conf"
    conf.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    words = ("--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "so-pin-4711")
    subprocess.run(["softhsm2-util", *words], env={"SOFTHSM2_CONF": str(conf)}, check=True, capture_output=True)
    return conf
