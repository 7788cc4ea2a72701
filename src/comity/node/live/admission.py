"""Who may follow: asked of the session and of the access table, as the desks do, and asked again before each change.

* A session that has ended, an officer who was dismissed or lost a role, a password that was changed: whoever it was
  admits nobody any more, and nothing that is committed after it is sent to them.
* Asking again is one look at the sessions and one at the officers for all readers together. What is as it was when the
  reader was admitted need not be decided anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.http.cookie import parse_cookie
from django.utils import timezone

from comity.access import ANONYMOUS, permits
from comity.node import subjects
from comity.node.models import Officer

_TOGETHER = 400  # sessions asked for in one statement
_FACTS = ("pk", "password", "is_active", "state", "authority", "roles")


@dataclass(frozen=True, slots=True)
class Admission:
    """That a session was let in to a deed: what it and its officer were then."""

    deed: str
    session: str = ""
    content: str = ""
    officer: tuple[str, ...] = ()


def session_of(cookies: str) -> str:
    """The key of the session that a ``Cookie`` header names, or nothing."""
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")


def admit(session: str, deed: str) -> Admission | None:
    """Let in whoever has this session, or nobody in particular, if the access table permits the deed."""
    content = _contents([session]).get(session, "") if session else ""
    officer = _officer(session) if content else None
    if not permits(subjects.access(), officer.actor if officer else ANONYMOUS, deed):
        return None
    if officer is None:
        return Admission(deed)
    return Admission(deed, session, content, _as_words(getattr(officer, name) for name in _FACTS))


def renewed(admissions: Iterable[Admission]) -> dict[Admission, Admission | None]:
    """What each of ``admissions`` is now, or None if it holds no more."""
    asked = frozenset(admissions)
    contents = _contents([each.session for each in asked if each.session])
    names = {each.officer[0] for each in asked if each.officer}
    rows = Officer.objects.filter(pk__in=names).values_list(*_FACTS)
    officers = {words[0]: words for words in map(_as_words, rows)}
    return {
        each: each if _is_as_it_was(each, contents, officers) else admit(each.session, each.deed)
        for each in asked
    }


def _is_as_it_was(each: Admission, contents: dict[str, str], officers: dict[str, tuple[str, ...]]) -> bool:
    officer = officers.get(each.officer[0], ()) if each.officer else ()
    return contents.get(each.session, "") == each.content and officer == each.officer


def _as_words(facts: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(str, facts))


def _officer(session: str) -> Officer | None:
    """Whom the desks would take the bearer of this session for."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session)
    found: Any = get_user(request)
    return found if isinstance(found, Officer) and found.is_active else None


def _contents(sessions: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in _by(_TOGETHER, sessions):
        rows = Session.objects.filter(session_key__in=some, expire_date__gt=timezone.now())
        found.update(rows.values_list("session_key", "session_data"))
    return found


def _by(count: int, sessions: Sequence[str]) -> Iterator[list[str]]:
    waiting = iter(sessions)
    while some := list(islice(waiting, count)):
        yield some
