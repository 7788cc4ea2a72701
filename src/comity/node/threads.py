"""The threads of acts as this node knows them, read from its envelopes."""

from comity.foundation.envelopes import Line, Story
from comity.node.models import Envelope
from comity.words import AuthorityId, Digest


def story(thread: str) -> Story:
    """Tell the thread in the order in which this node came to know its acts; empty where it knows none."""
    rows = Envelope.objects.filter(thread=thread).order_by("entry_id")
    lines = [_line(*row) for row in rows.values_list("act", "sender", "seq", "act_digest", "to")]
    return Story(thread, tuple(lines))


def _line(act: str, sender: str, seq: int, digest: str, to: list[str]) -> Line:
    author = AuthorityId(sender)
    parties = frozenset({author.state, *(AuthorityId(authority).state for authority in to)})
    return Line(act, author, seq, Digest(digest), parties)
