"""Who is who: the signed profile of a State, and its verification against a pinned root key."""

from comity.foundation.directory.authorities import Authority, Names
from comity.foundation.directory.codec import parse_profile, print_profile
from comity.foundation.directory.keys import EarlierRecipient, KeyRecord, LogKey, Reason, SecondSignature
from comity.foundation.directory.profile import (
    Instrument,
    Node,
    Profile,
    RequestRules,
)
from comity.foundation.directory.succession import SUCCESSION, sign_succession, verify_succession
from comity.foundation.directory.verification import (
    PROFILE,
    authentic_profile,
    claimed_state,
    introduced,
    lineage,
    require_version,
    sign_profile,
    sign_written,
    verify_profile,
    vouched,
)

__all__ = [
    "PROFILE",
    "SUCCESSION",
    "Authority",
    "EarlierRecipient",
    "Instrument",
    "KeyRecord",
    "LogKey",
    "Names",
    "Node",
    "Profile",
    "Reason",
    "RequestRules",
    "SecondSignature",
    "authentic_profile",
    "claimed_state",
    "introduced",
    "lineage",
    "parse_profile",
    "print_profile",
    "require_version",
    "sign_profile",
    "sign_succession",
    "sign_written",
    "verify_profile",
    "verify_succession",
    "vouched",
]
