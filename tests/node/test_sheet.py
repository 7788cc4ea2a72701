"""Whatever stands in ``node.toml``, it is in its form or refused by name and place; no reader stumbles over it."""

import runpy
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, strategies as st

from comity.desks import naming
from comity.desks.reader import Reader, zone
from comity.errors import ComityError
from comity.errors.node import SettingInvalid, SettingUnknown
from comity.foundation.directory.codec import parse_profile, print_profile
from comity.foundation.directory.offices import AUTHORITIES
from comity.node import composing, installation, own, published, server, settings as settings_page, timestamps
from comity.node.keystore import ROOT, open_store
from comity.node.live import door
from comity.node.mutual_tls import MutualTls
from comity.node.sheet import SHEET, Each, Form, Table, require_sheet
from comity.regime.evidence.services import officers_needed
from comity.words import Instant, Language

WHOLE: dict[str, Any] = {
    "state": "XA",
    "kind": "state",
    "name": "Aldova",
    "url": "http://localhost:8000",
    "desks": ["cooperation", "public"],
    "database": "postgresql://node:p%40ss@%2Frun%2Fpostgres:5433/comity",
    "objects": "",
    "zone": "Asia/Almaty",
    "log": "comity/XA",
    "directory": "union",
    "names": {"en": "Aldova", "fr": "Aldovie"},
    "authorities": [
        {
            "office": office,
            "name": {"en": "An office"},
            "competences": ["central-authority"],
            "languages": ["en"],
            "hours": "24/7",
        }
        for office in ("central", "duty")
    ],
    "instruments": [
        {"id": "UNCC", "since": date(2026, 3, 2), "reservations": ["UNCC 42(5)"], "declarations": []}
    ],
    "requests": {
        "languages": ["en"],
        "dual_criminality": ["UNCC 40"],
        "attachments": ["order"],
        "urgent_channels": ["exchange"],
        "least_penalty_months": 12,
    },
    "signatures": {"second": "accepted"},
    "custody": {"two_officers_destroy": True},
    "time_stamps": {"url": "https://time.example/tsr", "roots": "roots.pem", "every": 60},
    "keys": {"store": "files", "module": "/usr/lib/p11.so", "token": "comity XA", "pin_file": "/run/pin"},
    "live": {"bind": "127.0.0.1:8801", "address": "https://live.example"},
    "mutual-tls": {"bind": "[::]:8443", "certificate": "/a.crt", "key": "/a.key", "trust": "/a.pem"},
}
ODD: tuple[Any, ...] = (
    *("", " ", "x", "XA", "xa", "\x00", "\u202e", "é" * 256, "a" * 257, "/" + "é" * 200, "Europe", "../x"),
    *("http://a", "http://a:0", "http://a:99999", "http://[::::]", "https://[::1]:8/", "ftp://a", "//a", "a:1"),
    *("http://" + "a" * 64, "postgresql://", "postgresql:///x", "postgresql://h:x/y", "postgresql://h/y?z=1"),
    *(True, False, 0, -1, 1, 0.5, 59, 10**19, float("nan"), float("inf"), -0.0),
    *(
        date(1, 1, 1),
        datetime(2026, 1, 1, tzinfo=UTC),
        time(1),
        [],
        ["en"],
        [""],
        [[]],
        {},
        {"x": 1},
        {"en": 1},
    ),
)
VALUES = st.recursive(
    st.sampled_from(ODD) | st.text(max_size=8) | st.integers() | st.floats() | st.booleans() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)
AT = Instant.parse("2026-11-22T09:00:00.000Z")
Path_ = tuple[str | int, ...]


def paths(form: Form, value: Any, here: Path_ = ()) -> Iterator[Path_]:
    """Name every place of the whole sheet that has a form of its own."""
    if here:
        yield here
    if isinstance(form, Table):
        for name, inner in {**form.must, **form.may}.items():
            yield from paths(inner, value.get(name, ""), (*here, name))
    elif isinstance(form, Each) and value:
        yield from paths(form.of, value[0], (*here, 0))


def with_value(path: Path_, value: Any) -> dict[str, Any]:
    told = deepcopy(WHOLE)
    *way, last = path
    inner: Any = told
    for step in way:
        inner = inner.setdefault(step, {}) if isinstance(inner, dict) else inner[step]
    inner[last] = value
    return told


PLACES = list(paths(SHEET, WHOLE))
PUBLISHED = {"name", "url", "log", "names", "authorities", "instruments", "requests", "signatures"}
LEAVES = [
    path for path in PLACES if path[0] not in {"state", "database"}
]  # a node keeps what it was founded as


