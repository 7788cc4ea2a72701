"""One act out and in: receipts and their verification, and the order of a thread."""

from comity.foundation.envelopes import Line, Place, Story, follows
from comity.foundation.exchange.batches import read_batch, write_batch
from comity.foundation.exchange.receipts import Entered, Outcome, Receipt, ReceiptKind, Statement
from comity.foundation.exchange.verification import (
    RECEIPT,
    authentic_receipt,
    record_key,
    sign_receipt,
    verify_receipt,
)

__all__ = [
    "RECEIPT",
    "Entered",
    "Line",
    "Outcome",
    "Place",
    "Receipt",
    "ReceiptKind",
    "Statement",
    "Story",
    "authentic_receipt",
    "follows",
    "read_batch",
    "record_key",
    "sign_receipt",
    "verify_receipt",
    "write_batch",
]
