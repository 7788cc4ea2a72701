"""The threads of acts as this node knows them, read from its envelopes."""

from comity.foundation.envelopes import Line, Story
from comity.node.rows import select
from comity.words import AuthorityId, Digest

_STORY = 'SELECT act, sender, seq, act_digest, "to" FROM node_envelope WHERE thread = %s ORDER BY entry_id'


def story(thread: str) -> Story:
    """Tell the thread in the order in which this node came to know its acts; empty where it knows none."""
    return Story(thread, tuple(_line(*row) for row in select(_STORY, thread)))


def _line(act: str, sender: str, seq: int, digest: str, to: str) -> Line:
    author = AuthorityId(sender)
    parties = frozenset({author.state, *(AuthorityId(name).state for name in to.split())})
    return Line(act, author, seq, Digest(digest), parties)
