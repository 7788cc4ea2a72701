"""Scenes are played in order, timed, and kept with what proves them; a scene that fails is not kept."""

import io

import pytest
from rich.console import Console

from comity.cli.demonstration.programme import Programme
from comity.errors.demonstration import SceneFailed


def programme() -> Programme:
    return Programme(total=2, console=Console(file=io.StringIO()))


def test_each_scene_is_kept_with_its_proof_in_order() -> None:
    played = programme()
    with played.playing():
        played.play("first", lambda: "proved once")
        played.play("second", lambda: "proved twice")
    assert [(scene.title, scene.proof) for scene in played.scenes] == [
        ("first", "proved once"),
        ("second", "proved twice"),
    ]
    assert all(scene.seconds >= 0 for scene in played.scenes)


def test_a_scene_without_proof_is_not_kept() -> None:
    def fails() -> str:
        raise SceneFailed("verify", said="a fingerprint is still to be compared")

    played = programme()
    with pytest.raises(SceneFailed), played.playing():
        played.play("first", fails)
    assert played.scenes == []
