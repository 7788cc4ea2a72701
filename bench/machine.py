"""What machine the figures were taken on: without it a figure says nothing."""

import os
import platform
import time
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from bench.figures import median
from cryptography.hazmat.backends.openssl import backend

_BLOCK = bytes(64)

SLICES, OF = 50, 0.005  # seconds


def pace() -> float:
    """Say how many SHA-256 of 64 bytes one core makes in a second now, from Python; on a shared machine it varies."""
    rates = []
    for _ in range(SLICES):
        since, made = time.perf_counter(), 0
        while (spent := time.perf_counter() - since) < OF:
            for _ in range(100):
                sha256(_BLOCK).digest()
            made += 100
        rates.append(made / spent)
    return median(rates)


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def describe() -> str:
    """Say in one line the processor, its cores and load, the system and the versions that matter."""
    load = os.getloadavg()[0]
    parts = (
        f"{_processor()}, {_cores()} cores (load {load:.1f} at the start)",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
        f"cryptography {version('cryptography')} on {backend.openssl_version_text()}",
    )
    return "; ".join(parts)
