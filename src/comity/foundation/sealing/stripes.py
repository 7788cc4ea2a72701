"""Work on the pieces of one file with a few threads, in order of taking, with the first failure told.

The heavy calls (reading, hashing, sealing, writing) leave the interpreter to the other threads, so two threads keep
two cores busy. A piece is taken by whoever is free; memory stays at one set of buffers per thread.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import count


def across(pieces: int, *, threads: int, worker: Callable[[], Callable[[int], None]]) -> None:
    """Do every piece once; ``worker`` makes, for each thread, the function that does one piece by its number.

    When a piece fails, no further piece is taken, and the failure of the lowest piece is raised: pieces are taken in
    order, so no piece before it is left unlooked at.
    """
    numbers = count()
    failures: dict[int, BaseException] = {}

    def work() -> None:
        do = worker()
        while not failures and (number := next(numbers)) < pieces:
            try:
                do(number)
            except BaseException as failure:
                failures[number] = failure
                raise

    crew = min(threads, pieces)
    if crew <= 1:
        work()
        return
    with ThreadPoolExecutor(crew) as pool:
        tasks = [pool.submit(work) for _ in range(crew)]
        try:
            wait(tasks)
        except BaseException as failure:  # the caller was interrupted: let the threads end at their next piece
            failures[pieces] = failure
            raise
    for task in tasks:
        if failures:
            raise failures[min(failures)]
        task.result()
