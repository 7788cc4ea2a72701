"""The law of evidence: its custody, its destruction, and who may handle it."""

from comity.regime.evidence.rules.access import ACCESS, InCustody, held_by_own_state, ordered_by_another
from comity.regime.evidence.rules.custody import (
    BEGINNINGS,
    LEAST_PURPOSE,
    LONGEST_NAME,
    CustodyEvent,
    Event,
    Result,
    clean_name,
    require_purpose,
    verify_custody,
)
from comity.regime.evidence.rules.destruction import (
    Certificate,
    HandedOver,
    Order,
    read_certificate,
    require_destroyable,
    sign_certificate,
)

__all__ = [
    "ACCESS",
    "BEGINNINGS",
    "LEAST_PURPOSE",
    "LONGEST_NAME",
    "Certificate",
    "CustodyEvent",
    "Event",
    "HandedOver",
    "InCustody",
    "Order",
    "Result",
    "clean_name",
    "held_by_own_state",
    "ordered_by_another",
    "read_certificate",
    "require_destroyable",
    "require_purpose",
    "sign_certificate",
    "verify_custody",
]
