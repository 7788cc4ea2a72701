"""What Comity itself says of one test: what it gives, or the refusal that it raises."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tuf.api.exceptions import DownloadHTTPError
from tuf.api.metadata import Root, Targets
from tuf.ngclient.fetcher import FetcherInterface
from urllib3 import HTTPResponse
from vectors.making.forms import read
from vectors.making.problems import BRANCHES

from comity.cli.inspection.sentences import leaves
from comity.errors.directory import NotInDirectory
from comity.errors.node import UnknownPeer
from comity.foundation import trees
from comity.foundation.bundle import verify_bundle
from comity.foundation.canonical import canonical, parse_canonical
from comity.foundation.directory import (
    KeyRecord,
    Profile,
    authentic_profile,
    require_version,
    verify_profile,
    verify_succession,
    vouched,
)
from comity.foundation.directory.applications import read_application
from comity.foundation.directory.repository import read as read_metadata, require_root
from comity.foundation.envelopes import (
    Act,
    Line,
    Story,
    digest_of,
    follows,
    open_act,
    read_act,
    read_manifest,
    verify_payload,
)
from comity.foundation.exchange import read_batch, verify_receipt
from comity.foundation.exchange.parcels import verify_parcel
from comity.foundation.identity import (
    KeyId,
    SealingKey,
    SealingRecipient,
    SigningKey,
    Suite,
    Validity,
    VerifyingKey,
)
from comity.foundation.limits import LIMITS
from comity.foundation.record import (
    Checkpoint,
    Entry,
    Fork,
    Growth,
    Offer,
    Proof,
    TileId,
    read_entries,
    require_growth,
    require_linked,
    require_witnessable,
    verifier_line,
    verify_entry,
)
from comity.foundation.sealing import Manifest, MemorySource, SealedFile, salted_leaf, unseal
from comity.node.carrier import Carrier
from comity.node.hop import Asked, verify
from comity.node.looking import Look
from comity.node.problems import status_of
from comity.words import Article, AuthorityId, Digest, Instant, Language, StateCode

Given = Mapping[str, Any]
_PLACE, _PEER = "https://directory.example/", "https://xb.example"
_FORMS = {"text", "hex", "base64url", "parts", "value"}
_WORDS: Mapping[str, Callable[[str], object]] = {
    "article": Article.parse,
    "authority": AuthorityId,
    "digest": Digest,
    "instant": Instant.parse,
    "key-name": KeyId,
    "language": Language,
    "state": StateCode,
}


def say(kind: str, given: Given, values: Mapping[str, bytes]) -> dict[str, Any]:
    """Give what a test of ``kind`` gives, or raise the refusal."""
    return SAYS[kind](_decoded(given, values))


def _decoded(value: Any, values: Mapping[str, bytes]) -> Any:
    if isinstance(value, Mapping):
        if value.keys() & _FORMS:
            return read(value, values)
        return {name: _decoded(member, values) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_decoded(member, values) for member in value]
    return value


def _word(given: Given) -> dict[str, Any]:
    return {"printed": str(_WORDS[given["word"]](given["letters"]))}


def _canonical_json(given: Given) -> dict[str, Any]:
    parse_canonical(given["document"], limit=given.get("limit", LIMITS.document))
    return {}


def _canonical_form(given: Given) -> dict[str, Any]:
    return {"canonical": canonical(json.loads(given["document"]))}


def _verifying_key(given: Given) -> dict[str, Any]:
    key = VerifyingKey.parse(given["letters"])
    return {"raw": digest_of(key.raw), "name": key.thumbprint}


def _signature(given: Given) -> dict[str, Any]:
    VerifyingKey.parse(given["key"]).verify(given["signature"], given["message"])
    return {}


def _recipient(given: Given) -> dict[str, Any]:
    recipient = SealingRecipient.parse(given["letters"])
    return {"raw": digest_of(recipient.raw), "name": recipient.thumbprint}


def _sealing_key(given: Given) -> dict[str, Any]:
    key = SealingKey.parse(given["letters"])
    return {"seed": key.seed, "recipient": str(key.recipient)}


def _key_at(given: Given) -> dict[str, Any]:
    validity = Validity(Instant.parse(given["since"]), Instant.parse(given["until"]))
    revoked = Instant.parse(given["revoked"]) if "revoked" in given else None
    record = KeyRecord(VerifyingKey.parse(given["key"]), validity, revoked)
    (record.require_claimed if given.get("claimed") else record.require)(Instant.parse(given["at"]))
    return {}


def _profile(given: Given) -> dict[str, Any]:
    profile = verify_profile(
        given["document"],
        pinned=KeyId(given["pinned"]),
        at=Instant.parse(given["at"]),
        newest_serial=given["newest_serial"],
    )
    return {"state": profile.state, "serial": profile.serial}


def _speaking_key(given: Given) -> dict[str, Any]:
    key = authentic_profile(given["profile"], pinned=None).speaking_key(
        KeyId(given["name"]), office=AuthorityId(given["office"]), at=Instant.parse(given["at"])
    )
    return {"key": str(key)}


def _signed_document(given: Given) -> dict[str, Any]:
    keys = {key.thumbprint: key for key in map(VerifyingKey.parse, given["keys"])}
    verified = verify_payload(
        given["document"], typ=given["typ"], known=keys.get, limit=given.get("limit", LIMITS.document)
    )
    if "asked" in given:
        verified.require_suite(Suite(given["asked"]))
    return {"payload": verified.payload, "names": list(verified.kids), "issuer": verified.issuer}


def _directory(documents: Sequence[bytes]) -> Mapping[StateCode, Profile]:
    profiles = [authentic_profile(document, pinned=None) for document in documents]
    return {profile.state: profile for profile in profiles}


def _signed_act(given: Given) -> dict[str, Any]:
    profiles = _directory(given["profiles"])
    act, verified = read_act(given["document"], profiles=profiles.__getitem__, at=Instant.parse(given["at"]))
    return {"act": act.digest, "from": act.sender, "names": list(verified.kids)}


def _story(thread: str, acts: Sequence[bytes]) -> Story:
    known = [act for act in map(Act.parse, acts) if act.thread == thread]
    return Story(thread, tuple(map(Line.of, known)))


def _thread(given: Given) -> dict[str, Any]:
    follows(_story(given["thread"], given["known"]), Act.parse(given["act"]))
    return {}


def _sealed_file(given: Given) -> dict[str, Any]:
    return {"plaintext": unseal(given["sealed"], keys=[SealingKey.parse(key) for key in given["keys"]])}


def _detached_file(given: Given) -> dict[str, Any]:
    keys = [SealingKey.parse(key) for key in given["keys"]]
    opened = SealedFile(MemorySource(given["payload"]), keys, header=given["header"])
    return {"plaintext": opened.read(0, opened.size)}


def _envelope(given: Given) -> dict[str, Any]:
    profiles = _directory(given["profiles"])
    opened = open_act(
        given["sealed"],
        me=frozenset(map(AuthorityId, given["offices"])),
        keys=[SealingKey.parse(key) for key in given["keys"]],
        profiles=profiles.__getitem__,
        at=Instant.parse(given["at"]),
        story=lambda thread: _story(thread, given["known"]),
        asked=Suite(given["asked"]),
    )
    return {
        "envelope": opened.envelope,
        "act": opened.act.digest,
        "from": opened.act.sender,
        "document": digest_of(opened.document),
    }


def _receipt(given: Given) -> dict[str, Any]:
    receipt = verify_receipt(
        given["document"],
        profile=authentic_profile(given["profile"], pinned=None),
        envelope=Digest(given["envelope"]),
        act=Digest(given["act"]),
        at=Instant.parse(given["at"]),
    )
    stated = [(one.statement, one.index) for one in receipt.entered]
    return {"statements": [{"kind": said.kind, "outcome": said.outcome, "index": at} for said, at in stated]}


def _manifest(given: Given) -> dict[str, Any]:
    return {"digest": Manifest.parse(given["document"]).digest}


def _signed_manifest(given: Given) -> dict[str, Any]:
    profiles, at = _directory(given["profiles"]), Instant.parse(given["at"])
    verified = read_manifest(
        given["document"],
        key_of=lambda office, kid: profiles[office.state].verifying_key(kid, at, office=office),
    )
    return {"digest": verified.manifest.digest, "office": verified.office}


def _evidence_tree(given: Given) -> dict[str, Any]:
    leaves = [salted_leaf(given["salt"], place, piece) for place, piece in enumerate(given["pieces"])]
    return {"leaves": [leaf.hex() for leaf in leaves], "root": trees.root(leaves).hex()}


def _piece(given: Given) -> dict[str, Any]:
    Manifest.parse(given["manifest"]).require_piece(given["index"], given["piece"], given["path"])
    return {}


def _entry(given: Given) -> dict[str, Any]:
    entry = Entry.parse(given["document"])
    if "content" in given:
        entry.require_content(given["content"], salt=given["salt"])
    return {"leaf": trees.leaf_hash(given["document"]).hex()}


def _tree_root(given: Given) -> dict[str, Any]:
    return {"root": trees.root([trees.leaf_hash(entry) for entry in given["entries"]]).hex()}


def _inclusion(given: Given) -> dict[str, Any]:
    trees.verify_inclusion(
        leaf=given["leaf"], index=given["index"], size=given["size"], path=given["path"], root=given["root"]
    )
    return {}


def _consistency(given: Given) -> dict[str, Any]:
    trees.verify_consistency(
        old_size=given["old_size"],
        old_root=given["old_root"],
        new_size=given["new_size"],
        new_root=given["new_root"],
        path=given["path"],
    )
    return {}


def _checkpoint(given: Given) -> dict[str, Any]:
    key = VerifyingKey.parse(given["key"])
    checkpoint = Checkpoint.parse(given["note"]).verify(key, origin=given["origin"])
    return {
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "verifier": verifier_line(checkpoint.origin, key),
    }


def _cosignature(given: Given) -> dict[str, Any]:
    at = Checkpoint.parse(given["note"]).witnessed_at(VerifyingKey.parse(given["key"]), name=given["name"])
    return {"at": str(at)}


def _growth(given: Given) -> dict[str, Any]:
    older, newer = (Checkpoint.parse(given[name]) for name in ("older", "newer"))
    require_growth(older, newer, given["path"])
    return {}


def _linked(given: Given) -> dict[str, Any]:
    known, shown = (Checkpoint.parse(given[name]) for name in ("known", "shown"))
    growths = [Growth(one["old"], one["new"], one["root"], tuple(one["path"])) for one in given["growths"]]
    require_linked(known, shown, growths)
    return {}


def _fork(given: Given) -> dict[str, Any]:
    earlier = [VerifyingKey.parse(one) for one in given.get("earlier", ())]
    fork = Fork.parse(given["document"]).verify(VerifyingKey.parse(given["key"]), earlier)
    return {"origin": fork.origin}


def _offer(given: Given) -> dict[str, Any]:
    shown = require_witnessable(
        Offer.parse(given["body"]),
        seen=Checkpoint.parse(given["seen"]) if "seen" in given else None,
        key=VerifyingKey.parse(given["key"]),
        origin=given["origin"],
    )
    return {"size": shown.size}


def _entries(given: Given) -> dict[str, Any]:
    return {"entries": read_entries(given["bundle"])}


def _succession(given: Given) -> dict[str, Any]:
    lineage = verify_succession(
        given["links"], state=StateCode(given["state"]), root=VerifyingKey.parse(given["root"])
    )
    return {"lineage": list(lineage)}


def _application(given: Given) -> dict[str, Any]:
    application = read_application(given["document"])
    return {
        "state": application.state,
        "fingerprint": application.fingerprint,
        "role": application.role.thumbprint,
    }


def _node_keys(given: Given) -> Callable[[StateCode, KeyId], VerifyingKey]:
    """Find the keys of nodes in the profiles given, as they count at the moment given."""
    profiles, at = _directory(given["profiles"]), Instant.parse(given["at"])

    def known(state: StateCode, kid: KeyId) -> VerifyingKey:
        if state not in profiles:
            raise UnknownPeer(state)
        return profiles[state].node_key(kid, at)

    return known


def _parcel(given: Given) -> dict[str, Any]:
    parcel = verify_parcel(given["document"], to=StateCode(given["to"]), known=_node_keys(given))
    return {"state": parcel.sender, "items": len(parcel.items), "members": len(parcel.members)}


def _hop(given: Given) -> dict[str, Any]:
    known, at = _node_keys(given), Instant.parse(given["at"])
    asked = Asked(StateCode(given["to"]), given["method"], given["path"], given["range"], given["body"])
    return {"state": verify(given["fields"].get, asked, known=known, at=at)}


def _batch(given: Given) -> dict[str, Any]:
    return {"envelopes": list(read_batch(given["body"]))}


def _refusal(given: Given) -> dict[str, Any]:
    (error,) = (leaf for _, leaf in leaves() if leaf.code == given["code"])
    branch = next(name for name, branch in BRANCHES.items() if issubclass(error, branch))
    if branch != given["branch"]:
        raise ValueError(f"{error.code} is {branch}")
    return {"status": status_of(error())}


class _Answers:
    """A way to a peer that gives always the same answer."""

    def __init__(self, given: Given) -> None:
        self._given = given

    def request(self, *_words: object, **_facts: object) -> HTTPResponse:
        body, status = BytesIO(self._given["body"]), self._given["status"]
        headers = {"Content-Type": self._given["media_type"]}
        return HTTPResponse(body, headers, status, preload_content=False)


def _asked(given: Given) -> Carrier:
    return Carrier(StateCode("XA"), SigningKey.from_seed(bytes(32)), _Answers(given))


def _answer(given: Given) -> dict[str, Any]:
    said = _asked(given).send_act(StateCode("XB"), _PEER, b"sealed")
    return {"code": said.problem, "receipts": len(said.receipts), "growths": len(said.growths)}


def _batch_answer(given: Given) -> dict[str, Any]:
    sealed = [bytes([number]) for number in range(given["envelopes"])]
    said = _asked(given).send_acts(StateCode("XB"), _PEER, sealed)
    told = [{"code": one.problem, "receipts": len(one.receipts)} for one in said]
    return {"answers": told, "growths": len(said[0].growths)}


def _tile(given: Given) -> dict[str, Any]:
    tile, width = TileId.parse(given["path"])
    return {"level": tile.level, "index": tile.index, "width": width}


def _proof(given: Given) -> dict[str, Any]:
    checkpoint = verify_entry(
        given["entry"],
        Proof.parse(given["proof"]),
        VerifyingKey.parse(given["key"]),
        origin=given["origin"],
    )
    return {"size": checkpoint.size}


class _Given(FetcherInterface):
    """The files of one test, in place of the network."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = url.removeprefix(_PLACE)
        if name not in self._files:
            raise DownloadHTTPError("not given", 404)
        yield self._files[name]


