"""Live streams: what changes on a page reaches everybody who reads it, without asking.

A page is made of pieces that all its readers share (``sheets``), kept while there is room for them (``kept``). One
process of the node holds the connections of readers (``application``), learns of each commit (``commits``), has the
subject lay out the pieces again, renders those that differ once for each language, and sends every reader what came
after what that reader has (``hub``). Who may read is decided as at the desks, from the session and the access table,
before anything is sent (``admission``).
"""
