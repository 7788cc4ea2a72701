"""A draft as Akoma Ntoso 3.0, and back.

* ``names``     which element a provision becomes, and what it is called within the document
* ``matter``    what is told about the document: its addresses, who stands behind which bracket, what is agreed
* ``live``      what is known of a text under negotiation beside its notation
* ``writing``   the document
* ``reading``   the text of a document, ours or another's
"""

from comity.committee.text.rules.akoma_ntoso.matter import Origin
from comity.committee.text.rules.akoma_ntoso.reading import ReadBack, read_document
from comity.committee.text.rules.akoma_ntoso.writing import write_document

__all__ = ["Origin", "ReadBack", "read_document", "write_document"]
