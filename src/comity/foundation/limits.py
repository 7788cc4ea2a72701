"""The limits of the protocol: one table, the same for every node.

* What is over a limit is refused by name before it is read further; what is exactly at it is accepted.
* Sizes are in bytes, counts are whole, spans are ``timedelta``. An act larger than its limit is evidence.
* A limit is part of the protocol: two nodes with different tables would tell different stories.
"""

from dataclasses import dataclass
from datetime import timedelta

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of each thing a node takes."""

    act: int = MIB  # the canonical act that is signed
    envelope: int = MIB + MIB // 8  # the same, its signatures, the headers of twenty keys
    document: int = 2 * MIB  # any signed JSON document on the wire
    profile: int = 8 * MIB  # two thousand authorities, whose post-quantum keys take 2 KiB each
    receipt: int = 64 * KIB
    checkpoint: int = 16 * KIB
    entry: int = KIB  # one line of the record
    depth: int = 32  # brackets within brackets
    batch: int = 16  # envelopes that one hop carries
    signatures: int = 8  # on one document
    witnesses: int = 64  # signatures on one checkpoint: the record's own, and its witnesses'
    recipients: int = 16  # authorities that one act addresses
    sealed_for: int = 20  # keys that one envelope opens to: the addressees' and the author's own archive
    basis: int = 32  # provisions that one act cites
    evidence: int = 256  # manifests that one act names
    text: int = 64 * KIB  # one text inside a profile or a receipt
    sequence: int = 2**31 - 1  # acts of one author in one thread
    record: int = 2**53 - 1  # entries of one record: the largest whole number of JSON
    clock_skew: timedelta = timedelta(minutes=5)  # how far ahead of ours another clock may go
    act_age: timedelta = timedelta(days=30)  # how long an act may be under way through an outage
    delivery: timedelta = timedelta(hours=72)  # after which it is stated that an act could not be delivered
    profile_span: timedelta = timedelta(days=366)  # how long a profile may promise to be true
    rate: int = 200  # requests a second of one State to one process, for long; each envelope of a batch is one
    burst: int = 1000  # and at once
    directory: int = MIB  # one file of a directory's metadata
    directory_states: int = 512  # that stand in one directory
    bundle: int = 64 * MIB
    bundle_members: int = 4096


LIMITS = Limits()
