"""A worker is woken at once by a call, and by nothing else before its pause is over."""

import os
import socket
import threading
import time

from comity.node import wake


def test_a_call_made_while_nobody_waited_is_heard_at_the_next_wait(tmp_path):
    with wake.listening(tmp_path) as ear:
        wake.call(tmp_path)
        assert ear.wait(30) is True


def test_many_calls_wake_once(tmp_path):
    with wake.listening(tmp_path) as ear:
        for _ in range(3000):  # more than a socket holds: the rest is dropped, nobody waits
            wake.call(tmp_path)
        assert ear.wait(30) is True
        assert ear.wait(0) is False


def test_a_call_ends_a_wait_that_is_under_way(tmp_path):
    with wake.listening(tmp_path) as ear:
        caller = threading.Timer(0.05, wake.call, [tmp_path])
        caller.start()
        since = time.monotonic()
        assert ear.wait(60) is True
        assert time.monotonic() - since < 60
        caller.join()


def test_without_a_call_the_pause_ends_by_itself(tmp_path):
    with wake.listening(tmp_path) as ear:
        assert ear.wait(0.01) is False


def test_a_call_where_nobody_listens_or_ever_listened_is_no_error(tmp_path):
    wake.call(tmp_path)
    with wake.listening(tmp_path):
        pass
    wake.call(tmp_path)


def test_the_place_of_a_killed_worker_is_cleared_and_the_living_are_still_woken(tmp_path):
    with wake.listening(tmp_path) as ear:
        dead = tmp_path / "wake" / "1"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as killed:
            killed.bind(str(dead))
        wake.call(tmp_path)
        assert not dead.exists()
        assert ear.wait(30) is True


def test_a_worker_takes_the_place_of_a_killed_one_of_the_same_number(tmp_path):
    place = tmp_path / "wake" / str(os.getpid())
    place.parent.mkdir()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as killed:
        killed.bind(str(place))
    with wake.listening(tmp_path) as ear:
        wake.call(tmp_path)
        assert ear.wait(30) is True


def test_a_home_with_too_long_a_path_leaves_the_worker_its_pauses(tmp_path):
    home = tmp_path / ("h" * 120)
    home.mkdir()
    with wake.listening(home) as ear:
        wake.call(home)
        assert ear.wait(0.01) is False
