"""The law of the text under negotiation, in the order in which a text is read.

* ``headings``, ``markers``, ``blocks``, ``provisions``   from lines to the tree of provisions
* ``notation``, ``brackets``, ``runs``                    what stands in a provision, and who holds it
* ``draft``                                               a whole draft, read and printed without loss
* ``figures``, ``identity``, ``convergence``              how far it is agreed, and how it moves from draft to draft
* ``access``                                              who may read and write it
"""
