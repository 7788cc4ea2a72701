"""The law of requests: their content, basis, life, refusal, clocks, bodies and access.

content     what a request must state                          UNCC 42(3)
statements  the same as JSON
basis       on which instrument it may rest                    UNCC 35, 42(1), 42(5)
life        its states and acts, as one table
refusal     when it may be refused                             UNCC 42(6), 40(21)-(28)
clocks      how long what may take, and lasts                  UNCC 42(8)
addressee   what the addressee's own published rules ask       UNCC 40(12), (13)
bodies      the acts on the wire
access      who may do what
"""

from comity.regime.requests.rules.access import ACCESS

__all__ = ["ACCESS"]
