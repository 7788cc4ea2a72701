"""The evidence of the demonstration: a connection log of the size asked for, the same at every run."""

from hashlib import sha256
from pathlib import Path

HEADING = "time,account,address,port,octets\n"
_LINES = 16_384  # lines that are drawn from the hash; the log repeats them under later times


def write_log(file: Path, size: int) -> None:
    """Write exactly ``size`` octets of a log of connections to one account, in whole lines but for the last."""
    lines = [_line(number) for number in range(_LINES)]
    with file.open("w", encoding="ascii", newline="\n") as log:
        left = size - log.write(HEADING)
        day = 0
        while left > 0:
            page = "".join(f"2026-11-{1 + day % 28:02d}T{line}" for line in lines)
            left -= log.write(page[:left])
            day += 1


def _line(number: int) -> str:
    drawn = sha256(number.to_bytes(8, "big")).digest()
    moment = number * 86_400 // _LINES
    clock = f"{moment // 3600:02d}:{moment // 60 % 60:02d}:{moment % 60:02d}Z"
    address = f"198.51.100.{drawn[0]}"  # a range for documentation.  RFC 5737
    return f"{clock},acct-4471@mail.example,{address},{1024 + drawn[1] * 251},{int.from_bytes(drawn[2:5], 'big')}\n"
