"""What is read before anybody asks: by the process of the desks alone, and no fault of it reaches a page."""

import logging

import pytest

from comity.node import ahead, subjects


def test_only_the_process_that_was_told_to_reads_ahead(monkeypatch) -> None:
    monkeypatch.delenv(ahead.WANTED, raising=False)
    assert ahead.begin() is None


def test_what_fails_is_logged_and_the_rest_is_read(monkeypatch, caplog) -> None:
    read: list[str] = []

    def broken() -> None:
        raise ValueError("no table stands")

    monkeypatch.setenv(ahead.WANTED, "desks")
    monkeypatch.setattr(subjects, "ahead", lambda: (broken, lambda: read.append("text")))
    with caplog.at_level(logging.ERROR):
        thread = ahead.begin()
        assert thread is not None
        thread.join(30)
    assert read == ["text"]
    assert "nothing was read ahead" in caplog.text


@pytest.mark.store
def test_every_subject_that_reads_ahead_names_what_can_be_called() -> None:
    assert [each.__name__ for each in subjects.ahead()] == ["read_ahead"]