def written(path: Path_) -> str:
    """Write a place as refusals do: items are counted from one."""
    words = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return f"node.toml: {words[1:]}"


def test_a_sheet_that_says_all_there_is_to_say_is_in_its_form():
    require_sheet(WHOLE)
    require_sheet({})


def test_a_value_of_another_kind_is_refused_at_its_place_and_told_its_form():
    for path in PLACES:
        with pytest.raises(SettingInvalid) as refused:
            require_sheet(with_value(path, time(12, 0)))  # no setting is an hour of the day
        assert refused.value.place == written(path)
        assert refused.value.facts["expected"]


@given(st.sampled_from(PLACES), VALUES)
def test_no_value_of_any_key_makes_anything_but_a_refusal_that_names_its_place(path: Path_, value: Any):
    place = written(path)
    try:
        require_sheet(with_value(path, value))
    except (SettingInvalid, SettingUnknown) as refused:
        place = refused.place
    assert place.startswith(written(path))


@pytest.mark.parametrize(
    "table", ["", "requests", "custody", "time_stamps", "keys", "live", "mutual-tls", "names"]
)
def test_a_key_that_nobody_reads_is_refused(table: str):
    told = with_value((table, "evrey"), 60) if table else WHOLE | {"evrey": 60}
    with pytest.raises(SettingUnknown) as refused:
        require_sheet(told)
    assert refused.value.place == f"node.toml: {table}.evrey".replace(": .", ": ")
    assert "evrey" not in refused.value.facts["known"]


@pytest.mark.parametrize("table", ["time_stamps", "authorities", "instruments"])
def test_what_a_table_must_say_is_asked_for(table: str):
    value = WHOLE[table]
    whole = value[0] if isinstance(value, list) else value
    needed = {"time_stamps": {"url", "roots"}, "instruments": {"id", "since"}}.get(table, set(whole))
    for name in needed:
        less = {word: inner for word, inner in whole.items() if word != name}
        with pytest.raises(SettingInvalid) as refused:
            require_sheet(WHOLE | {table: [less] if isinstance(value, list) else less})
        assert refused.value.place.endswith(f".{name}")


def test_a_sheet_names_as_many_authorities_as_a_profile_and_no_more():
    office = WHOLE["authorities"][0]
    require_sheet({"authorities": [office] * AUTHORITIES})
    with pytest.raises(SettingInvalid):
        require_sheet({"authorities": [office] * (AUTHORITIES + 1)})


def test_a_refusal_never_repeats_a_value():
    with pytest.raises(SettingInvalid) as refused:
        require_sheet({"database": "mysql://node:a-password@host/name"})
    assert "a-password" not in str(refused.value)


def compose() -> object:
    """Write the profile that would be signed, which reads all that is published."""
    book = composing.completed(composing.Book.of(None), at=AT)
    profile = composing.compose(book, root=own.keys().signing(ROOT).public, serial=1, at=AT)
    return parse_profile(print_profile(profile))


def readers(node: installation.Installation) -> list[Callable[[], object]]:
    """All else that reads the sheet."""
    return [
        *(
            own.state,
            own.log_origin,
            own.objects,
            published.folder,
            timestamps.configured,
            officers_needed,
            zone,
        ),
        *(lambda language=language: naming.node(Reader(language)) for language in Language),
        lambda: MutualTls.of(node),
        lambda: door.told(node),
        lambda: door.opened(node, "127.0.0.1"),
        lambda: open_store(node),
        lambda: server.places(node),
    ]


@pytest.mark.store
def test_whoever_reads_a_value_that_was_taken_refuses_it_by_name_or_uses_it(node: Path, settings, monkeypatch):
    taken = 0
    before = settings.INSTALLATION
    for path in LEAVES:
        for value in ODD:
            told = with_value(path, value) | {"database": ""}
            try:
                require_sheet(told)
            except ComityError:
                continue
            taken += 1
            (node / "node.toml").write_text(tomli_w.dumps(told), encoding="utf-8")
            read = installation.read(node)
            settings.INSTALLATION = replace(read, state=before.state)
            for reader in (compose,) if path[0] in PUBLISHED else readers(read):
                with suppress(ComityError):
                    reader()
    assert taken > len(LEAVES)


def test_the_settings_page_reads_every_sheet_that_was_taken(node_home: Path):
    for path in (("state",), ("url",), ("database",), ("desks",)):
        for value in ODD:
            told = with_value(path, value)
            (node_home / "node.toml").write_text(tomli_w.dumps(told), encoding="utf-8")
            with suppress(SettingInvalid):
                runpy.run_path(settings_page.__file__)
