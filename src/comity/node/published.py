"""What a node gives out of a directory that it publishes: the files of the folder that ``node.toml`` names.

    directory = "/srv/comity/directory"      # the centre publishes there; without it nothing is given out

* Only the files of a directory have an address here: metadata by role and version, profiles by State and digest.
* What bears its version or its digest in its name never changes and may be kept by anybody for ever; the timestamp is
  looked at anew each time.
* Once a day the centre vouches for it anew; that needs its own two keys and nobody's decision.
"""

import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from comity.errors.node import ObjectMissing
from comity.node import own
from comity.node.views import door
from comity.words import Instant

TIMESTAMP = "metadata/timestamp.json"
AGE = timedelta(days=1)  # of a timestamp, which lives for three
_VERSION = r"[1-9][0-9]{0,15}"
_ROLE = r"root|targets|snapshot|[A-Z]{2}"
_FILE = re.compile(
    rf"metadata/(timestamp|{_VERSION}\.({_ROLE}))\.json|targets/[A-Z]{{2}}/[0-9a-f]{{64}}\.profile\.jws"
)


def folder() -> Path | None:
    """Return the folder of the directory that this node publishes, or none."""
    told = str(own.installation().extra.get("directory") or "")
    return own.installation().home / told if told else None


@door
@require_GET
def file(_request: HttpRequest, place: str) -> HttpResponseBase:
    """Give out a file of the directory that this node publishes."""
    root = folder()
    if root is None or not _FILE.fullmatch(place) or not (root / place).is_file():
        raise ObjectMissing(place[:80])
    kind = "application/json" if place.endswith(".json") else "application/octet-stream"
    answer = FileResponse((root / place).open("rb"), content_type=kind)
    lasting = "no-cache" if place == TIMESTAMP else "public, max-age=31536000, immutable"
    answer.headers["Cache-Control"] = lasting
    return answer


def renewal_due(at: Instant) -> bool:
    """Say whether the centre's word is a day old; only a look at the file."""
    root = folder()
    if root is None or not (root / TIMESTAMP).is_file():
        return False
    written = Instant.at(datetime.fromtimestamp((root / TIMESTAMP).stat().st_mtime, tz=UTC))
    return at - written >= AGE


def renew() -> bool:
    """Renew what the centre vouches for; says whether it was due."""
    holding = import_module("comity.node.holding")  # loads python-tuf: only a centre needs it
    renewed: bool = holding.renew(holding.Folder(folder()))
    return renewed
