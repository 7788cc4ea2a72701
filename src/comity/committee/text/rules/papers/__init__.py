"""The text under negotiation as a paper to take away, and papers with proposals that come in.

* ``paper``       the value: the provisions chosen, at one moment, with every bracket and everybody behind it
* ``choice``      which provisions a reader sees: those of a State, those of one status
* ``phrases``     what a paper says beside the words of the text, in six languages
* ``as_word``     to Word: each change and each comment under the name of one State
* ``as_html``     to a page that needs nothing beside it, and from which a PDF is set
* ``as_akoma``    to Akoma Ntoso: alternatives, steps of agreement, positions
* ``as_json``     to JSON, with the log that gives the very text again
* ``bracketed``   from the notation of brackets, or Akoma Ntoso, to acts
"""
