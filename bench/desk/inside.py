"""Inside the node: put the generated negotiation and the library into its database, ask for its pages, tell the times.

``python -m bench.desk.inside store`` fills the database; ``... pages ROUNDS`` answers with one line of JSON. Each is a
process of its own, so that the second begins as a server does: with nothing in memory.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path

import django
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver

django.setup()  # what follows reads the settings

from bench.negotiated import SMALL, WHOLE, made

from comity.access import Role
from comity.committee.instruments.services import COMMAND_LINE, import_instrument
from comity.committee.text.models import (
    Draft,
    LogEntry,
    Measured,
    Negotiated,
    Text,
    negotiating,
    under_negotiation,
)
from comity.committee.text.rules.negotiation.codec import entry_to_json, name_of
from comity.committee.text.rules.negotiation.meetings import readings, told
from comity.committee.text.services import import_draft
from comity.foundation.canonical import Json
from comity.foundation.envelopes import canonical
from comity.node.models import Officer
from comity.words import Language

SLUG, BACKEND = "generated", "allauth.account.auth_backends.AuthenticationBackend"
LIBRARY = {"UNCAC": "uncac", "UNTOC": "untoc", "Budapest": "budapest_convention"}
NAMES = {"id", "parent", "provision", "after", "alternative_to", "into"}  # fields that name a provision
DRAFT = "unfccc_agreement_4-dec-2015.md"


def store(texts: Path, *, small: bool) -> None:
    """Write the log of the generated negotiation as rows, and import the instruments and a draft that stand there."""
    call_command("migrate", verbosity=0)
    log = made(1, SMALL if small else WHOLE)
    text = Text.objects.create(slug=SLUG, title="A generated negotiation", begun=log[0].at)
    Negotiated.objects.create(text=text, language="en", begun=log[0].at, entries=len(log))
    LogEntry.objects.bulk_create(
        LogEntry(
            text=text,
            number=entry.number,
            kind=name_of(entry.act),
            by=entry.by,
            entered=entry.entered,
            at=entry.at,
            content=canonical(_addressed(entry_to_json(entry))),
        )
        for entry in log
    )
    Measured.objects.bulk_create(  # as the first act of each meeting keeps what the one before it left
        Measured(text=text, entry=each.entry, clusters=told(each))
        for each in readings(negotiating(Negotiated.objects.get(text=text)).log)[:-1]
    )
    Officer.objects.create(name="delegate", state="XA", roles=[Role.DELEGATE])
    for short, name in LIBRARY.items():
        file = texts / "texts" / f"{name}_en.md"
        if file.exists():
            import_instrument(COMMAND_LINE, source=file.read_bytes(), short=short, language=Language.ENGLISH)
    if (texts / "negotiation" / DRAFT).exists():
        source = (texts / "negotiation" / DRAFT).read_bytes()
        import_draft(
            COMMAND_LINE, source=source, title="A real draft", language=Language.ENGLISH, published=True
        )


def _addressed(told: Json, name: str = "") -> Json:
    """Name provisions as drafts do, by sixteen hexadecimal digits, which an address can hold."""
    if isinstance(told, dict):
        return {key: _addressed(each, key) for key, each in told.items()}
    if isinstance(told, list):
        return [_addressed(each) for each in told]
    return sha256(str(told).encode()).hexdigest()[:16] if name in NAMES and told else told


def timed(work: Callable[[], object]) -> float:
    """The processor seconds that ``work`` takes."""
    since = time.process_time()
    work()
    return time.process_time() - since


def pages(rounds: int) -> Mapping[str, float]:
    """Ask for each page as a delegation does, again and again; the median of each, the cold start, the first pages."""
    text = Text.objects.get(slug=SLUG)
    row = under_negotiation(text)
    assert row is not None
    found = {"cold start": timed(lambda: negotiating(row))}
    get_resolver(None).url_patterns  # noqa: B018  # reading it loads it, as the server does when it starts
    gc.collect()
    gc.freeze()
    client = Client()
    client.force_login(Officer.objects.get(name="delegate"), backend=BACKEND)
    for name, path in _first_paths().items():
        found[name] = timed(partial(_ask, client, path))
    for name, path in _paths(row).items():
        _ask(client, path)
        ask = partial(_ask, client, path)
        found[name] = statistics.median(timed(ask) for _ in range(rounds))
    return found


def _first_paths() -> Mapping[str, str]:
    """What is asked for once, by a process that holds the log and has shown no page yet."""
    return {
        "progress, first page after a start": f"/text/{SLUG}/negotiation/progress/",
        "whole text, first after a start": f"/text/{SLUG}/negotiation/",
    }


def _paths(row: Negotiated) -> Mapping[str, str]:
    here = negotiating(row).text
    whole = f"/text/{SLUG}/negotiation/"
    articles = sorted(
        (name for name in here.order if here.negotiation.provisions[name].kind == "article"),
        key=lambda name: sum(
            len(here.negotiation.provisions[each].proposals) for each in (name, *here.negotiation.under(name))
        ),
    )
    paths = {
        "whole text": whole,
        "progress": f"{whole}progress/",
        "article": f"{whole}{articles[len(articles) // 2]}/",
        "largest article": f"{whole}{articles[-1]}/",
    }
    draft = Draft.objects.first()
    beside = f"/instruments/compare/{draft.text.slug}/{draft.language}/{draft.number}/" if draft else ""
    return paths | ({"draft beside instruments": beside} if beside else {})


def _ask(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:  # a page that is not shown is not measured
        raise RuntimeError(f"{path} answered {answer.status_code}")


if __name__ == "__main__":
    if sys.argv[1] == "store":
        store(Path(sys.argv[2]), small="--small" in sys.argv)
    else:
        print(json.dumps(pages(int(sys.argv[2]))))
