"""From what somebody writes to what is proposed: the least that leads from the words seen to the words written.

* A wording that differs in several places is a proposal for each place, so that each can be agreed by itself.
* Words to be put in brackets are found in the provision word by word; they must stand there exactly once.
"""

from collections.abc import Iterator

from comity.committee.text.rules.differences import spans
from comity.committee.text.rules.negotiation.acts import PlaceBrackets, Propose, ProvisionId
from comity.committee.text.rules.negotiation.state import Provision
from comity.committee.text.rules.negotiation.wording import read_words
from comity.committee.text.rules.words import cut
from comity.errors.text import NothingProposed, WordsNotFound, WordsTooMany

MOST = 40  # proposals from one wording; whoever rewrites more proposes an alternative


def proposed(provision: ProvisionId, was: str, now: str, *, seen: int) -> Iterator[Propose]:
    """The proposals that lead from the words ``was``, seen after entry ``seen``, to the words ``now``."""
    before, after = cut(was), read_words(now)
    changed = [places for kept, *places in spans(before, after) if not kept]
    if not changed:
        raise NothingProposed(provision)
    if len(changed) > MOST:
        raise WordsTooMany(len(changed), words=len(changed), limit=MOST)
    for start, end, new_start, new_end in changed:
        yield Propose(provision, start, end, after[new_start:new_end], seen=seen)


def bracketed(provision: Provision, words: str, *, seen: int) -> PlaceBrackets:
    """Brackets around the ``words`` of a provision; raises ``WordsNotFound`` unless they stand there once."""
    sought = [word.strip() for word in read_words(words)]
    stand = [word.strip() for word in provision.words]
    length = len(sought)
    found = [at for at in range(len(stand) - length + 1) if stand[at : at + length] == sought] if sought else []
    if len(found) != 1:
        raise WordsNotFound(provision.id, times=len(found))
    return PlaceBrackets(provision.id, found[0], found[0] + length, seen=seen)
