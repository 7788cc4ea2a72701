"""Sealing and opening a large file, with its tree, beside the ``age`` command and beside what the parts cost alone.

* Ours seals for a post-quantum recipient and hashes the tree; ``age`` seals for a classical one and hashes nothing.
* The limit is one copy, one SHA-256 and one ChaCha20-Poly1305 of the same bytes in the same run, by processor seconds.
* Every file stands in memory; every contender is a process of its own, so that its memory can be told.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.figures import AtLeast, AtMost, Figure, interleave, median
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from comity.foundation.identity import SealingKey
from comity.foundation.sealing import SealedFile, seal_stream
from comity.node.files import making, reading

KIB, MIB, GIB = 1024, 1024**2, 1024**3
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Spent:
    """What one contender took: seconds by the clock, seconds of processor, bytes of memory at most."""

    wall: float
    processor: float
    memory: int = 0


# --- what runs in a process of its own


def seal_once(folder: Path) -> None:
    """Seal as the product does: from one file into another that appears whole."""
    key = SealingKey.parse((folder / "key").read_text(encoding="ascii"))
    with reading(folder / "plain") as source, making(folder / "ours.age") as sink:
        seal_stream(source, sink, recipients=[key.recipient], entropy=os.urandom, salt=os.urandom(32))


def open_once(folder: Path) -> None:
    """Open into a file, as the product does."""
    key = SealingKey.parse((folder / "key").read_text(encoding="ascii"))
    with reading(folder / "kept.age") as source, making(folder / "opened") as sink:
        SealedFile(source, [key]).open_to(sink)


def copy_hash_encrypt(folder: Path) -> None:
    """Do once what cannot be left out: read and write every byte, hash it, encrypt it."""
    block, tagged = memoryview(bytearray(MIB)), memoryview(bytearray(64 * KIB + 16))
    digest, cipher = hashlib.sha256(), ChaCha20Poly1305(bytes(32))
    source, target = os.open(folder / "plain", os.O_RDONLY), os.open(folder / "copy", os.O_WRONLY | os.O_CREAT)
    for offset in range(0, os.fstat(source).st_size, MIB):
        os.preadv(source, [block], offset)
        os.pwrite(target, block, offset)
        digest.update(block)
        for start in range(0, MIB, 64 * KIB):
            cipher.encrypt_into(
                (offset + start).to_bytes(12, "big"), block[start : start + 64 * KIB], None, tagged
            )
    os.close(source)
    os.close(target)


DEEDS: dict[str, Callable[[Path], None]] = {
    "seal": seal_once,
    "open": open_once,
    "limit": copy_hash_encrypt,
}


def child(deed: str, folder: Path) -> Spent:
    """Do one deed here and tell what it took, without the start of the interpreter."""
    wall, processor = time.perf_counter(), time.process_time()
    DEEDS[deed](folder)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return Spent(wall, processor, int(peak.split()[1]) * KIB)


# --- the contenders


def own_process(deed: str, folder: Path, *, makes: str) -> Callable[[], Spent]:
    """Make of a deed a contender that runs it in a new interpreter."""

    def contender() -> Spent:
        command = [sys.executable, "-m", "bench.sealing", deed, str(folder)]
        told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        (folder / makes).unlink()
        return Spent(**json.loads(told))

    return contender


def command(words: Sequence[str | Path], *, makes: Sequence[Path]) -> Callable[[], Spent]:
    """Make of a whole command a contender, its start included."""

    def contender() -> Spent:
        begun = time.perf_counter()
        running = subprocess.Popen([str(word) for word in words], cwd=ROOT, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(running.pid, 0)
        wall, running.returncode = time.perf_counter() - begun, os.waitstatus_to_exitcode(status)
        if running.returncode:
            raise RuntimeError(f"{words[0]} ended with {running.returncode}")
        for path in makes:
            path.unlink()
        return Spent(wall, usage.ru_utime + usage.ru_stime)

    return contender


def contenders(folder: Path, key: SealingKey) -> dict[str, Callable[[], Spent]]:
    """Name everyone who seals or opens the same file."""
    subprocess.run(["age-keygen", "-o", folder / "classical"], check=True, capture_output=True)
    lines = (folder / "classical").read_text(encoding="ascii").splitlines()
    classical = next(line.split()[-1] for line in lines if "age1" in line)
    plain, sealed = folder / "plain", folder / "theirs.age"
    subprocess.run(["age", "-r", classical, "-o", folder / "theirs-kept.age", plain], check=True)
    seal_once(folder)
    (folder / "ours.age").rename(folder / "kept.age")
    out = folder / "out"
    comity: list[str | Path] = [
        sys.executable,
        "-m",
        "comity.cli.main",
        "evidence",
        "seal",
        plain,
        "--to",
        str(key.recipient),
    ]
    return {
        "seal": own_process("seal", folder, makes="ours.age"),
        "age": command(["age", "-r", classical, "-o", sealed, plain], makes=[sealed]),
        "command": command([*comity, "--out", out], makes=[out / "plain.age", out / "plain.manifest.json"]),
        "limit": own_process("limit", folder, makes="copy"),
        "open": own_process("open", folder, makes="opened"),
        "age -d": command(
            ["age", "-d", "-i", folder / "classical", "-o", out / "plain", folder / "theirs-kept.age"],
            makes=[out / "plain"],
        ),
    }


def range_read(folder: Path, key: SealingKey) -> list[float]:
    """Open the sealed file anew and read one MiB of it, several times; the seconds of each."""
    spent = []
    with reading(folder / "kept.age") as source:
        offset = max(source.size // 2 - MIB, 0)
        for _ in range(25):
            begun = time.perf_counter()
            SealedFile(source, [key]).read(offset, MIB)
            spent.append(time.perf_counter() - begun)
    return spent


def measure(*, quick: bool) -> list[Figure]:
    """Seal and open one file in rounds with the peers."""
    if not (shutil.which("age") and shutil.which("age-keygen")):
        raise RuntimeError("the age command is not installed: apt install age")
    size, rounds = (16 * MIB, 1) if quick else (GIB, 7)
    with ExitStack() as stack:
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-bench-", dir=memory)))
        (folder / "out").mkdir()
        with making(folder / "plain") as sink:
            for offset in range(0, size, MIB):
                sink.write_at(memoryview(os.urandom(MIB)), offset)
        key = SealingKey.generate(os.urandom)
        (folder / "key").write_text(str(key), encoding="ascii")
        kept = interleave(contenders(folder, key), rounds=rounds)
        ranges = range_read(folder, key)
    return figures(kept, ranges, size=size, rounds=rounds)


def figures(kept: dict[str, list[Spent]], ranges: list[float], *, size: int, rounds: int) -> list[Figure]:
    """Say what was measured, each beside its peer."""
    what = f"{size // MIB} MiB" if size < GIB else f"{size // GIB} GiB"

    def rate(name: str) -> float:
        return size / 1e9 / median(each.wall for each in kept[name])

    def processor(name: str) -> float:
        return median(each.processor for each in kept[name])

    def faster(name: str, ours: str, peer: str, theirs: str, target: AtLeast | None = None) -> Figure:
        value, peer_value = rate(ours), rate(theirs)
        return Figure(
            name=name, value=value, unit="GB/s", rounds=rounds, peer=peer, peer_value=peer_value, target=target
        )

    age = "age, which hashes nothing"
    return [
        faster(f"seal and hash {what}", "seal", age, "age", AtLeast(1)),
        faster(f"comity evidence seal, {what}, from start to end", "command", age, "age"),
        Figure(
            name=f"processor seconds, seal and hash {what}",
            value=processor("seal"),
            unit="s",
            rounds=rounds,
            peer="copy + SHA-256 + ChaCha20-Poly1305",
            peer_value=processor("limit"),
            target=AtMost(1.1),
            less_is_better=True,
        ),
        Figure(
            name=f"memory at most, seal and hash {what}",
            value=max(each.memory for each in kept["seal"]) / MIB,
            unit="MiB",
            rounds=rounds,
            target=AtMost(64),
            less_is_better=True,
        ),
        faster(f"open {what}", "open", "age -d", "age -d"),
        Figure(
            name=f"open the seal of {what} and read 1 MiB of it",
            value=median(ranges) * 1e3,
            unit="ms",
            rounds=len(ranges),
            less_is_better=True,
        ),
    ]


if __name__ == "__main__":
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("deed", choices=DEEDS)
    told.add_argument("folder", type=Path)
    asked = told.parse_args()
    print(json.dumps(asdict(child(asked.deed, asked.folder))))
