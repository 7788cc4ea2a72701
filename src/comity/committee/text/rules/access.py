"""Who may do what with the text under negotiation.

* Whoever comes may read the drafts that are published.
* Delegates, the Chair and the secretariat read every draft.
* The secretariat imports and publishes drafts.                                                        mandate R2, R16
* The secretariat points the room screen at a provision.
* Who may do which act of the negotiation stands in ``negotiation.seats``.
"""

from comity.access import AccessTable, Actor, Role, anyone, holds
from comity.committee.text.rules.negotiation import seats


def is_published(_actor: Actor, draft: object) -> bool:
    """The draft is published: it says so itself."""
    return getattr(draft, "published", False) is True


IMPORT = "text.import"
PUBLISH = "text.publish"
READ = "text.read"
LIST = "text.list"
SHOW = "text.show-in-room"

ACCESS: AccessTable = {
    IMPORT: ((holds(Role.SECRETARIAT),),),
    PUBLISH: ((holds(Role.SECRETARIAT),),),
    READ: (
        (is_published,),
        (holds(Role.DELEGATE),),
        (holds(Role.CHAIR),),
        (holds(Role.SECRETARIAT),),
    ),
    LIST: ((anyone,),),
    SHOW: ((holds(Role.SECRETARIAT),),),
    **seats.ACCESS,
}
