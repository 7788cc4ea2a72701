"""The law of the negotiation: the text is a log of acts, and everything that is shown of it is computed from the log.

* ``acts``                        what a delegation, the Chair and the secretariat can do to the text
* ``holders``, ``wording``        who may be named, and what may be written: read at the door, by name
* ``state``, ``carrying``         a provision and its proposals; how a range of words survives a change of the words
* ``settling``, ``decisions``, ``drafts``   an act is taken: one function for one kind of act
* ``marks``, ``lifting``          one provision with its brackets; what remains if a State lifts its own
* ``numbering``, ``consolidation``, ``printing``   the whole negotiating text, at any moment
* ``history``, ``progress``, ``expressions``   who and when, word by word; how far it is agreed; the six languages
* ``codec``                       an entry of the log as JSON, and back
"""
