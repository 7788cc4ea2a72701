"""The law of the library of instruments.

* ``articles``     what a comparison reads of an instrument or a draft: articles and their clauses, in words alone
* ``library``      several instruments made ready to be asked which provisions are nearest
* ``comparing``    two articles side by side, clause by clause, word by word
* ``measuring``    how good the matching is, on articles whose titles agree
* ``report``       all of it in plain values, for programs
* ``names``        the short name by which an instrument is cited
* ``access``       who may read and add
"""
