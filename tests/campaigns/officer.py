"""The duty officer of a sending node: each line ``<count> <size> <pause>`` sends letters, and is answered."""

import sys
import time

from tests.campaigns import entered
from tests.simulator import letters

from comity.node import own
from comity.words import StateCode

__all__ = ["entered"]

for line in sys.stdin:
    count, size, pause = line.split()
    for _ in range(int(count)):
        letters.write(own.state(), [StateCode("XB")], "w" * int(size))
        time.sleep(float(pause))
    sys.stdout.write("sent\n")
    sys.stdout.flush()
