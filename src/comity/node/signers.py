"""With which keys an authority of this node signs an act: Ed25519, and ML-DSA-65 where an addressee wants it.

* A State whose profile asks for no second signature gets none, unless another addressee of the act wants one: there
  is one document for all, and everyone verifies all of it.
* Where a State accepts it, an authority that has a key for it uses it. Where a State requires it, one without is told.
* A second key signs from its turn on, like any other.
"""

from collections.abc import Collection

from comity.errors.node import SecondKeyMissing
from comity.foundation.directory import Profile, SecondSignature
from comity.foundation.identity import SigningKey
from comity.node import own
from comity.node.keystore import second_name, signing_name
from comity.words import AuthorityId


def signers(sender: AuthorityId, addressed: Collection[Profile]) -> tuple[SigningKey, ...]:
    """Give the keys with which ``sender`` signs for the States ``addressed``, or raise SecondKeyMissing."""
    keys = own.keys()
    first = keys.signing(signing_name(sender))
    if all(profile.second_signature is SecondSignature.NOT_ASKED for profile in addressed):
        return (first,)
    name = keys.ring.name(second_name(sender))
    if keys.holds(name):
        return first, keys.named(name)
    for profile in addressed:
        if profile.second_signature is SecondSignature.REQUIRED:
            raise SecondKeyMissing(sender, state=profile.state)
    return (first,)
