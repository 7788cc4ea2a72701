"""Making a node: its folder, its secret, its keys, its ``node.toml``. Nothing here needs a database."""

import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import tomli_w

from comity.errors.node import NodeExists
from comity.node.keystore import LOG, NODE, ROOT, FileKeyStore
from comity.node.sheet import FILE, require_sheet
from comity.words import StateCode

STATE, SECRETARIAT = "state", "secretariat"
_ALL = ["ar", "zh", "en", "fr", "ru", "es"]
_OFFICES: Mapping[str, Sequence[Mapping[str, Any]]] = {
    STATE: [
        {
            "office": "central",
            "competences": ["central-authority"],
            "languages": _ALL,
            "hours": "Mo-Fr 08:00-18:00",
            "name": {
                "ar": "السلطة المركزية",
                "zh": "中央机关",
                "en": "Central authority",
                "fr": "Autorité centrale",
                "ru": "Центральный орган",
                "es": "Autoridad central",
            },
        },
        {
            "office": "duty",
            "competences": ["24-7-network"],
            "languages": _ALL,
            "hours": "24/7",
            "name": {
                "ar": "نقطة الاتصال على مدار الساعة",
                "zh": "全天候联络点",
                "en": "24/7 point of contact",
                "fr": "Point de contact 24/7",
                "ru": "Круглосуточный контактный пункт",
                "es": "Punto de contacto 24/7",
            },
        },
    ],
    SECRETARIAT: [
        {
            "office": "secretariat",
            "competences": ["secretariat"],
            "languages": _ALL,
            "hours": "Mo-Fr 09:00-17:00",
            "name": {
                "ar": "الأمانة",
                "zh": "秘书处",
                "en": "Secretariat",
                "fr": "Secrétariat",
                "ru": "Секретариат",
                "es": "Secretaría",
            },
        },
    ],
}
_DESKS = {STATE: ["cooperation", "oversight", "public"], SECRETARIAT: ["committee", "oversight", "public"]}


@dataclass(frozen=True, slots=True)
class Plan:
    """What the operator decides about a new node."""

    state: StateCode
    names: Mapping[str, str]
    url: str
    kind: str = STATE
    database: str = ""


def found(home: Path, plan: Plan) -> None:
    """Make the folder of a node, with new keys, or raise NodeExists; an interrupted start can be repeated.

    Raises SettingInvalid or SettingUnknown, before anything is made, where the plan is not what a sheet may say.
    """
    if (home / FILE).exists():
        raise NodeExists(home.name)
    offices = _OFFICES[plan.kind]
    sheet = _told(plan, offices)
    require_sheet(sheet)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = _secret(home)
    keys = FileKeyStore(home / "keys", secret.encode("ascii"))
    for name in (
        ROOT,
        NODE,
        LOG,
        *(f"{office['office']}.{use}" for office in offices for use in ("signing", "sealing")),
    ):
        if not keys.holds(name):
            keys.make(name, os.urandom)
    (home / "static").mkdir(exist_ok=True)
    _write(home / FILE, tomli_w.dumps(sheet), 0o644)  # last: a node exists once this stands


def undo(home: Path, *, whole: bool) -> None:
    """Take back a node of which the rest could not be made: what stays is no node, and can be founded again.

    ``whole`` also takes the folder and the keys; where tables may stand elsewhere that name them, they are kept.
    """
    with suppress(NotADirectoryError):
        (home / FILE).unlink(missing_ok=True)
    if whole:
        shutil.rmtree(home, ignore_errors=True)


def _told(plan: Plan, offices: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "state": str(plan.state),
        "kind": plan.kind,
        "name": plan.names.get("en") or next(iter(plan.names.values())),
        "url": plan.url.rstrip("/"),
        "desks": _DESKS[plan.kind],
        **({"database": plan.database} if plan.database else {}),
        "names": dict(plan.names),
        "authorities": [dict(office) for office in offices],
    }


def _secret(home: Path) -> str:
    file = home / "secret"
    if not file.exists():
        _write(file, token_hex(32), 0o600)
    return file.read_text(encoding="ascii").strip()


def _write(file: Path, text: str, mode: int) -> None:
    written = file.with_suffix(".new")
    handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as sheet:
            sheet.write(text)
            sheet.flush()
            os.fsync(sheet.fileno())
        written.replace(file)
    finally:
        written.unlink(missing_ok=True)
