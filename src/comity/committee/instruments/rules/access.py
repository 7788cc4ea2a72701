"""Who may do what with the library of instruments.

* Whoever comes may read it and compare with it.                                                        mandate R11
* The secretariat adds instruments; none is ever changed or taken out.
"""

from comity.access import AccessTable, Role, anyone, holds

IMPORT = "instruments.import"
READ = "instruments.read"

ACCESS: AccessTable = {
    IMPORT: ((holds(Role.SECRETARIAT),),),
    READ: ((anyone,),),
}
