import threading
import time

from comity.node.wake import Bell, ring


def test_a_bell_that_nobody_hears_harms_nobody(node_home):
    ring()


def test_whoever_waits_hears_the_bell(node_home):
    bell = Bell()
    threading.Timer(0.05, ring).start()
    before = time.monotonic()
    bell.wait(30)
    assert time.monotonic() - before < 15


def test_a_bell_rung_before_anybody_waits_is_heard_once(node_home):
    bell = Bell()
    ring()
    ring()
    bell.wait(30)
    before = time.monotonic()
    bell.wait(0.05)
    assert time.monotonic() - before >= 0.04
