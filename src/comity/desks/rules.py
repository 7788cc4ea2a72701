"""What the shell of the desks itself lets an officer do.

* Every officer in office may sign in, and each sign-in stands in the record.     PROTOCOL: the record
* Counts of the record by class and day are for oversight and for the administrator; they tell no content.  E12
* Why an entry was unlinked from what it stood for is for those who decide that, and for oversight.  E12
"""

from comity.access import AccessTable, Role, holds

SIGN_IN = "desks.sign-in"
SEE_COUNTS = "desks.see-counts"
SEE_UNLINKING = "desks.see-unlinking"

ACCESS: AccessTable = {
    SIGN_IN: tuple((holds(role),) for role in Role if role is not Role.NODE),
    SEE_COUNTS: ((holds(Role.OVERSIGHT),), (holds(Role.ADMINISTRATOR),)),
    SEE_UNLINKING: (
        (holds(Role.OVERSIGHT),),
        (holds(Role.CENTRAL_AUTHORITY),),
        (holds(Role.SECRETARIAT),),
    ),
}
