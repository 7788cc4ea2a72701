"""The keys of an authority, and what a State asks of signatures, as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.foundation.directory import KeyRecord, Reason, SecondSignature
from comity.words import Instant

REASONS: Mapping[Reason, Promise] = {
    Reason.UNSTATED: _("no reason stated"),
    Reason.COMPROMISED: _("another may have had it"),
    Reason.LOST: _("its holder has lost it"),
    Reason.SUPERSEDED: _("another took its place"),
    Reason.CEASED: _("its office is no more"),
}
ASKED: Mapping[SecondSignature, Promise] = {
    SecondSignature.NOT_ASKED: _("not asked for"),
    SecondSignature.ACCEPTED: _("welcome"),
    SecondSignature.REQUIRED: _("required: an act without it is refused"),
}


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key that signs: its name, its suite, when it counts, and why it does not any longer."""

    name: str
    suite: str
    since: Instant
    until: Instant
    revoked: Instant | None
    reason: Promise | None

    @classmethod
    def of(cls, record: KeyRecord) -> "ShownKey":
        """Take what a profile says of the key."""
        return cls(
            str(record.key.thumbprint),
            str(record.key.suite),
            record.validity.since,
            record.validity.until,
            record.revoked,
            REASONS[record.reason] if record.revoked else None,
        )
