"""What the library draws by chance, drawn once and kept, so that the vectors are the same in every run.

Encapsulations and signatures in ML-DSA-65 take randomness that nobody can hand in. Each is kept in ``drawn.json`` under
what it was drawn for; what is missing is drawn and kept, and what is asked for no longer is dropped by ``prune``.
"""

import base64
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

KEPT = Path(__file__).with_name("drawn.json")
_asked: set[str] = set()


def drawn(name: str, draw: Callable[[], bytes]) -> bytes:
    """Give what was drawn under ``name``, or draw it now."""
    _asked.add(name)
    known = _known()
    if name not in known:
        known[name] = base64.b64encode(draw()).decode("ascii")
    return base64.b64decode(known[name])


def told() -> str:
    """Print what was asked for."""
    known = _known()
    return json.dumps({name: known[name] for name in sorted(_asked)}, indent=1) + "\n"


@cache
def _known() -> dict[str, str]:
    return json.loads(KEPT.read_text(encoding="ascii")) if KEPT.exists() else {}