def _of_directory(given: Given) -> dict[str, Any]:
    at, state = Instant.parse(given["at"]), StateCode(given["state"])
    require_root(read_metadata(given["root"], Root), old=None)
    with TemporaryDirectory() as folder:
        for role, data in given["seen"].items():
            Path(folder, f"{role}.json").write_bytes(data)
        look = Look.begin(_PLACE, given["root"], Path(folder), _Given(given["files"]))
        look.updater._trusted_set.reference_time = at.moment  # noqa: SLF001  # it takes no clock but the machine's
        member = look.charter().member(state)
        if member is None:
            raise NotInDirectory(state)
        version, target = look.role(state)
        document = look.profile(target)
        profile = vouched(document, state=state, fingerprint=member.fingerprint, at=at)
        require_version(profile, version)
        return {
            "root": look.seen(Root).version,
            "targets": look.seen(Targets).version,
            "serial": profile.serial,
            "fingerprint": profile.fingerprint,
            "profile": digest_of(document),
        }


def _bundle(given: Given) -> dict[str, Any]:
    pins = {StateCode(state): KeyId(name) for state, name in given["pins"].items()}
    proved = verify_bundle(given["bundle"], pins=pins)
    return {
        "thread": proved.thread,
        "acts": [one.act.digest for one in proved.acts],
        "witnessed": [str(one.witnessed or "") for one in proved.acts],
        "receipts": len(proved.receipts),
        "manifests": [one.manifest.digest for one in proved.manifests],
        "to_compare": dict(sorted(proved.to_compare.items())),
    }


