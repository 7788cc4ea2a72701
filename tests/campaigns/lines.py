"""Two network namespaces and one line between them, which can be made slow or lossy, or cut.

Both namespaces are made for one campaign and removed with it; nothing outside of them is changed. It takes root,
``ip`` and ``tc`` of iproute2, and ``nft`` of nftables.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from comity.errors.house import ToolMissing

ADDRESSES = ("10.97.0.1", "10.97.0.2")
ENDS = ("line-a", "line-b")
NEEDED = {"ip": "iproute2", "tc": "iproute2", "nft": "nftables"}


@dataclass(frozen=True)
class Line:
    """One line: the names of the namespaces at its ends."""

    ends: tuple[str, str]

    def inside(self, end: int) -> list[str]:
        """Begin a command that runs at one end."""
        return ["ip", "netns", "exec", self.ends[end]]

    def slow(self, rate: str) -> None:
        """Let no more than ``rate`` through, each way."""
        for end, device in enumerate(ENDS):
            shape = ("root", "tbf", "rate", rate, "burst", "4kb", "latency", "2s")
            _run(*self.inside(end), "tc", "qdisc", "replace", "dev", device, *shape)

    def lose(self, percent: int) -> None:
        """Drop that share of the packets by chance, each way."""
        for end, device in enumerate(ENDS):
            rule = f'iifname "{device}" numgen random mod 100 < {percent} counter drop'
            told = f"table inet line {{\nchain in {{\ntype filter hook input priority 0\n{rule}\n}}\n}}\n"
            _run(*self.inside(end), "nft", told)

    def cut(self) -> None:
        """Let nothing through."""
        for end, device in enumerate(ENDS):
            _run(*self.inside(end), "ip", "link", "set", device, "down")

    def join(self) -> None:
        """Make the line whole again."""
        for end, device in enumerate(ENDS):
            _run(*self.inside(end), "ip", "link", "set", device, "up")

    def mend(self) -> None:
        """Take away what slows it and what drops packets."""
        for end, device in enumerate(ENDS):
            for words in (("tc", "qdisc", "del", "dev", device, "root"), ("nft", "flush", "ruleset")):
                subprocess.run([*self.inside(end), *words], capture_output=True, check=False)
        self.join()

    def dropped(self) -> int:
        """Count the packets that chance has dropped."""
        count = 0
        for end in range(2):
            told = json.loads(_run(*self.inside(end), "nft", "-j", "list", "ruleset"))["nftables"]
            steps = [step for one in told for step in one.get("rule", {}).get("expr", ())]
            count += sum(step["counter"]["packets"] for step in steps if "counter" in step)
        return count

    def carried(self) -> tuple[int, int]:
        """Count the bytes and packets that both ends have sent."""
        told = [
            json.loads(_run(*self.inside(end), "ip", "-s", "-j", "link", "show", ENDS[end])) for end in (0, 1)
        ]
        sent = [one[0]["stats64"]["tx"] for one in told]
        return sum(one["bytes"] for one in sent), sum(one["packets"] for one in sent)


@contextmanager
def line() -> Iterator[Line]:
    """Make two namespaces and the line between them."""
    for program, package in NEEDED.items():
        if shutil.which(program) is None:
            raise ToolMissing(package)
    if os.geteuid():
        raise SystemExit("comity: a campaign over a line makes network namespaces, which only root may")
    names = (f"comity-{os.getpid()}-a", f"comity-{os.getpid()}-b")
    try:
        for name in names:
            _run("ip", "netns", "add", name)
        made = ("ip", "link", "add", ENDS[0], "netns", names[0], "type", "veth")
        _run(*made, "peer", "name", ENDS[1], "netns", names[1])
        for name, device, address in zip(names, ENDS, ADDRESSES, strict=True):
            inside = ("ip", "-n", name)
            _run(*inside, "addr", "add", f"{address}/30", "dev", device)
            for each in ("lo", device):
                _run(*inside, "link", "set", each, "up")
        yield Line(names)
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


def _run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
