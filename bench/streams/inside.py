"""Inside the node: sign many delegates in, then make an act through the service at every line that comes in.

``python -m bench.streams.inside READERS`` answers with one line of JSON, and then with one for each act: its number,
and when it was begun and committed on the clock that all processes of a machine share.
"""

import json
import sys
import time

import django

django.setup()  # what follows reads the settings

from bench.desk.inside import BACKEND, SLUG
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from comity.access import Role
from comity.committee.text.models import Text, negotiating, under_negotiation
from comity.committee.text.rules.negotiation.acts import Propose
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter
from comity.node.models import Officer
from comity.reference.states import states


def sign_in(count: int) -> list[str]:
    """Appoint ``count`` delegates, a session each; answer with the keys of their sessions."""
    codes = [state.code for state in states()]
    Officer.objects.bulk_create(
        Officer(name=f"delegate {place}", state=codes[place % len(codes)], roles=[Role.DELEGATE], password="!")
        for place in range(count)
    )
    ends, store = timezone.now() + timezone.timedelta(days=1), SessionStore()
    sessions = [
        Session(
            session_key=f"{officer.pk:032d}",
            session_data=store.encode(
                {
                    SESSION_KEY: str(officer.pk),
                    BACKEND_SESSION_KEY: BACKEND,
                    HASH_SESSION_KEY: officer.get_session_auth_hash(),
                }
            ),
            expire_date=ends,
        )
        for officer in Officer.objects.filter(name__startswith="delegate ").order_by("pk")[:count]
    ]
    Session.objects.bulk_create(sessions)
    return [each.session_key for each in sessions]


def main(count: int) -> None:
    """Sign in, say what there is to follow, and act at every line."""
    text = Text.objects.get(slug=SLUG)
    row = under_negotiation(text)
    assert row is not None
    here = negotiating(row).text
    found = here.negotiation.provisions
    article = next(
        name
        for name in here.order
        if found[name].kind == "article" and any(_is_open(found[each]) for each in here.negotiation.under(name))
    )
    place = next(each for each in here.negotiation.under(article) if _is_open(found[each]))
    told = {"article": article, "slug": SLUG, "version": row.entries, "cookie": settings.SESSION_COOKIE_NAME}
    print(json.dumps({**told, "sessions": sign_in(count)}), flush=True)
    delegate = Officer.objects.filter(name__startswith="delegate ").first()
    assert delegate is not None
    for number, _line in enumerate(sys.stdin):
        began = time.monotonic()
        act = Propose(place, 0, 1, cut(f"each in turn, {number}, "))
        entry = enter(delegate.actor, text, act, Said(delegate.state, "9/1"))
        print(json.dumps([entry.number, began, time.monotonic()]), flush=True)


def _is_open(provision: object) -> bool:
    return bool(
        getattr(provision, "stands", False)
        and len(getattr(provision, "words", ())) > 10
        and not getattr(provision, "agreed", 0)
        and not getattr(provision, "agreed_words", {})
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
