"""Who may do what with documents.

* Whoever comes may read them; the secretariat imports them.                                        mandate R2, R15
"""

from comity.access import AccessTable, Role, anyone, holds

IMPORT = "documents.import"
READ = "documents.read"

ACCESS: AccessTable = {
    IMPORT: ((holds(Role.SECRETARIAT),),),
    READ: ((anyone,),),
}
