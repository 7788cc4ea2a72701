import pytest

from comity.access import ANONYMOUS, Role
from comity.errors.access import NotPermitted
from comity.errors.node import NameTaken, NoSuchOffice, OfAnotherState, RolesConflict, WeakPassword
from comity.node.models import Officer, RecordEntry
from comity.node.officers import appoint
from comity.node.rules import COMMAND_LINE
from comity.words import AuthorityId, StateCode

pytestmark = pytest.mark.store


def test_an_appointed_officer_acts_in_the_roles_given_and_signs_in_with_the_password_shown_once(node):
    officer, password = appoint(
        COMMAND_LINE,
        name="duty officer of Aldova",
        roles={Role.DUTY_OFFICER},
        state=StateCode("XA"),
        authority=AuthorityId("XA/duty"),
    )
    stored = Officer.objects.get(name="duty officer of Aldova")
    assert stored.check_password(password)
    assert stored.actor == officer.actor
    assert stored.actor.authority == "XA/duty"
    assert password not in str(RecordEntry.objects.values_list())


def test_no_officer_serves_two_masters(node):
    with pytest.raises(RolesConflict):
        appoint(COMMAND_LINE, name="both", roles={Role.SECRETARIAT, Role.CENTRAL_AUTHORITY})
    assert not Officer.objects.exists()


def test_a_name_is_given_once(node):
    appoint(COMMAND_LINE, name="chair", roles={Role.CHAIR})
    with pytest.raises(NameTaken):
        appoint(COMMAND_LINE, name="chair", roles={Role.OVERSIGHT})


def test_only_the_administrator_appoints(node):
    with pytest.raises(NotPermitted):
        appoint(ANONYMOUS, name="chair", roles={Role.CHAIR})


def test_a_delegate_speaks_for_a_state_at_another_node_and_who_cooperates_does_not(node):
    officer, _ = appoint(COMMAND_LINE, name="delegate of Dravia", roles={Role.DELEGATE}, state=StateCode("XD"))
    assert officer.actor.state == "XD"
    for role in (Role.CENTRAL_AUTHORITY, Role.DUTY_OFFICER):
        with pytest.raises(OfAnotherState):
            appoint(COMMAND_LINE, name="duty officer of Dravia", roles={role}, state=StateCode("XD"))
    assert Officer.objects.count() == 1


@pytest.mark.parametrize("password", ["short", "password1234", "eleven char"])
def test_a_password_that_is_easily_guessed_is_refused_as_on_a_page(node, password: str):
    with pytest.raises(WeakPassword) as refused:
        appoint(COMMAND_LINE, name="chair", roles={Role.CHAIR}, password=password)
    assert password not in str(refused.value)
    assert not Officer.objects.exists()


@pytest.mark.parametrize("authority", ["XQ/duty", "XA/nobody"])
def test_an_officer_acts_for_an_authority_of_this_node_and_for_no_other(node, authority: str):
    with pytest.raises(NoSuchOffice):
        appoint(COMMAND_LINE, name="duty", roles={Role.DUTY_OFFICER}, authority=AuthorityId(authority))
    assert not Officer.objects.exists()
