"""Who signs and who can open: keys as values, their one written form, and when they count."""

from comity.foundation.identity.keyid import KeyId
from comity.foundation.identity.recipients import SealingKey, SealingRecipient
from comity.foundation.identity.signing import SigningKey, VerifyingKey
from comity.foundation.identity.suites import FORMS, Signs, Suite
from comity.foundation.identity.validity import Validity

__all__ = [
    "FORMS",
    "KeyId",
    "SealingKey",
    "SealingRecipient",
    "SigningKey",
    "Signs",
    "Suite",
    "Validity",
    "VerifyingKey",
]