SAYS: Mapping[str, Callable[[Given], dict[str, Any]]] = {
    "answer": _answer,
    "application": _application,
    "batch": _batch,
    "batch-answer": _batch_answer,
    "bundle": _bundle,
    "canonical-form": _canonical_form,
    "canonical-json": _canonical_json,
    "checkpoint": _checkpoint,
    "consistency": _consistency,
    "cosignature": _cosignature,
    "detached-file": _detached_file,
    "directory": _of_directory,
    "entries": _entries,
    "entry": _entry,
    "envelope": _envelope,
    "evidence-tree": _evidence_tree,
    "fork": _fork,
    "growth": _growth,
    "hop": _hop,
    "parcel": _parcel,
    "inclusion": _inclusion,
    "key-at": _key_at,
    "linked": _linked,
    "manifest": _manifest,
    "offer": _offer,
    "piece": _piece,
    "profile": _profile,
    "proof": _proof,
    "receipt": _receipt,
    "recipient": _recipient,
    "refusal": _refusal,
    "sealed-file": _sealed_file,
    "sealing-key": _sealing_key,
    "signature": _signature,
    "signed-act": _signed_act,
    "signed-document": _signed_document,
    "signed-manifest": _signed_manifest,
    "speaking-key": _speaking_key,
    "succession": _succession,
    "thread": _thread,
    "tile-path": _tile,
    "tree-root": _tree_root,
    "verifying-key": _verifying_key,
    "word": _word,
}
