"""Keys are rotated, revoked and replaced by one deed each, and the peers that hold the new profile follow."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from tests.node import letters
from tests.node.peer import Peer

from comity.access import ANONYMOUS
from comity.errors.access import NotPermitted
from comity.errors.directory import KeyRevoked, MalformedProfile, RootKeyDisputed, UnknownKey, WrongPin
from comity.errors.identity import KeyExpired
from comity.errors.node import NoSuchOffice, RootNotRevocable
from comity.foundation.directory import (
    Profile,
    Reason,
    SecondSignature,
    authentic_profile,
    sign_profile,
    sign_succession,
    verify_profile,
)
from comity.foundation.directory.keys import OVERLAP
from comity.foundation.identity import KeyId, SigningKey, Suite
from comity.node import directory, issuing, own, profiles, queries, reception, record
from comity.node.clock import now
from comity.node.keystore import LOG, NODE, ROOT
from comity.node.models import Envelope, PinnedProfile, RecordEntry
from comity.node.rules import COMMAND_LINE
from comity.words import AuthorityId, Instant

pytestmark = pytest.mark.store
DUTY = AuthorityId("XA/duty")
SIGNING = "duty.signing"
MINUTE = timedelta(minutes=1)


def duty(profile: Profile) -> tuple:
    return profile.authority(DUTY).keys


def newest_entry() -> str:
    return RecordEntry.objects.order_by("-index").first().event


def test_signing_anew_keeps_since_when_each_key_counts(node):
    before = directory.own_profile()
    after = issuing.sign_own(COMMAND_LINE)
    assert after.serial == before.serial + 1
    for old, new in ((before.nodes[0].keys[0], after.nodes[0].keys[0]), (duty(before)[0], duty(after)[0])):
        assert (old.key, old.validity.since) == (new.key, new.validity.since)
        assert new.validity.until > old.validity.until


def test_a_key_counts_at_once_also_where_the_clock_is_behind(node):
    profile = directory.own_profile()
    profile.nodes[0].keys[0].require(profile.issued + -4 * MINUTE)


@pytest.mark.mandate("E4")
def test_a_rotation_publishes_the_new_key_and_lets_the_old_one_sign_until_its_turn(node):
    before = own.keys().signing(SIGNING).public
    at = now() + timedelta(days=3)
    old, new = duty(issuing.rotate(COMMAND_LINE, SIGNING, at=at))
    assert (old.key, old.successor) == (before, new.key.thumbprint)
    assert old.validity.until == at + OVERLAP
    new.require(now())
    assert own.keys().signing(SIGNING).public == before
    assert [turn.since for turn in own.keys().ring.turns(SIGNING)] == [at]
    assert newest_entry() == "node:key:rotated"
    assert duty(issuing.sign_own(COMMAND_LINE))[0] == old


def test_a_rotation_at_once_signs_with_the_new_key_in_the_running_process(node):
    sent = own.carrier().key
    for use in (SIGNING, NODE, LOG):
        before = own.keys().signing(use).public
        issuing.rotate(COMMAND_LINE, use, at=now())
        assert own.keys().signing(use).public != before
    assert own.carrier().key == own.keys().signing(NODE) != sent


def test_a_week_is_given_where_no_moment_is_named(node):
    issuing.rotate(COMMAND_LINE, SIGNING)
    (turn,) = own.keys().ring.turns(SIGNING)
    assert timedelta(days=6, hours=23) < turn.since - now() <= timedelta(days=7)


def test_the_record_is_proved_under_both_keys_while_its_key_is_replaced(node):
    old = own.keys().signing(LOG).public
    early = record.checkpoint()
    profile = issuing.rotate(COMMAND_LINE, LOG, at=now())
    assert profile.log.key == own.keys().signing(LOG).public != old
    early.verify(profile.log.counting(now())[1])
    record.checkpoint().verify(profile.log.key)
    again = issuing.rotate(COMMAND_LINE, LOG, at=now())
    assert len(again.log.counting(now())) == 3


def test_a_revoked_key_that_signs_has_a_successor_in_the_same_deed(node):
    stolen = own.keys().signing(SIGNING).public
    profile = issuing.revoke(COMMAND_LINE, stolen.thumbprint, reason=Reason.COMPROMISED)
    old, new = duty(profile)
    assert (old.key, old.reason, old.successor) == (stolen, Reason.COMPROMISED, new.key.thumbprint)
    assert old.revoked is not None
    assert own.keys().signing(SIGNING).public == new.key
    assert newest_entry() == "node:key:revoked"
    assert duty(issuing.sign_own(COMMAND_LINE))[0] == old


def test_a_key_is_revoked_as_of_when_it_was_stolen(node):
    since = now() + timedelta(minutes=-3)
    kid = own.keys().signing(NODE).public.thumbprint
    profile = issuing.revoke(COMMAND_LINE, kid, reason=Reason.LOST, at=since)
    assert profile.nodes[0].keys[0].revoked == since
    assert profile.nodes[0].keys[1].key == own.keys().signing(NODE).public


def test_an_old_key_is_revoked_without_touching_the_one_that_signs(node):
    first = own.keys().signing(SIGNING).public
    issuing.rotate(COMMAND_LINE, SIGNING, at=now())
    signs = own.keys().signing(SIGNING).public
    profile = issuing.revoke(COMMAND_LINE, first.thumbprint, reason=Reason.SUPERSEDED)
    assert [one.revoked is not None for one in duty(profile)] == [True, False]
    assert own.keys().signing(SIGNING).public == signs


def test_a_key_revoked_while_its_successor_waits_gives_it_its_turn_at_once(node):
    first = own.keys().signing(SIGNING).public
    waiting = duty(issuing.rotate(COMMAND_LINE, SIGNING))[1].key
    assert own.keys().signing(SIGNING).public == first
    profile = issuing.revoke(COMMAND_LINE, first.thumbprint, reason=Reason.COMPROMISED)
    assert own.keys().signing(SIGNING).public == waiting
    assert len(duty(profile)) == 2


def test_a_successor_revoked_while_it_waits_is_replaced_and_the_old_key_signs_on(node):
    first = own.keys().signing(SIGNING).public
    waiting = duty(issuing.rotate(COMMAND_LINE, SIGNING))[1].key
    profile = issuing.revoke(COMMAND_LINE, waiting.thumbprint, reason=Reason.LOST)
    assert own.keys().signing(SIGNING).public == first
    (turn,) = own.keys().ring.turns(SIGNING)
    assert own.keys().named(turn.name).public == duty(profile)[-1].key != waiting


def test_the_records_key_is_revoked_and_replaced(node):
    stolen = own.keys().signing(LOG).public
    profile = issuing.revoke(COMMAND_LINE, stolen.thumbprint, reason=Reason.COMPROMISED)
    assert profile.log.earlier[0].revoked is not None
    assert profile.log.counting(now()) == (own.keys().signing(LOG).public,)


def test_a_root_is_replaced_and_whoever_pinned_the_old_one_follows(node):
    old, before = own.keys().signing(ROOT).public, directory.export()
    profile = issuing.replace_root(COMMAND_LINE)
    assert own.keys().signing(ROOT).public == profile.root != old
    document = directory.export()
    assert verify_profile(document, pinned=old.thumbprint, at=now(), newest_serial=2) == profile
    assert profiles.own_profile() == profile
    with pytest.raises(WrongPin):
        authentic_profile(before, pinned=profile.fingerprint)
    again = issuing.replace_root(COMMAND_LINE)
    assert authentic_profile(directory.export(), pinned=old.thumbprint) == again
    assert issuing.sign_own(COMMAND_LINE).root == again.root


@pytest.mark.parametrize("told", [{"competences": [""]}, {"competences": ["a" * 257]}, {"hours": "h" * 257}])
def test_a_profile_that_every_peer_would_refuse_is_not_kept(node, told):
    before = directory.export()
    own.installation().extra["authorities"][0].update(told)
    with pytest.raises(MalformedProfile):
        directory.sign_own(COMMAND_LINE)
    assert directory.export() == before
    assert profiles.own_profile().serial == 1


def test_a_root_is_not_revoked_and_a_foreign_key_neither(node):
    with pytest.raises(RootNotRevocable):
        issuing.revoke(COMMAND_LINE, own.keys().signing(ROOT).public.thumbprint, reason=Reason.LOST)
    with pytest.raises(UnknownKey):
        issuing.revoke(COMMAND_LINE, KeyId("0" * 32), reason=Reason.LOST)


def test_a_peer_whose_root_was_replaced_is_followed_when_its_profile_is_pinned_again(peer: Peer):
    root = SigningKey.from_seed(b"the new root of Borania".ljust(32))
    link = sign_succession(peer.state, old=peer.root, new=root.public, at=now())
    profile = peer.profile(now(), serial=9, root=root.public, succession=(link,))
    directory.pin(COMMAND_LINE, sign_profile(profile, root))
    assert directory.peer(peer.state).fingerprint == root.public.thumbprint
    assert profile.fingerprint == directory.peer(peer.state).fingerprint
    with pytest.raises(WrongPin):  # and the old root is not believed again
        directory.pin(COMMAND_LINE, peer.document(now(), serial=10))


def test_a_directory_may_bring_the_successor_of_a_pinned_root_and_no_other(peer: Peer):
    root = SigningKey.from_seed(b"the new root of Borania".ljust(32))
    link = sign_succession(peer.state, old=peer.root, new=root.public, at=now())
    for links, refusal in (((), RootKeyDisputed), ((link,), None)):
        profile = peer.profile(now(), serial=9, root=root.public, succession=links)
        told = {"state": peer.state, "fingerprint": root.public.thumbprint, "version": 9}
        if refusal:
            with pytest.raises(refusal):
                directory.take(sign_profile(profile, root), **told)
        else:
            assert directory.take(sign_profile(profile, root), **told).fingerprint == root.public.thumbprint


def test_a_process_that_ended_before_the_turn_was_given_is_made_good_at_the_next_signing(node):
    for use in (SIGNING, NODE, LOG):
        issuing.rotate(COMMAND_LINE, use)
    root = issuing.replace_root(COMMAND_LINE).root
    (own.installation().home / "keys" / "ring.json").unlink()
    own._keys.cache_clear()
    profile = issuing.sign_own(COMMAND_LINE)
    assert profile.root == own.keys().signing(ROOT).public == root
    assert own.keys().signing(SIGNING).public == duty(profile)[-1].key
    assert own.keys().signing(LOG).public == profile.log.key


def test_a_deed_that_is_undone_changes_neither_profile_nor_turn(node, monkeypatch: pytest.MonkeyPatch):
    before = own.keys().signing(SIGNING).public
    monkeypatch.setattr(issuing, "sign_profile", lambda *_: (_ for _ in ()).throw(MalformedProfile("x")))
    with pytest.raises(MalformedProfile), transaction.atomic():
        issuing.rotate(COMMAND_LINE, SIGNING, at=now())
    assert own.keys().signing(SIGNING).public == before
    assert PinnedProfile.objects.get(state="XA").serial == 1


def test_nobody_but_the_administrator_touches_a_key(node):
    kid = own.keys().signing(NODE).public.thumbprint
    for deed in (
        lambda: issuing.rotate(ANONYMOUS, NODE),
        lambda: issuing.replace_root(ANONYMOUS),
        lambda: issuing.revoke(ANONYMOUS, kid, reason=Reason.LOST),
    ):
        with pytest.raises(NotPermitted):
            deed()
    assert sorted(file.name for file in (own.installation().home / "keys").glob("*.2.key")) == []


def test_an_office_is_named_with_or_without_its_state(node):
    assert issuing.use_of_office("duty") == issuing.use_of_office("XA/duty") == SIGNING
    assert issuing.use_of_office("duty", second=True) == "duty.second"
    with pytest.raises(NoSuchOffice) as refused:
        issuing.use_of_office("XB/duty")
    assert "XA/duty" in refused.value.facts["known"]


def test_a_second_key_is_made_in_the_second_suite_and_has_its_own_line(node):
    issuing.rotate(COMMAND_LINE, "duty.second", at=now())
    profile = issuing.rotate(COMMAND_LINE, "duty.second", at=now())
    first, one, two = duty(profile)
    assert [record.key.suite for record in (first, one, two)] == [Suite.ED25519] + [Suite.ML_DSA_65] * 2
    assert (first.successor, one.successor) == (None, two.key.thumbprint)
    gone = issuing.revoke(COMMAND_LINE, two.key.thumbprint, reason=Reason.COMPROMISED)
    assert duty(gone)[-1].key == own.keys().signing("duty.second").public
    assert directory.own_profile() == gone


def test_what_we_ask_of_others_is_published_as_node_toml_says(node, settings):
    extra = settings.INSTALLATION.extra
    assert directory.own_profile().second_signature is SecondSignature.NOT_ASKED
    for word in ("required", "accepted", "not-asked"):
        extra["signatures"] = {"second": word}
        assert issuing.sign_own(COMMAND_LINE).second_signature == word
    extra["signatures"] = {"second": "perhaps"}
    with pytest.raises(MalformedProfile):
        issuing.sign_own(COMMAND_LINE)


def test_an_office_that_is_added_later_gets_its_key_into_the_book(node, settings):
    keys = own.keys()
    for name in ("court.signing", "court.sealing"):
        keys.make(name, lambda size: b"c" * size)
    court = settings.INSTALLATION.extra["authorities"][0] | {"office": "court"}
    settings.INSTALLATION.extra["authorities"].append(court)
    profile = issuing.sign_own(COMMAND_LINE)
    assert profile.authority(AuthorityId("XA/court")).keys[0].key == keys.signing("court.signing").public


def test_an_old_key_is_refused_after_its_overlap(node):
    profile = issuing.rotate(COMMAND_LINE, SIGNING, at=now())
    old = duty(profile)[0]
    with pytest.raises(KeyExpired):
        old.require(now() + OVERLAP + MINUTE)
    assert isinstance(old.validity.until, Instant)
    assert (
        json.loads((own.installation().home / "keys" / "ring.json").read_text())[SIGNING][0][0]
        == f"{SIGNING}.2"
    )


def test_a_sealing_key_is_rotated_and_the_old_one_opens_what_comes_until_its_end(peer: Peer):
    before = directory.own_profile()
    old = before.authority(DUTY).recipient
    after = issuing.rotate_sealing(COMMAND_LINE, DUTY)
    office = after.authority(DUTY)
    assert (office.recipient, after.serial) == (own.keys().sealing("duty.sealing").recipient, before.serial + 1)
    assert [one.name for one in office.earlier] == [old.thumbprint]
    assert office.earlier[0].until > before.expires
    assert newest_entry() == "node:key:rotated"
    assert directory.own_profile() == after
    for recipient in (old, office.recipient):
        assert reception.receive(peer.write(DUTY, recipient).sealed).refusal is None


def test_a_sealing_key_that_is_ended_at_once_opens_what_is_kept_and_nothing_that_comes(peer: Peer):
    old = directory.own_profile().authority(DUTY).recipient
    kept = peer.write(DUTY, old)
    reception.receive(kept.sealed)
    assert issuing.rotate_sealing(COMMAND_LINE, DUTY, until=now()).authority(DUTY).earlier == ()
    refused = reception.receive(peer.write(DUTY, old).sealed).refusal
    assert refused is not None
    assert refused.code == "wrong-key"
    assert queries.open_envelope(kept.digest).act == kept.act


def test_a_profile_signed_anew_names_the_same_recipients_and_leaves_out_what_ended(node, monkeypatch):
    once = issuing.rotate_sealing(COMMAND_LINE, DUTY).authority(DUTY)
    again = issuing.sign_own(COMMAND_LINE).authority(DUTY)
    assert (again.recipient, again.earlier) == (once.recipient, once.earlier)
    twice = issuing.rotate_sealing(COMMAND_LINE, DUTY).authority(DUTY)
    assert [one.name for one in twice.earlier] == [once.earlier[0].name, once.recipient.thumbprint]
    monkeypatch.setattr("comity.node.acts.now", lambda: twice.earlier[0].until)
    assert issuing.sign_own(COMMAND_LINE).authority(DUTY).earlier == twice.earlier[1:]


@pytest.mark.mandate("E4")
def test_an_act_under_a_new_key_is_taken_by_whoever_holds_the_new_profile_and_by_nobody_else(peer: Peer):
    issuing.rotate(COMMAND_LINE, SIGNING, at=now())
    letters.write()
    sealed = Envelope.objects.get().sealed
    with pytest.raises(UnknownKey):
        peer._take(bytes(sealed))
    peer.known[own.state()] = directory.own_profile()
    assert peer._take(bytes(sealed))


def test_an_act_under_way_under_a_replaced_key_still_arrives_and_one_under_a_revoked_key_does_not(peer: Peer):
    letters.write()
    sealed = bytes(Envelope.objects.get().sealed)
    old = own.keys().signing(SIGNING).public.thumbprint
    issuing.rotate(COMMAND_LINE, SIGNING, at=now())
    peer.known[own.state()] = issuing.revoke(COMMAND_LINE, old, reason=Reason.COMPROMISED)
    with pytest.raises(KeyRevoked):
        peer._take(sealed)
    peer.known[own.state()] = replace(
        peer.known[own.state()],
        authorities=tuple(
            replace(office, keys=tuple(replace(key, revoked=None) for key in office.keys))
            for office in peer.known[own.state()].authorities
        ),
    )
    assert peer._take(sealed)
