"""An entry of the record with all that proves it, as one document.

``{"entry": the canonical bytes of the entry, "key": the key that signs the record, "proof": index, size, path,
checkpoint}``: with the record's key known from the State's profile, nothing else is needed to check it.
"""

from collections.abc import Mapping

from django.http import Http404

from comity.foundation.canonical import Json
from comity.node import own, queries
from comity.node.keystore import LOG


def proved_entry(index: int) -> Mapping[str, Json]:
    """Give the document for the entry at ``index``, or raise ``Http404``."""
    entry = queries.entry(index)
    if entry is None:
        raise Http404
    key = str(own.keys().signing(LOG).public)
    return {"entry": entry.to_bytes().decode("ascii"), "key": key, "proof": queries.proof(index).to_json()}
