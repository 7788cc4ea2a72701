"""Who may be named as the one who acts: a State, a group, or the Chair, by one name in one script.

* A holder is named by its code, or by its name in any of the six languages.
* A name with signs that are not seen, or with letters of two scripts in one word, is refused even if it looks like a
  name that is known: what looks alike is not the same.                                            Unicode TR 39, 5.1
* States are listed in the alphabetical order of the reader's language.
"""

from collections.abc import Iterable

from comity.committee.text.rules.negotiation.acts import Holder
from comity.committee.text.rules.negotiation.wording import misleading
from comity.errors.text import SignsThatMislead, UnknownHolder
from comity.reference.states import holder, holder_name, in_order
from comity.words import Language


def read_holder(name: str) -> Holder:
    """The holder that is named so; raises ``SignsThatMislead`` or ``UnknownHolder``."""
    signs = misleading(name)
    if signs:
        raise SignsThatMislead("1", signs=signs)
    found = holder(name)
    if found is None:
        raise UnknownHolder(name.strip()[:60])
    return found


def listed(holders: Iterable[Holder], language: Language) -> tuple[str, ...]:
    """The names of holders, in the alphabetical order of ``language``."""
    return tuple(holder_name(code, language) for code in in_order(tuple(holders), language))
