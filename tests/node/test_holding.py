"""A directory is drafted by the centre, signed by several States each with its own key, and followed by a fourth."""

from datetime import timedelta

import pytest
from tests.stepping import Ground
from tests.union import serving
from tuf.api.metadata import Root, Targets

from comity.access import ANONYMOUS
from comity.errors.access import NotPermitted
from comity.errors.directory import (
    DirectoryExists,
    DirectoryNotFound,
    DirectoryRolledBack,
    DirectoryUnsigned,
    DirectoryUnsound,
    NotAHolder,
    SpeaksForAnother,
)
from comity.node import directory, followed, following, holding
from comity.node.clock import now
from comity.node.holding import Folder
from comity.node.models import DirectoryEntry, FollowedDirectory, PinnedProfile, ProfileVersion, RecordEntry
from comity.node.rules import COMMAND_LINE
from comity.words import StateCode

pytestmark = pytest.mark.store


@pytest.fixture
def ground(db, tmp_path, settings) -> Ground:
    return Ground(tmp_path, settings, Folder(tmp_path / "directory"))


@pytest.fixture
def drafted(ground) -> Ground:
    applications = [ground.applies("XA"), ground.applies("XB"), ground.applies("XC", holder=False)]
    ground.be("ZZ")
    holding.draft(COMMAND_LINE, ground.folder, applications, threshold=2)
    return ground


@pytest.fixture
def published(drafted) -> Ground:
    drafted.signs("XA")
    drafted.signs("XB")
    drafted.publishes(*(drafted.offers(code) for code in ("XA", "XB", "XC")))
    return drafted


def test_a_directory_counts_once_enough_states_have_signed_it(drafted):
    assert holding.drafted(drafted.folder).missing == 2
    assert drafted.signs("XA").missing == 1
    with pytest.raises(DirectoryUnsigned):
        drafted.publishes()
    assert not drafted.folder.published
    assert drafted.signs("XB") == holding.Draft(drafted.publishes(), (StateCode("XA"), StateCode("XB")), 0)
    assert [member.state for member in drafted.folder.charter().members] == ["XA", "XB", "XC"]


def test_one_state_alone_never_reaches_the_threshold(drafted):
    drafted.signs("XA")
    assert drafted.signs("XA").missing == 1


def test_a_centre_cannot_found_a_directory_of_one_state_or_with_a_threshold_of_one(ground):
    alone = ground.applies("XA")
    ground.be("ZZ")
    with pytest.raises(DirectoryUnsound):
        holding.draft(COMMAND_LINE, ground.folder, [alone], threshold=1)
    with pytest.raises(DirectoryUnsound):
        holding.draft(COMMAND_LINE, ground.folder, [alone, ground.applies("XB")], threshold=1)
    with pytest.raises(DirectoryUnsound):
        holding.draft(COMMAND_LINE, ground.folder, [], threshold=0)


def test_who_is_no_holder_signs_nothing(drafted):
    for code in ("XC", "ZZ"):
        with pytest.raises(NotAHolder):
            drafted.signs(code)


def test_a_fourth_state_follows_it_and_pins_what_the_holders_vouch_for(published):
    fingerprints = {code: directory.peer(StateCode(code)).fingerprint for code in ("XA", "XB", "XC")}
    first = published.folder.file("root")
    PinnedProfile.objects.all().delete()
    ProfileVersion.objects.all().delete()
    published.be("XD")
    with serving(published.folder.path) as server:
        following.follow(COMMAND_LINE, server.url, first)
        assert followed.refresh() == 3
    assert {profile.state: profile.fingerprint for profile in directory.peers()} == fingerprints
    assert not DirectoryEntry.objects.exclude(refused="").exists()


def test_a_state_publishes_its_next_profile_alone(published):
    published.be("XB")
    directory.sign_own(COMMAND_LINE)
    published.publishes(published.offers("XB"))
    assert published.folder.newest("XB") == 2
    assert published.folder.newest("root") == published.folder.newest("targets") == 1


def test_an_older_offer_is_not_published_again(published):
    old = published.offers("XB")
    directory.sign_own(COMMAND_LINE)
    published.publishes(published.offers("XB"))
    with pytest.raises(DirectoryRolledBack):
        published.publishes(old)


def test_a_state_that_did_not_join_publishes_nothing(published):
    published.applies("XD", holder=False)
    with pytest.raises(SpeaksForAnother):
        published.publishes(published.offers("XD"))


def test_a_state_joins_under_the_signatures_of_the_holders(published):
    application = published.applies("XD", holder=False)
    published.be("ZZ")
    holding.draft(COMMAND_LINE, published.folder, [application])
    assert published.folder.drafted(Root) is None  # who holds the directory stays as it is
    published.signs("XA")
    published.signs("XB")
    published.publishes(published.offers("XD"))
    assert published.folder.charter().member(StateCode("XD")) is not None
    assert published.folder.newest("targets") == 2


def test_a_holder_joins_only_when_the_old_holders_sign_too(published):
    application = published.applies("XD")
    published.be("ZZ")
    holding.draft(COMMAND_LINE, published.folder, [application], threshold=3)
    published.signs("XD")
    published.signs("XA")
    with pytest.raises(DirectoryUnsigned):
        published.publishes()
    assert published.signs("XB").missing == 0
    assert published.publishes().threshold == 3
    assert published.folder.newest("root") == 2


def test_a_state_that_leaves_stays_in_the_snapshot_so_that_nobody_takes_its_absence_for_a_rollback(published):
    published.be("ZZ")
    holding.draft(COMMAND_LINE, published.folder, [], leaving=[StateCode("XC")])
    published.signs("XA")
    published.signs("XB")
    published.publishes()
    assert published.folder.charter().member(StateCode("XC")) is None
    assert published.folder.roles() == {"XA", "XB", "XC"}


def test_the_centre_vouches_anew_before_its_word_expires(published):
    assert not holding.renew(published.folder)
    assert holding.renewal_due(published.folder, now() + timedelta(days=1))
    assert not holding.renewal_due(Folder(published.home / "elsewhere"), now())


def test_a_folder_with_a_draft_is_not_begun_again(drafted):
    application = drafted.applies("XD")
    with pytest.raises(DirectoryExists):
        holding.draft(COMMAND_LINE, drafted.folder, [application], threshold=2)


def test_an_empty_folder_is_no_directory(ground):
    ground.be("XA")
    for ask in (
        holding.drafted,
        lambda folder: folder.charter(),
        lambda folder: holding.sign(COMMAND_LINE, folder),
    ):
        with pytest.raises(DirectoryNotFound):
            ask(ground.folder)
    with pytest.raises(DirectoryNotFound):
        holding.publish(COMMAND_LINE, ground.folder)


def test_only_the_administrator_holds_a_states_part(drafted):
    for deed in (
        lambda: holding.apply(ANONYMOUS, holder=True),
        lambda: holding.sign(ANONYMOUS, drafted.folder),
        lambda: holding.offer(ANONYMOUS),
    ):
        drafted.be("XA")
        with pytest.raises(NotPermitted):
            deed()


def test_each_step_stands_in_the_record(published):
    events = set(
        RecordEntry.objects.filter(event__startswith="node:directory:").values_list("event", flat=True)
    )
    assert events == {
        f"node:directory:{step}" for step in ("applied", "drafted", "signed", "offered", "published")
    }
    assert not FollowedDirectory.objects.exists()
    assert published.folder.role(Targets).version == 1
