"""An errand brings back what it was answered, within its limits, and names whatever went wrong."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from comity.errors.node import PeerAnswered, PeerUnreachable
from comity.node.errands import LARGEST_ANSWER, Answered, Errand, post

ANSWERS = {
    "/good": (200, b"done"),
    "/conflict": (409, b"17\n"),
    "/fault": (500, b"no"),
    "/elsewhere": (302, b""),
    "/endless": (200, b"x" * (LARGEST_ANSWER + 1)),
}
asked: list[tuple[str, str, bytes]] = []


class Door(BaseHTTPRequestHandler):
    """Answers by the path, and remembers what it was asked."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked.append((self.path, self.headers["Content-Type"], body))
        status, content = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if status == 302:
            self.send_header("Location", "/good")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_told: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of a real server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def errand(url: str) -> Errand:
    return Errand("XB", url, b"a question", "text/plain")


def test_what_was_answered_comes_back(url: str):
    asked.clear()
    assert post(errand(f"{url}/good")) == Answered(200, b"done")
    assert asked == [("/good", "text/plain", b"a question")]


def test_an_answer_that_is_expected_is_no_fault(url: str):
    assert post(errand(f"{url}/conflict"), expected={409}) == Answered(409, b"17\n")


@pytest.mark.parametrize("path", ["/conflict", "/fault", "/elsewhere", "/endless"])
def test_any_other_answer_is_named_and_nothing_is_followed(url: str, path: str):
    asked.clear()
    with pytest.raises(PeerAnswered):
        post(errand(url + path))
    assert [place for place, _, _ in asked] == [path]


def test_who_cannot_be_reached_is_named():
    with pytest.raises(PeerUnreachable) as refused:
        post(errand("http://127.0.0.1:9/"))
    assert refused.value.place == "XB"
