"""Verify the vectors with nothing but Python and ``cryptography``, from the words of the papers alone.

    python run.py                 every file beside this one
    python run.py record.json     only these files

It imports nothing of Comity. What each part does is said, step by step, in ``docs/protocol``; whoever writes another
implementation may begin here. It ends with 0 when every test has its result, its values and its refusal, otherwise 1.
"""

import base64
import binascii
import io
import json
import re
import stat
import struct
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha3_256, sha256, shake_256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LARGEST = 2**53 - 1
DOCUMENT, ACT, PROFILE, RECEIPT = 2 * 2**20, 2**20, 8 * 2**20, 64 * 2**10
ENVELOPE, CHECKPOINT, ENTRY, BUNDLE = 2**20 + 2**17, 16 * 2**10, 2**10, 64 * 2**20
DEPTH, SIGNATURES, WITNESSES, RECIPIENTS, BASIS, EVIDENCE = 32, 8, 64, 16, 32, 256
SEALED_FOR, MEMBERS, MANY, TEXT, SEQUENCE, BATCH = 20, 4096, 512, 64 * 2**10, 2**31 - 1, 16
SKEW, AGE, SPAN = timedelta(minutes=5), timedelta(days=30), timedelta(days=366)
LEAF, CHUNK, TAG, NONCE, MAX_HEADER = 2**20, 2**16, 16, 16, 2**15


class Refused(Exception):
    """A document is refused; the code says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def require(holds, code):
    """Refuse with ``code`` unless it holds."""
    if not holds:
        raise Refused(code)


# ---- canonical JSON: act-and-envelope, 3 ---------------------------------------------------------------------------


def parse(text, limit=DOCUMENT):
    """Read canonical JSON, or refuse."""
    require(text, "empty-document")
    require(len(text) <= limit, "too-large")
    require(depth_of(text) <= DEPTH, "too-deep")
    try:
        letters = text.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("invalid-text") from None
    try:
        value = json.loads(
            letters,
            object_pairs_hook=members_once,
            parse_int=whole,
            parse_float=no_number,
            parse_constant=no_number,
        )
    except json.JSONDecodeError:
        raise Refused("not-json") from None
    try:
        require(canonical(value) == text, "not-canonical")
    except UnicodeEncodeError:
        raise Refused("invalid-text") from None
    return value


def canonical(value):
    """Write the one form: RFC 8785 over whole numbers."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
        return b"{" + b",".join(canonical(name) + b":" + canonical(member) for name, member in members) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(canonical, value)) + b"]"
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def depth_of(text):
    """Count brackets within brackets, outside of texts."""
    depth = deepest = 0
    if text.count(b"[") + text.count(b"{") <= DEPTH:
        return depth  # too few to be too deep
    inside = escaped = False
    for byte in text:
        if inside:
            inside, escaped = escaped or byte != 0x22, not escaped and byte == 0x5C
        elif byte == 0x22:
            inside = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def members_once(members):
    value = dict(members)
    require(len(value) == len(members), "duplicate-name")
    return value


def whole(digits):
    require(len(digits) <= 17 and abs(int(digits)) <= LARGEST, "number-refused")
    return int(digits)


def no_number(_):
    raise Refused("number-refused")


class Members:
    """One JSON object, member by member; what is left at the end is refused."""

    def __init__(self, value, code):
        require(isinstance(value, dict), code)
        self.left, self.code = dict(value), code

    def take(self, name):
        require(name in self.left, self.code)
        return self.left.pop(name)

    def text(self, name, most=TEXT):
        value = self.take(name)
        require(isinstance(value, str) and 0 < len(value) <= most, self.code)
        return value

    def whole(self, name, least=0, most=LARGEST):
        value = self.take(name)
        require(isinstance(value, int) and not isinstance(value, bool) and least <= value <= most, self.code)
        return value

    def one(self, name, read):
        """Take an object that ``read`` reads to its end."""
        inner = Members(self.take(name), self.code)
        found = read(inner)
        inner.end()
        return found

    def list(self, name, most=MANY):
        value = self.take(name)
        require(isinstance(value, list) and len(value) <= most, self.code)
        return value

    def each(self, name, read, most=MANY):
        return [Members({"one": value}, self.code).one("one", read) for value in self.list(name, most)]

    def words(self, name, read, most=MANY):
        """Take a list of words, none of them twice."""
        values = self.list(name, most)
        require(all(isinstance(value, str) for value in values) and len(set(values)) == len(values), self.code)
        return [read(value) for value in values]

    def maybe(self, name, read):
        return read(self.text(name)) if name in self.left else None

    def end(self):
        require(not self.left, self.code)


# ---- words: identity-and-directory, 3 ------------------------------------------------------------------------------

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def formed(pattern, code):
    """Make a reader of words of one form."""

    def read(text):
        require(re.fullmatch(pattern, text, re.ASCII), code)
        return text

    return read


state = formed(r"[A-Z]{2}", "unknown-state")
digest = formed(r"[0-9a-f]{64}", "malformed-digest")
key_name = formed(r"[0-9a-f]{32}", "malformed-key-id")
article = formed(r"[A-Z][A-Z0-9-]{1,15} \d{1,3}( bis| ter| quater)?(\([0-9a-z]{1,5}\))*", "malformed-article")
language = formed("|".join(LANGUAGES), "unknown-language")
office = formed(r"(?=.{4,64}$)[A-Z]{2}/[a-z0-9]+(-[a-z0-9]+)*", "malformed-authority")


def instant(text):
    require(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text, re.ASCII), "malformed-instant")
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        raise Refused("malformed-instant") from None


def printed(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


WORDS = {
    "article": article, "authority": office, "digest": digest, "instant": lambda text: printed(instant(text)),
    "key-name": key_name, "language": language, "state": state,
}  # fmt: skip


def letters(raw):
    """Write base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_letters(text, code, size=None):
    """Read base64url without padding, in its one form."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Refused(code) from None
    require(letters(raw) == text and size in (None, len(raw)), code)
    return raw


# ---- keys: identity-and-directory, 4 -------------------------------------------------------------------------------

FIELD = 2**255 - 19
ORDER_8 = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
SMALL = {0, 1, FIELD - 1, ORDER_8, FIELD - ORDER_8}


SCHEMES = {"ed25519": "Ed25519", "mldsa65": "ML-DSA-65"}
SIZES = {"Ed25519": (32, 64), "ML-DSA-65": (1952, 3309)}  # of keys and of signatures


def verifying_key(text):
    """Read a scheme and letters; a key is its bytes, whose number tells the suite."""
    scheme, _, encoded = text.partition(":")
    require(scheme in SCHEMES, "malformed-key")
    return sound(from_letters(encoded, "malformed-key", SIZES[SCHEMES[scheme]][0]))


def suite_of(raw):
    return "Ed25519" if len(raw) == 32 else "ML-DSA-65"


def sound(raw):
    """Refuse points that are not reduced, or of small order; every 1952 bytes are a key of ML-DSA-65."""
    if len(raw) != 32:
        return raw
    height = int.from_bytes(raw, "little") % 2**255
    require(height < FIELD, "malformed-key")
    require(height not in SMALL, "weak-key")
    return raw


def name_of(raw):
    return sha256(raw).hexdigest()[:32]


def verify(raw, signature, message):
    kind = Ed25519PublicKey if suite_of(raw) == "Ed25519" else MLDSA65PublicKey
    try:
        kind.from_public_bytes(raw).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refused("signature-wrong") from None


ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def checksum(prefix, values):
    residue = 1
    for value in (
        [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix] + values
    ):
        top, residue = residue >> 25, (residue & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            residue ^= term if top >> place & 1 else 0
    return residue


def bech32(prefix, text):
    """Read Bech32 of any length (BIP 173, and its limit of 90 letters does not apply)."""
    require(text.startswith(prefix + "1"), "malformed-key")
    rest = text[len(prefix) + 1 :]
    require(all(letter in ALPHABET for letter in rest) and len(rest) >= 6, "malformed-key")
    values = [ALPHABET.index(letter) for letter in rest]
    require(checksum(prefix, values) == 1, "malformed-key")
    bits = "".join(f"{value:05b}" for value in values[:-6])
    spare = len(bits) % 8
    require(spare < 5 and "1" not in bits[len(bits) - spare :], "malformed-key")
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) - spare, 8))


def bech32_of(prefix, raw):
    bits = "".join(f"{byte:08b}" for byte in raw)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]
    residue = checksum(prefix, values + [0] * 6) ^ 1
    values += [residue >> 5 * (5 - place) & 31 for place in range(6)]
    return prefix + "1" + "".join(ALPHABET[value] for value in values)


@cache
def recipient(text):
    """Read ``age1pq1...``: 1184 bytes of ML-KEM-768 and 32 of X25519."""
    raw = bech32("age1pq", text)
    require(len(raw) == 1184 + 32, "malformed-key")
    try:
        MLKEM768PublicKey.from_public_bytes(raw[:1184])
    except ValueError:
        raise Refused("malformed-key") from None
    try:
        X25519PrivateKey.from_private_bytes(bytes(32)).exchange(X25519PublicKey.from_public_bytes(raw[1184:]))
    except ValueError:
        raise Refused("weak-key") from None
    return raw


def sealing_key(text):
    """Read ``AGE-SECRET-KEY-PQ-1...``: a seed of 32 bytes."""
    require(text == text.upper(), "malformed-key")
    seed = bech32("age-secret-key-pq-", text.lower())
    require(len(seed) == 32, "malformed-key")
    return seed


def halves(seed):
    """Stretch a seed into the two secret keys."""
    stretched = shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(stretched[:64]), X25519PrivateKey.from_private_bytes(
        stretched[64:]
    )


def public(seed):
    lattice, curve = halves(seed)
    return lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()


def key_at(record, at):
    """Give the key when it counts at a moment."""
    require(record["since"] < record["until"], "empty-validity")
    require(at >= record["since"], "key-not-yet-valid")
    require(at < record["until"], "key-expired")
    require(record["revoked"] is None or at < record["revoked"], "key-revoked")
    return record["key"]


def key_claimed(record, at):
    """Give the key for what nobody but its holder dates: one that was ever revoked counts for nothing."""
    key_at(record | {"revoked": None}, at)
    unrevoked(record, None)
    return record["key"]


def unrevoked(record, witnessed):
    if record["revoked"] is not None:
        require(witnessed is not None, "unwitnessed")
        require(witnessed < record["revoked"], "key-revoked")


# ---- signed documents: act-and-envelope, 4 -------------------------------------------------------------------------


def read_signed(document, limit=DOCUMENT):
    """Read a signed document; nothing of it is proved yet."""
    code = "malformed-signed"
    told = Members(parse(document, limit), code)
    payload = told.text("payload", DOCUMENT)
    require(re.fullmatch(r"[A-Za-z0-9_-]+", payload), code)
    signatures = told.each("signatures", signature_of, SIGNATURES)
    told.end()
    require(signatures, code)
    require(len({one["kid"] for one in signatures}) == len(signatures), code)
    require(len({(one["typ"], one["iss"]) for one in signatures}) == 1, code)
    require("Ed25519" in {one["alg"] for one in signatures}, "suite-missing")
    return payload, signatures


def signature_of(told):
    code = told.code
    protected = told.text("protected")
    header = Members(parse(from_letters(protected, code), TEXT), code)
    suite = header.text("alg", 64)
    require(suite in SIZES, "unknown-suite")
    one = {
        "protected": protected,
        "alg": suite,
        "value": from_letters(told.text("signature"), code, SIZES[suite][1]),
    }
    one |= {"kid": key_name(header.text("kid")), "typ": header.text("typ", 64)}
    one["iss"] = header.text("iss", 64) if "iss" in header.left else ""
    one["jwk"] = header.one("jwk", jwk) if "jwk" in header.left else None
    header.end()
    return one


def jwk(told):
    kind = told.text("kty", 64)
    require(kind in ("OKP", "AKP"), told.code)
    wanted, member, suite = ("crv", "x", "Ed25519") if kind == "OKP" else ("alg", "pub", "ML-DSA-65")
    require(told.text(wanted, 64) == suite, told.code)
    return sound(from_letters(told.text(member), told.code, SIZES[suite][0]))


def verified(payload, signatures, typ, known):
    """Give the payload when every signature holds."""
    for one in signatures:
        require(one["typ"] == typ, "wrong-type")
        key = known(one["kid"])
        require(key is not None and (name_of(key), suite_of(key)) == (one["kid"], one["alg"]), "unknown-signer")
        verify(key, one["value"], f"{one['protected']}.{payload}".encode("ascii"))
    return from_letters(payload, "malformed-signed")


def part(document, limit):
    """Part a statement, on the first line, from what it names."""
    statement, line, written = document.partition(b"\n")
    require(len(written) <= limit, "too-large")
    require(line, "malformed-signed")
    return (*read_signed(statement), written)


def require_named(what, statement, written, code):
    """Require that the statement names what stands below it, by digest and size."""
    told = Members(parse(statement), "malformed-signed")
    named, size = digest(told.text(what)), told.whole("size")
    told.end()
    require(size == len(written) and named == sha256(written).hexdigest(), code)


# ---- profiles: identity-and-directory, 5 and 6 ---------------------------------------------------------------------


def names_of(told):
    found = {tag: told.text(tag, 256) for tag in LANGUAGES if tag in told.left}
    require(found, told.code)
    return found


def key_record(told):
    record = {"key": verifying_key(told.text("key")), "since": instant(told.text("since"))}
    record["until"] = instant(told.text("until"))
    require(record["since"] < record["until"], "empty-validity")
    record["revoked"], record["successor"] = told.maybe("revoked", instant), told.maybe("successor", key_name)
    require(told.maybe("reason", str) in (None, *REASONS), told.code)
    return record


REASONS = ("unstated", "compromised", "lost", "superseded", "ceased")


def read_log(told):
    log = {"origin": told.text("origin", 256), "key": verifying_key(told.text("key"))}
    return log | {"earlier": told.each("earlier", key_record) if "earlier" in told.left else []}


def read_profile(written):
    """Read the canonical bytes of a profile."""
    code = "malformed-profile"
    told = Members(parse(written, PROFILE), code)
    require(told.whole("v") == 1, "unknown-version")
    profile = {
        "state": state(told.text("state")),
        "names": told.one("names", names_of),
        "serial": told.whole("serial", 1),
        "issued": instant(told.text("issued")),
        "expires": instant(told.text("expires")),
        "root": verifying_key(told.text("root")),
        "nodes": told.each("nodes", lambda one: (one.text("url", 256), one.each("keys", key_record))),
        "log": told.one("log", read_log),
        "offices": told.each("authorities", read_office, 4096),
    }
    told.each("instruments", read_instrument)
    told.one("rules", read_rules)
    require(told.maybe("second_signature", str) in (None, "not-asked", "accepted", "required"), code)
    profile["succession"] = told.list("succession") if "succession" in told.left else []
    require(all(isinstance(link, str) for link in profile["succession"]), code)
    told.end()
    require(profile["nodes"] and all(keys for _, keys in profile["nodes"]), code)
    require(profile["offices"] and all(one["keys"] for one in profile["offices"]), code)
    require(profile["issued"] < profile["expires"] <= profile["issued"] + SPAN, code)
    ids = [one["id"] for one in profile["offices"]]
    require(len(set(ids)) == len(ids) and all(one[:2] == profile["state"] for one in ids), code)
    require_uses(profile, code)
    return profile


def require_uses(profile, code):
    """One key, one use; successors of the same use and suite, in no circle; Ed25519 wherever no office signs."""
    uses = [keys for _, keys in profile["nodes"]] + [one["keys"] for one in profile["offices"]]
    for records in uses:
        require("Ed25519" in {suite_of(one["key"]) for one in records}, code)
        known = {name_of(one["key"]): one for one in records}
        for one in records:
            seen, here = {name_of(one["key"])}, one
            while here["successor"] is not None:
                here = known.get(here["successor"])
                require(here is not None and suite_of(here["key"]) == suite_of(one["key"]), code)
                require(name_of(here["key"]) not in seen, code)
                seen.add(name_of(here["key"]))
    log = profile["log"]
    plain = [one["key"] for _, keys in profile["nodes"] for one in keys] + [log["key"]]
    plain += [one["key"] for one in log["earlier"]]
    require({suite_of(key) for key in [*plain, profile["root"]]} == {"Ed25519"}, code)
    keys = plain + [one["key"] for office_ in profile["offices"] for one in office_["keys"]]
    require(len(set(keys)) == len(keys), code)


def read_office(told):
    one = {"id": office(told.text("id")), "names": told.one("names", names_of)}
    told.words("competences", short(told.code))
    told.words("languages", language, 6)
    told.text("hours", 256)
    one["keys"] = told.each("keys", key_record)
    recipient(told.text("recipient"))
    one["earlier"] = told.each("earlier", earlier_recipient) if "earlier" in told.left else []
    names = [name for name, _ in one["earlier"]]
    require(len(set(names)) == len(names), told.code)
    return one


def short(code):
    """Make a reader of the texts of a list."""

    def read(text):
        require(0 < len(text) <= 256, code)
        return text

    return read


def earlier_recipient(told):
    return key_name(told.text("recipient")), instant(told.text("until"))


def read_instrument(told):
    told.text("id", 256)
    instant(told.text("since"))
    told.words("reservations", article)
    told.words("declarations", article)


def read_rules(told):
    told.words("languages", language, 6)
    told.words("dual_criminality", article)
    told.words("attachments", short(told.code))
    told.words("urgent_channels", short(told.code))
    told.whole("least_penalty_months")


def authentic_profile(document, pinned):
    """Steps 1 to 5; ``pinned`` is None where no fingerprint is known."""
    payload, signatures, written = part(document, PROFILE)  # 1
    root = signatures[0]["jwk"]
    require(root is not None and len(signatures) == 1, "malformed-signed")  # 2
    statement = verified(payload, signatures, "comity-profile", {name_of(root): root}.get)  # 3
    require_named("profile", statement, written, "other-profile-signed")
    profile = read_profile(written)  # 4
    require(profile["root"] == root and profile["state"] == signatures[0]["iss"], "wrong-pin")
    roots = lineage([link.encode() for link in profile["succession"]], profile["state"], root)  # 5
    require(pinned is None or pinned in roots, "wrong-pin")
    return profile


def lineage(links, whose, root):
    """Follow the chain of roots, and give the fingerprints of all."""
    code, roots, last = "broken-succession", [], None
    for document in links:
        payload, signatures = read_signed(document, TEXT)
        old = signatures[0]["jwk"]
        require(old is not None, code)
        told = Members(
            parse(verified(payload, signatures, "comity-succession", {name_of(old): old}.get)),
            "malformed-profile",
        )
        require(told.whole("v") == 1, "unknown-version")
        who, new, at = state(told.text("state")), verifying_key(told.text("root")), instant(told.text("at"))
        told.end()
        require(who == whose and (last is None or (old == last[0] and at >= last[1])), code)
        roots, last = [*roots, name_of(old)], (new, at)
    require(last is None or last[0] == root, code)
    roots.append(name_of(root))
    require(len(set(roots)) == len(roots), code)
    return roots


def read_application(document):
    """What a State hands over to stand in a directory of several."""
    code = "malformed-application"
    payload, signatures = read_signed(document, RECEIPT)
    root = signatures[0]["jwk"]
    require(root is not None, "malformed-signed")
    typ = "comity-directory-application"
    told = Members(parse(verified(payload, signatures, typ, {name_of(root): root}.get)), code)
    require(told.whole("v") == 1, "unknown-version")
    who, role, holder = (
        state(told.text("state")),
        verifying_key(told.text("role")),
        told.maybe("holder", verifying_key),
    )
    instant(told.text("at"))
    keys = [root, role] + ([holder] if holder else [])
    require(len(set(keys)) == len(keys) and {suite_of(key) for key in keys[1:]} == {"Ed25519"}, code)
    told.end()
    require(who == signatures[0]["iss"], "wrong-pin")
    return {"state": who, "fingerprint": name_of(root), "role": name_of(role)}


def in_force(profile, at):
    require(at < profile["expires"], "stale-profile")
    require(profile["issued"] - at <= SKEW, "profile-not-yet-issued")


def office_key(profile, name, who):
    """Give the record of the key ``name`` of the office ``who``."""
    found = [one for one in profile["offices"] if one["id"] == who]
    require(found, "unknown-authority")
    records = [one for one in found[0]["keys"] if name_of(one["key"]) == name]
    require(records, "unknown-key")
    return records[0]


def node_key(profile, name):
    records = [one for _, keys in profile["nodes"] for one in keys if name_of(one["key"]) == name]
    require(records, "unknown-key")
    return records[0]


def directory(documents):
    profiles = [authentic_profile(document, None) for document in documents]
    return {profile["state"]: profile for profile in profiles}


# ---- directories: identity-and-directory, 6.1 ----------------------------------------------------------------------

ROTATIONS, STATES, METADATA, STAMP = 64, 512, 2**20, 16 * 2**10
BAD, UNSOUND = "malformed-directory", "directory-unsound"


def tuf_canonical(value):
    """Write what is signed: names in order, no spaces, and in texts nothing escaped but the quote and the stroke."""
    if isinstance(value, dict):
        members = sorted(value.items())
        return (
            "{" + ",".join(f"{tuf_canonical(name)}:{tuf_canonical(member)}" for name, member in members) + "}"
        )
    if isinstance(value, list):
        return "[" + ",".join(map(tuf_canonical, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return json.dumps(value)


class Metadata:
    """One file of metadata: what it says, the bytes that are signed, and the signatures by the names of their keys."""

    def __init__(self, data, kind):
        try:
            told = json.loads(data)
            self.said, signatures = told["signed"], told["signatures"]
            self.signatures = {one["keyid"]: bytes.fromhex(one["sig"]) for one in signatures}
            self.version, known = self.said["version"], self.said["spec_version"].split(".")[0] == "1"
            self.expires = datetime.strptime(self.said["expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            self.signed = tuf_canonical(self.said).encode()
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Refused(BAD) from None
        require(self.said.get("_type") == kind and known and len(self.signatures) == len(signatures), BAD)
        require(isinstance(self.version, int) and self.version > 0, BAD)

    def require_signed(self, role, keys):
        """Require signatures by as many keys of the role as its threshold says."""
        good = {name for name in role["keyids"] if name in keys and self.signed_by(name, keys[name])}
        require(len(good) >= role["threshold"], "directory-unsigned")

    def signed_by(self, name, key):
        try:
            verify(bytes.fromhex(key["keyval"]["public"]), self.signatures.get(name, b""), self.signed)
        except Refused:
            return False
        return True

    def require_fresh(self, at):
        require(at < self.expires, "directory-frozen")


def holder_of(keys, name):
    """Give the State and the bytes of a key that bears its own name, or refuse."""
    try:
        key = keys[name]
        raw = verifying_key("ed25519:" + letters_of(bytes.fromhex(key["keyval"]["public"])))
    except (KeyError, ValueError, Refused):
        raise Refused(UNSOUND) from None
    require((key["keytype"], key["scheme"], name) == ("ed25519", "ed25519", name_of(raw)), UNSOUND)
    return key.get("x-comity-state", ""), raw


def letters_of(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def holders_of(root):
    """Who holds the directory: one key of each State, at least two of whom must agree."""
    said = root.said
    require(said.get("consistent_snapshot") is True, UNSOUND)
    role, targets = said["roles"]["root"], said["roles"]["targets"]
    found = [holder_of(said["keys"], name) for name in role["keyids"]]
    require(all(re.fullmatch("[A-Z]{2}", who) for who, _ in found), UNSOUND)
    require(len({who for who, _ in found}) == len(found), UNSOUND)
    require(2 <= role["threshold"] <= len(found), UNSOUND)
    same = (sorted(targets["keyids"]), targets["threshold"]) == (sorted(role["keyids"]), role["threshold"])
    require(same, UNSOUND)
    return [raw for _, raw in found]


def members_of(targets):
    """Which States stand in it: the fingerprint of each, and the delegation of its role."""
    given = targets.said.get("delegations")
    require(not targets.said["targets"] and given and given["roles"], BAD)
    return {
        one["name"]: (one.get("x-comity-fingerprint", ""), *member_of(one, given)) for one in given["roles"]
    }


def member_of(role, given):
    who = role["name"]
    require(
        re.fullmatch("[A-Z]{2}", who) and re.fullmatch("[0-9a-f]{32}", role.get("x-comity-fingerprint", "")),
        BAD,
    )
    require(len(role["keyids"]) == 1 and role["threshold"] == 1 and role["terminating"] is True, BAD)
    require(role["paths"] == [f"{who}/profile.jws"], BAD)
    whose, raw = holder_of(given["keys"], role["keyids"][0])
    require(whose == who, BAD)
    return role, raw


def newest_root(given, fetch, at):
    """Go from the root that came by other means to the newest, one by one, each signed under the one before."""
    root = Metadata(given["root"], "root")
    holders_of(root)
    root.require_signed(root.said["roles"]["root"], root.said["keys"])
    for version in range(root.version + 1, root.version + 1 + ROTATIONS):
        data = fetch(f"metadata/{version}.root.json", METADATA, missing=None)
        if data is None:
            break
        new = Metadata(data, "root")
        for one in (root, new):
            new.require_signed(one.said["roles"]["root"], one.said["keys"])
        require(new.version == root.version + 1, "directory-rolled-back")
        holders_of(new)
        root = new
    root.require_fresh(at)
    return root


def named(fetch, name, about, most):
    """Fetch a file that is named with its length and digest."""
    data = fetch(name, about.get("length", most))
    good = len(data) == about.get("length", len(data)) and sha256(data).hexdigest() == about["hashes"]["sha256"]
    require(good, "directory-mixed")
    return data


def checked(data, kind, role, keys, version, at):
    found = Metadata(data, kind)
    found.require_signed(role, keys)
    require(version is None or found.version == version, "directory-rolled-back")
    found.require_fresh(at)
    return found


def kept(seen, name, root):
    """Take what an earlier look verified, if the newest root still says so."""
    try:
        found = Metadata(seen[name], name)
        found.require_signed(root.said["roles"][name], root.said["keys"])
    except (KeyError, Refused):
        return None
    return found


def newest_state(root, given, fetch, at):
    """Give the newest timestamp's snapshot, which never names anything older than was seen."""
    roles, keys, seen = root.said["roles"], root.said["keys"], given["seen"]
    stamp = Metadata(fetch("metadata/timestamp.json", STAMP), "timestamp")
    stamp.require_signed(roles["timestamp"], keys)
    about, before = stamp.said["meta"]["snapshot.json"], kept(seen, "timestamp", root)
    if before is not None:
        require(stamp.version >= before.version, "directory-rolled-back")
        require(about["version"] >= before.said["meta"]["snapshot.json"]["version"], "directory-rolled-back")
    stamp.require_fresh(at)
    data = named(fetch, f"metadata/{about['version']}.snapshot.json", about, METADATA)
    snapshot = Metadata(data, "snapshot")
    snapshot.require_signed(roles["snapshot"], keys)
    before = kept(seen, "snapshot", root)
    for name, old in before.said["meta"].items() if before is not None else ():
        require(name in snapshot.said["meta"], BAD)
        require(snapshot.said["meta"][name]["version"] >= old["version"], "directory-rolled-back")
    require(snapshot.version == about["version"], "directory-rolled-back")
    snapshot.require_fresh(at)
    return snapshot.said["meta"]


def charter_of(root, meta, fetch, at):
    """Give who stands in the directory, and what the State's roles are verified with."""
    about = meta["targets.json"]
    data = named(fetch, f"metadata/{about['version']}.targets.json", about, METADATA)
    targets = checked(data, "targets", root.said["roles"]["targets"], root.said["keys"], about["version"], at)
    members = members_of(targets)
    require(len(members) <= STATES, "directory-too-large")
    names = [name for use in ("snapshot", "timestamp") for name in root.said["roles"][use]["keyids"]]
    centre = [holder_of(root.said["keys"], name)[1] for name in names]
    keys = [*holders_of(root), *centre, *(raw for _, _, raw in members.values())]
    require(len(centre) == 2 and len(set(keys)) == len(keys), UNSOUND)
    return targets, members


def followed(given):
    """Look at a directory for one State."""
    at, who, files = instant(given["at"]), given["state"], given["files"]

    def fetch(name, most, missing="directory-unreachable"):
        require(name in files or missing is None, missing)
        require(len(files.get(name, b"")) <= most, "directory-too-large")
        return files.get(name)

    root = newest_root(given, fetch, at)  # 1 to 3
    meta = newest_state(root, given, fetch, at)  # 4, 5
    targets, members = charter_of(root, meta, fetch, at)  # 6
    require(who in members and f"{who}.json" in meta, "not-in-directory")  # 7
    fingerprint, role, _ = members[who]
    about = meta[f"{who}.json"]
    data = named(fetch, f"metadata/{about['version']}.{who}.json", about, METADATA)
    said = checked(data, "targets", role, targets.said["delegations"]["keys"], about["version"], at)
    about = said.said["targets"].get(f"{who}/profile.jws")
    require(about is not None, "not-in-directory")
    document = named(fetch, f"targets/{who}/{about['hashes']['sha256']}.profile.jws", about, PROFILE)  # 8
    profile = authentic_profile(document, None)  # 9
    in_force(profile, at)
    require(profile["state"] == who, "speaks-for-another")
    require(name_of(profile["root"]) == fingerprint, "fingerprint-differs")
    require(profile["serial"] == said.version, BAD)
    return {
        "root": root.version,
        "targets": targets.version,
        "serial": profile["serial"],
        "fingerprint": fingerprint,
        "profile": sha256(document).hexdigest(),
    }


# ---- parcels: carriage-and-receipts, 7.2 ---------------------------------------------------------------------------

PARCEL = 16 * 2**20


def read_parcel(document, to, profiles, at):
    """The second step: the statement of a parcel."""
    payload, signatures = read_signed(document, 2 * PARCEL)
    who = state(signatures[0]["iss"])

    def known(name):
        require(who in profiles, "unknown-peer")
        return key_at(node_key(profiles[who], name), at)

    code = "malformed-statement"
    told = Members(parse(verified(payload, signatures, "comity-parcel", known), PARCEL), code)
    require(told.whole("v") == 1, "unknown-version")
    sender, addressed = state(told.text("from")), state(told.text("to"))
    instant(told.text("at"))
    items = told.each("items", read_item, 1024)
    members = told.take("members")
    require(isinstance(members, dict) and len(members) <= MEMBERS, code)
    for named in members.values():
        digest(str(named))
    for note in told.list("seen", 8):
        require(isinstance(note, str), code)
        read_note(note.encode())
    told.words("evidence", digest, 256)
    told.maybe("answers", digest)
    told.end()
    require(sender == who, code)
    require(addressed == to, "parcel-for-another")
    return {"state": sender, "items": len(items), "members": len(members)}


def read_item(told):
    digest(told.text("envelope"))
    told.words("receipts", digest, 8)
    if "code" in told.left:
        told.text("code", 64)
    told.each("growth", read_grown, 64)


# ---- sealed files: sealing -----------------------------------------------------------------------------------------

KIND, PURPOSE = "mlkem768x25519", b"age-encryption.org/mlkem768x25519"
BAD_HEADER = "malformed-header"


def unseal(sealed, seeds):
    """Open an age file, all of it or nothing."""
    require(sealed, "empty-file")
    file_key, begin = open_header(sealed[:MAX_HEADER], seeds)
    return open_payload(file_key, sealed[begin:])


def open_header(raw, seeds):
    """Give the file key of a header that is proved, and where it ends."""
    stanzas, mac, above, begin = read_header(raw)
    file_key = file_key_of(stanzas, seeds)
    code = HMAC(hkdf(file_key, None, b"header"), SHA256())
    code.update(above)
    try:
        code.verify(mac)
    except InvalidSignature:
        raise Refused("header-mac-wrong") from None
    return file_key, begin


def read_header(raw):
    """Give stanzas, MAC, what the MAC covers, and where the payload begins."""
    lines = raw.split(b"\n")[:-1]
    require(not lines or not lines[0].startswith(b"-----BEGIN AGE "), "armoured-file")
    require(lines and lines[0] == b"age-encryption.org/v1", BAD_HEADER)
    stanzas, at = [], 1
    while True:
        require(at < len(lines), BAD_HEADER)
        if lines[at].startswith(b"---"):
            break
        require(len(stanzas) < SEALED_FOR, "too-many-recipients")
        require(re.fullmatch(rb"->( [!-~]+)+", lines[at]), BAD_HEADER)
        arguments, body, at = lines[at].decode("ascii").split(" ")[1:], b"", at + 1
        while True:
            require(at < len(lines) and len(lines[at]) <= 64, BAD_HEADER)
            body, at = body + lines[at], at + 1
            if len(lines[at - 1]) < 64:
                break
        stanzas.append((arguments, plain_base64(body)))
    require(stanzas and lines[at].startswith(b"--- "), BAD_HEADER)
    mac = plain_base64(lines[at][4:])
    require(len(mac) == 32, BAD_HEADER)
    begin = sum(len(line) + 1 for line in lines[: at + 1])
    above = b"".join(line + b"\n" for line in lines[:at]) + b"---"
    return stanzas, mac, above, begin


def plain_base64(text):
    try:
        raw = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Refused(BAD_HEADER) from None
    require(base64.b64encode(raw).rstrip(b"=") == text, BAD_HEADER)
    return raw


def file_key_of(stanzas, seeds):
    """Give the file key that one seed opens; every stanza is looked at before any is tried."""
    require(seeds, "no-keys")
    enclosed = []
    for arguments, body in stanzas:
        require(arguments[0] == KIND, "unknown-stanza")
        require(len(arguments) == 2, BAD_HEADER)
        encapsulation = plain_base64(arguments[1].encode("ascii"))
        require(len(encapsulation) == 1120 and len(body) == 32, BAD_HEADER)
        enclosed.append((encapsulation, body))
    for encapsulation, body in enclosed:
        for seed in seeds:
            key, nonce = hpke(seed, encapsulation)
            try:
                return ChaCha20Poly1305(key).decrypt(nonce, body, b"")
            except InvalidTag:
                continue
    raise Refused("wrong-key")


def hpke(seed, encapsulation):
    """RFC 9180, base mode: this KEM (0x647a), HKDF-SHA256, ChaCha20-Poly1305; the info is the purpose."""
    lattice, curve = halves(seed)
    share = encapsulation[1088:]
    try:
        of_curve = curve.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError:
        raise Refused(BAD_HEADER) from None
    of_lattice = lattice.decapsulate(encapsulation[:1088])
    own = curve.public_key().public_bytes_raw()
    secret = sha3_256(of_lattice + of_curve + share + own + b"\\.//^\\").digest()
    suite = b"HPKE" + bytes.fromhex("647a 0001 0003")

    def extract(salt, label, key):
        code = HMAC(salt or bytes(32), SHA256())
        code.update(b"HPKE-v1" + suite + label + key)
        return code.finalize()

    def expand(key, label, context, size):
        told = struct.pack(">H", size) + b"HPKE-v1" + suite + label + context
        return hkdf_expand(key, told, size)

    context = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", PURPOSE)
    secret = extract(secret, b"secret", b"")
    return expand(secret, b"key", context, 32), expand(secret, b"base_nonce", context, 12)


def hkdf_expand(key, told, size):
    block, out, place = b"", b"", 1
    while len(out) < size:
        code = HMAC(key, SHA256())
        code.update(block + told + bytes([place]))
        block, place = code.finalize(), place + 1
        out += block
    return out[:size]


def hkdf(key, salt, info):
    return HKDF(SHA256(), 32, salt, info).derive(key)


def open_payload(file_key, payload):
    """Open the chunks; the last one first, because it proves where the file ends."""
    sealed = len(payload) - NONCE
    require(sealed >= TAG, "file-cut")
    count = -(-sealed // (CHUNK + TAG))
    rest = sealed - (count - 1) * (CHUNK + TAG)
    require(rest >= TAG, "end-unproved")
    require(rest > TAG or count == 1, "empty-last-chunk")
    cipher = ChaCha20Poly1305(hkdf(file_key, payload[:NONCE], b"payload"))
    chunks = [payload[NONCE + at : NONCE + at + CHUNK + TAG] for at in range(0, sealed, CHUNK + TAG)]
    last = open_chunk(cipher, chunks, count - 1)
    return b"".join(open_chunk(cipher, chunks, place) for place in range(count - 1)) + last


def open_chunk(cipher, chunks, place):
    last, sealed = len(chunks) - 1, chunks[place]

    def opens(number, ends):
        try:
            return cipher.decrypt(number.to_bytes(11, "big") + bytes([ends]), sealed, None)
        except InvalidTag:
            return None

    plain = opens(place, place == last)
    if plain is not None:
        return plain
    whole_chunk = len(sealed) == CHUNK + TAG
    require(place == last or opens(place, True) is None, "trailing-data")
    require(place < last or not whole_chunk or opens(place, False) is None, "file-cut")
    for other in range(len(chunks)) if whole_chunk else ():
        require(other == place or opens(other, other == last) is None, "chunk-swapped")
    require(place < last or whole_chunk, "end-unproved")
    raise Refused("chunk-altered")


# ---- acts: act-and-envelope, 5 to 8 --------------------------------------------------------------------------------

ACT_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def read_act(written):
    """Read the canonical bytes of an act."""
    code = "malformed-act"
    told = Members(parse(written, ACT), code)
    require(told.whole("v") == 1, "unknown-version")
    act = {
        "id": formed(ACT_ID, code)(told.text("id")),
        "kind": formed(r"[a-z]{1,32}(-[a-z]{1,32}){0,3}", code)(told.text("kind")),
        "from": office(told.text("from")),
        "to": told.words("to", office, RECIPIENTS),
        "by": told.text("by", 128),
        "at": instant(told.text("at")),
        "thread": formed(r"[0-9a-z][0-9a-z-]{0,63}", code)(told.text("thread")),
        "seq": told.whole("seq", 1, SEQUENCE),
        "prev": told.maybe("prev", digest),
        "basis": told.words("basis", article, BASIS),
        "body": told.take("body"),
        "evidence": told.words("evidence", digest, EVIDENCE),
        "supersedes": told.maybe("supersedes", formed(ACT_ID, code)),
        "digest": sha256(written).hexdigest(),
    }
    told.end()
    require(act["to"], "no-addressee")
    require(act["basis"], "no-basis")
    require(isinstance(act["body"], dict) and act["by"].isprintable(), code)
    act["parties"] = {act["from"][:2], *(one[:2] for one in act["to"])}
    return act


def read_signed_act(document, known):
    """Verify the statement on the first line, then the act below it; ``known`` finds the key of an office."""
    payload, signatures, written = part(document, ACT)
    who = office(signatures[0]["iss"])
    statement = verified(payload, signatures, "comity-act", lambda name: known(who, name))
    require_named("act", statement, written, "other-act-signed")
    act = read_act(written)
    require(act["from"] == who, "not-the-author")
    return act, signatures


def follows(thread, known, act):
    """Say whether an act is the next of its author in its thread."""
    require(act["thread"] == thread, "stranger-in-thread")
    require(not known or act["parties"] == known[0]["parties"], "stranger-in-thread")
    digests = {one["digest"] for one in known}
    require(act["digest"] not in digests, "replayed")
    expected = 1 + sum(one["from"] == act["from"] for one in known)
    require(act["seq"] >= expected and act["id"] not in {one["id"] for one in known}, "forked-story")
    require(act["seq"] == expected, "sequence-gap")
    require(act["prev"] is not None or not known, "forked-story")
    require(act["prev"] is None or act["prev"] in digests, "sequence-gap")


def open_envelope(sealed, offices, seeds, profiles, at, known, asked):
    """The eight steps of opening."""
    require(sealed, "empty-document")
    require(len(sealed) <= ENVELOPE, "too-large")  # 1
    require(sealed.startswith(b"age-encryption.org/v1\n"), "unknown-suite")  # 2
    document = unseal(sealed, seeds)  # 3

    def speaks(who, name):
        profile = profiles[who[:2]]
        in_force(profile, at)
        return key_at(office_key(profile, name, who), at)

    act, signatures = read_signed_act(document, speaks)  # 4, 5
    require(asked in {one["alg"] for one in signatures}, "suite-missing")
    require(set(offices) & set(act["to"]), "not-addressed")  # 6
    require(act["at"] - at <= SKEW, "clock-ahead")  # 7
    require(at - act["at"] <= AGE, "act-too-old")
    follows(act["thread"], [one for one in known if one["thread"] == act["thread"]], act)  # 8
    return act, document


# ---- the record ----------------------------------------------------------------------------------------------------


def node_hash(left, right):
    return sha256(b"\x01" + left + right).digest()


def tree_root(leaves):
    """RFC 6962, 2.1, by its own recursion."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(tree_root(leaves[:split]), tree_root(leaves[split:]))


def inclusion(leaf, index, size, path, root):
    """RFC 9162, 2.1.3.2."""
    code = "inclusion-unproved"
    require(0 <= index < size and {*map(len, (leaf, root, *path))} == {32}, code)
    here, last, reached = index, size - 1, leaf
    for step in path:
        require(last > 0, code)
        if here % 2 or here == last:
            reached = node_hash(step, reached)
            while here % 2 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        here, last = here >> 1, last >> 1
    require(last == 0 and reached == root, code)


def consistency(old_size, old_root, new_size, new_root, path):
    """RFC 9162, 2.1.4.2; every tree continues the empty one and itself, by an empty path."""
    code = "consistency-unproved"
    require(0 <= old_size <= new_size and {*map(len, (old_root, new_root, *path))} == {32}, code)
    if old_size in (0, new_size):
        same = sha256(b"").digest() if old_size == 0 else new_root
        return require(not path and old_root == same, code)
    require(path, code)
    steps = [old_root, *path] if old_size & (old_size - 1) == 0 else list(path)
    here, last = old_size - 1, new_size - 1
    while here % 2:
        here, last = here >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        require(last > 0, code)
        if here % 2 or here == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while here % 2 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, step)
        here, last = here >> 1, last >> 1
    return require(last == 0 and (old, new) == (old_root, new_root), code)


def read_entry(written):
    told = Members(parse(written, ENTRY), "malformed-entry")
    word = "[a-z][a-z-]{0,31}"
    kind = formed(f"{word}:{word}:{word}", "malformed-entry")(told.text("kind"))
    entry = kind, instant(told.text("at")), digest(told.text("digest"))
    told.end()
    return entry


def read_note(note):
    """Read a checkpoint: three lines, a blank line, signature lines."""
    code = "malformed-checkpoint"
    require(len(note) <= CHECKPOINT, "too-large")
    try:
        text = note.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("invalid-text") from None
    require(not any(letter < " " and letter != "\n" for letter in text), code)
    body, blank, rest = text.partition("\n\n")
    lines = body.split("\n")
    require(blank and len(lines) == 3, code)
    origin, size, root = lines
    require(is_name(origin) and re.fullmatch(r"0|[1-9][0-9]{0,15}", size) and int(size) <= LARGEST, code)
    root = note_base64(root)
    require(len(root) == 32 and rest.endswith("\n"), code)
    signatures = []
    for line in rest[:-1].split("\n"):
        found = re.fullmatch(r"\u2014 (\S+) (\S+)", line)
        require(found and is_name(found[1]), code)
        raw = note_base64(found[2])
        require(len(raw) > 4, code)
        signatures.append((found[1], raw[:4], raw[4:]))
    require(len(signatures) <= WITNESSES, code)
    return {"origin": origin, "size": int(size), "root": root, "signatures": signatures, "body": body + "\n"}


def is_name(text):
    return bool(text) and "+" not in text and not any(letter.isspace() for letter in text)


def note_base64(text):
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("malformed-checkpoint") from None
    require(base64.b64encode(raw).decode("ascii") == text, "malformed-checkpoint")
    return raw


def key_id(name, key, kind):
    return sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def signed_by(note, name, key, kind):
    """Give the first signature of that name and key, or refuse."""
    wanted = key_id(name, key, kind)
    for who, which, value in note["signatures"]:
        if (who, which) == (name, wanted):
            return value
    raise Refused("checkpoint-unsigned")


def checked_note(note, key, origin):
    require(note["origin"] == origin, "wrong-record")
    verify(key, signed_by(note, origin, key, b"\x01"), note["body"].encode())
    return note


def read_path(told):
    path = told.list("path", 64)
    require(all(isinstance(step, str) for step in path), told.code)
    return [from_letters(step, told.code, 32) for step in path]


def read_proof(told):
    return {
        "path": read_path(told),
        "index": told.whole("index"),
        "size": told.whole("size", 1),
        "note": read_note(told.text("checkpoint").encode()),
    }


def proved(entry, proof, key, origin):
    note = checked_note(proof["note"], key, origin)
    require(proof["size"] == note["size"], "malformed-proof")
    inclusion(sha256(b"\0" + entry).digest(), proof["index"], proof["size"], proof["path"], note["root"])
    return note


def growth(older, newer, path):
    require(older["origin"] == newer["origin"] and newer["size"] >= older["size"], "forked-record")
    require(newer["size"] > older["size"] or newer["root"] == older["root"], "forked-record")
    consistency(older["size"], older["root"], newer["size"], newer["root"], path)


def linked(known, shown, growths):
    """Say whether two checkpoints are of one history."""
    require(known["origin"] == shown["origin"], "wrong-record")
    older, newer = sorted((known, shown), key=lambda note: note["size"])
    if older["size"] == newer["size"]:
        return require(older["root"] == newer["root"], "forked-record")
    for one in growths:
        if (one["old"], one["new"]) == (older["size"], newer["size"]):
            consistency(one["old"], one["root"], newer["size"], newer["root"], one["path"])
            return require(one["root"] == older["root"], "forked-record")
    raise Refused("growth-missing")


def read_grown(told):
    path = told.list("path", 64)
    require(all(isinstance(step, str) for step in path), told.code)
    one = {
        "old": told.whole("old"),
        "new": told.whole("new"),
        "root": from_letters(told.text("root"), told.code, 32),
    }
    return one | {"path": [from_letters(step, told.code, 32) for step in path]}


def read_fork(document, key, earlier=()):
    """The evidence of a fork: two checkpoints that one record signed and that cannot both be true."""
    code = "malformed-fork"
    told = Members(parse(document, RECEIPT), code)
    require(told.text("typ") == "comity-fork", code)
    require(told.whole("v") == 1, "unknown-version")
    named, older, newer = (
        verifying_key(told.text("key")),
        read_note(told.text("older").encode()),
        told.text("newer"),
    )
    newer = read_note(newer.encode())
    grew = told.one("growth", read_grown) if "growth" in told.left else None
    of_older = told.maybe("older_key", verifying_key)
    require(of_older != named, code)
    told.end()
    for note, by in ((older, of_older or named), (newer, named)):
        known = by in (key, *earlier)
        checked_note(note, by if known else key, older["origin"])
        require(known, "wrong-record")
    if older["size"] == newer["size"]:
        contrary = older["root"] != newer["root"]
    else:
        contrary = grew is not None and grew["old"] == older["size"] and grew["root"] != older["root"]
        if grew is not None and grew["old"] == older["size"]:
            require(grew["new"] == newer["size"], "consistency-unproved")
            consistency(grew["old"], grew["root"], newer["size"], newer["root"], grew["path"])
    require(contrary, "fork-unproved")
    return older["origin"]


def witnessable(body, seen, key, origin):
    """What a witness checks of the checkpoint that it is offered."""
    code = "malformed-offer"
    head, blank, note = body.partition(b"\n\n")
    require(blank and len(body) <= 2 * CHECKPOINT, code)
    first, *steps = head.split(b"\n")
    require(re.fullmatch(rb"old (0|[1-9][0-9]{0,15})", first) and len(steps) < 64, code)
    old, path = int(first[4:]), []
    for step in steps:
        raw = base64.b64decode(step + b"=" * (-len(step) % 4))
        require(base64.b64encode(raw) == step and len(raw) == 32, code)
        path.append(raw)
    shown = checked_note(read_note(note), key, origin)
    require(old <= shown["size"], code)
    size, root = (seen["size"], seen["root"]) if seen else (0, sha256(b"").digest())
    require(old == size, "old-size-differs")
    require(shown["size"] != size or shown["root"] == root, "forked-record")
    consistency(size, root, shown["size"], shown["root"], path)
    return shown["size"]


def read_entries(bundle):
    """Entries, each behind its length in two bytes."""
    entries = []
    while bundle:
        size = int.from_bytes(bundle[:2], "big")
        require(len(bundle) >= 2 + size, "malformed-entries")
        entries.append(bundle[2 : 2 + size])
        bundle = bundle[2 + size :]
    return entries


def tile_path(path):
    code = "malformed-tile-path"
    found = re.fullmatch(r"tile/([0-6])/((?:x\d{3}/){0,6}\d{3})(?:\.p/([1-9]\d{0,2}))?", path, re.ASCII)
    require(found, code)
    require(not found[2].startswith("x000/") and int(found[3] or 1) < 256, code)
    return int(found[1]), int(re.sub("[x/]", "", found[2])), int(found[3] or 256)


# ---- receipts: carriage-and-receipts, 4 and 5 ----------------------------------------------------------------------

KINDS, OUTCOMES = ("submission", "relay", "delivery", "retrieval"), ("accepted", "rejected")


def read_receipt(written):
    code = "malformed-receipt"
    told = Members(parse(written, RECEIPT), code)
    require(told.whole("v") == 1, "unknown-version")
    about = {
        "envelope": digest(told.text("envelope")),
        "state": state(told.text("state")),
        "at": told.text("at"),
    }
    instant(about["at"])
    act = told.maybe("act", digest)
    if act:
        about["act"] = act
    receipt = {"about": about, "statements": told.each("statements", lambda one: read_stated(one, about), 4)}
    kinds = [one["said"]["kind"] for one in receipt["statements"]]
    require(kinds and len(set(kinds)) == len(kinds), code)
    receipt["note"] = read_note(told.text("checkpoint", CHECKPOINT).encode())
    told.end()
    return receipt


def read_stated(told, about):
    kind, outcome = told.text("kind"), told.text("outcome")
    require(kind in KINDS and outcome in OUTCOMES, told.code)
    code = told.text("code", 64) if "code" in told.left else ""
    require((outcome == "rejected") == bool(code) and ("act" in about or outcome == "rejected"), told.code)
    said = about | {"kind": kind, "outcome": outcome} | ({"code": code} if code else {})
    salt, index = from_letters(told.text("salt"), told.code, 32), told.whole("index")
    return {"said": said, "salt": salt, "index": index, "path": read_path(told)}


def authentic_receipt(document, profile, carried):
    """Every step but the clock; ``carried`` gives the act in each envelope."""
    payload, signatures = read_signed(document, 2 * RECEIPT)  # 1
    written = verified(payload, signatures, "comity-receipt", lambda name: node_key(profile, name)["key"])  # 2
    receipt = read_receipt(written)
    about, log, note = receipt["about"], profile["log"], receipt["note"]
    for one in signatures:
        key_at(node_key(profile, one["kid"]), instant(about["at"]))
    require(about["state"] == signatures[0]["iss"] == profile["state"], "receipt-for-another")  # 3
    require(about["envelope"] in carried, "receipt-for-another")  # 4
    require(about.get("act") in (carried[about["envelope"]], None), "receipt-for-another")
    key = log_key(log, note, instant(about["at"]))
    for one in receipt["statements"]:  # 6
        said = one["said"]
        salted = sha256(one["salt"] + canonical(said)).hexdigest()
        kind = f"exchange:{said['kind']}:{said['outcome']}"
        entry = canonical({"at": said["at"], "digest": salted, "kind": kind})
        proof = {"index": one["index"], "size": note["size"], "path": one["path"], "note": note}
        proved(entry, proof, key, log["origin"])
    return receipt, [one["kid"] for one in signatures]


def log_key(log, note, at):
    """Give the key under which a note claims to stand: the record's newest, or an earlier one that counted then."""
    counted = [one for one in log["earlier"] if one["since"] <= at < one["until"]]
    counted = [one["key"] for one in counted if one["revoked"] is None or at < one["revoked"]]
    keys = [log["key"], *counted]
    named = {which for name, which, _ in note["signatures"] if name == log["origin"]}
    return next((key for key in keys if key_id(log["origin"], key, b"\x01") in named), log["key"])


# ---- batches: carriage-and-receipts, 4.1 ---------------------------------------------------------------------------


def read_batch(body):
    """Envelopes, each behind its length in four bytes."""
    code = "malformed-batch"
    require(len(body) <= ENVELOPE, "too-large")
    envelopes = []
    while body:
        require(len(body) >= 4, code)
        size, body = int.from_bytes(body[:4], "big"), body[4:]
        require(size <= ENVELOPE, "too-large")
        require(0 < size <= len(body), code)
        require(len(envelopes) < BATCH, "too-many")
        envelopes.append(body[:size])
        body = body[size:]
    require(0 < len(envelopes) == len(set(envelopes)), code)
    return envelopes


# ---- hops: carriage-and-receipts, 5 --------------------------------------------------------------------------------

PARAMETERS = r'hop=(\(([^()]*)\);created=(\d{1,12});keyid="([0-9a-f]{32})";alg="ed25519";tag="comity-hop-v1")'


def verify_hop(fields, asked, profiles, at):
    """Give the State whose node signed a request for us: RFC 9421, in the one form that is taken."""
    form = re.fullmatch(PARAMETERS, fields.get("Signature-Input", ""), re.ASCII)
    value = re.fullmatch(r"hop=:([A-Za-z0-9+/]{86}==):", fields.get("Signature", ""))
    require(fields.get("Signature"), "hop-unsigned")
    require(form and value, "hop-refused")  # 1
    who = state(fields.get("Comity-From", ""))
    covered = {"@method": asked["method"], "@path": asked["path"], "comity-from": who, "comity-to": asked["to"]}
    told = f"sha-256=:{base64.b64encode(sha256(asked['body']).digest()).decode()}:" if asked["body"] else None
    covered |= {"content-digest": told} if told else {}
    covered |= {"range": asked["range"]} if asked["range"] else {}
    require(form[2] == " ".join(f'"{name}"' for name in covered), "hop-refused")  # 2
    require(abs(at - datetime.fromtimestamp(int(form[3]), UTC)) <= SKEW, "hop-refused")  # 3
    require((fields.get("Content-Digest") or None) == told, "hop-refused")  # 4
    require(who in profiles, "unknown-peer")
    key = key_at(node_key(profiles[who], form[4]), at)
    lines = [f'"{name}": {held}' for name, held in covered.items()] + [f'"@signature-params": {form[1]}']
    try:
        verify(key, base64.b64decode(value[1]), "\n".join(lines).encode())  # 5
    except Refused:
        raise Refused("hop-refused") from None
    return who


# ---- refusals: errors ----------------------------------------------------------------------------------------------

STATUS = {
    "malformed": 400,
    "unproved": 422,
    "forbidden": 403,
    "conflicting": 409,
    "excessive": 413,
    "other": 503,
}
STATUS_OF = {
    "hop-unsigned": 401, "hop-refused": 401, "unknown-peer": 403, "object-missing": 404, "unknown-record": 404,
    "range-unreadable": 416, "too-many-requests": 429,
}  # fmt: skip


def answered(status, body):
    require(status < 500, "peer-refused")
    try:
        told = json.loads(body)
    except ValueError:
        raise Refused("peer-answered") from None
    require(isinstance(told, dict), "peer-answered")
    return told


def receipts_of(told):
    receipts = told.get("receipts", [])
    require(isinstance(receipts, list) and all(isinstance(one, str) for one in receipts), "peer-answered")
    return receipts


def growths_of(told):
    return Members({"growth": told.get("growth", [])}, "malformed-proof").each("growth", read_grown, 12)


def read_answer(status, body):
    """Give the code of a refusal, empty where there is none, the receipts that came, and how the record grew."""
    told = answered(status, body)
    return (str(told.get("code", status)) if status >= 400 else ""), receipts_of(told), growths_of(told)


def read_answers(status, body, count):
    """Give the same of each envelope of a batch, and how the record grew for all of them."""
    told = answered(status, body)
    require(status < 400, "peer-refused")
    answers = told.get("answers")
    require(isinstance(answers, list) and len(answers) == count, "peer-answered")
    require(all(isinstance(one, dict) for one in answers), "peer-answered")
    return [(str(one.get("code", "")), receipts_of(one)) for one in answers], growths_of(told)


# ---- evidence: evidence-manifest -----------------------------------------------------------------------------------


def read_manifest(written):
    """Read a manifest; whatever is wrong with it has one code."""
    code = "malformed-manifest"
    try:
        told = Members(parse(written, 2**20), code)
        require(told.whole("v") == 1 and told.whole("leaf_size") == LEAF, code)
        manifest = {"name": told.text("name", 255), "media_type": told.text("media_type", 255)}
        size, sealed = told.whole("size"), told.whole("sealed_size")
        for member in ("salt", "root"):
            manifest[member] = bytes.fromhex(digest(told.text(member)))
        lines = [manifest["name"], manifest["media_type"], *told.list("conditions", LARGEST)]
        lines += told.each("custody", read_custody, LARGEST)
        told.end()
    except Refused:
        raise Refused(code) from None
    require(sealed == NONCE + size + TAG * max(1, -(-size // CHUNK)), code)
    require(all(isinstance(line, str) and line and line.isprintable() for line in lines), code)
    require(manifest["name"] not in (".", "..") and not {"/", "\\"} & set(manifest["name"]), code)
    return manifest | {"leaves": -(-size // LEAF), "digest": sha256(written).hexdigest()}


def read_custody(told):
    instant(told.text("at")), office(told.text("by"))
    return told.text("deed")


def signed_manifest(document, known):
    payload, signatures = read_signed(document)
    who = office(signatures[0]["iss"])
    return read_manifest(verified(payload, signatures, "comity-manifest", lambda name: known(who, name))), who


def evidence_leaf(salt, place, piece):
    return sha256(b"\0" + salt + place.to_bytes(8, "big") + piece).digest()


# ---- bundles: bundle -----------------------------------------------------------------------------------------------

MEMBER = re.compile(
    r"bundle\.json|acts/[0-9A-Za-z-]{1,72}\.act|(receipts|profiles|manifests)/[0-9A-Za-z-]{1,72}\.jws"
    r"|stamps/[0-9A-Za-z-]{1,72}\.tsr"
)
FOLDERS = ("acts", "receipts", "profiles", "manifests")


def packed(members):
    """Write the one form: stored, sorted by name, of 1 January 1980, readable by all and writable by none."""
    files, central = b"", b""
    for name, content in sorted(members.items()):
        facts = (20, 0, 0, 0, 0x21, binascii.crc32(content), len(content), len(content), len(name), 0)
        local = struct.pack("<IHHHHHIIIHH", 0x04034B50, *facts)
        entry = (0, 0, 0, 0o100444 << 16, len(files))
        central += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20 | 3 << 8, *facts, *entry) + name.encode()
        files += local + name.encode() + content
    count = len(members)
    return (
        files + central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(central), len(files), 0)
    )


def unpacked(bundle):
    require(bundle, "empty-document")
    require(len(bundle) <= BUNDLE, "too-large")
    try:
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            infos = archive.infolist()
            require(len(infos) <= MEMBERS, "too-many")
            for info in infos:
                regular = stat.S_IFMT(info.external_attr >> 16) in (0, stat.S_IFREG)
                stored = info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1
                require(MEMBER.fullmatch(info.filename) and regular and stored, "unsafe-member")
            require(len({info.filename for info in infos}) == len(infos), "unsafe-member")
            members = {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
        raise Refused("not-a-bundle") from None
    require(packed(members) == bundle, "not-a-bundle")
    return members


def read_index(members):
    """Read the index and take each member that it names, once."""
    require("bundle.json" in members, "member-missing")
    code = "malformed-index"
    told = Members(parse(members.pop("bundle.json")), code)
    require(told.whole("v") == 1, "unknown-version")

    def member(one):
        name, named = one.text("file"), digest(one.text("sha256"))
        require(name in members, "member-missing")
        document = members.pop(name)
        require(sha256(document).hexdigest() == named, "member-changed")
        return document

    index = {"envelopes": told.words("envelopes", digest, MEMBERS)}
    index |= {folder: told.each(folder, member, MEMBERS) for folder in FOLDERS}
    require(len(index["envelopes"]) == len(index["acts"]) > 0, code)
    index["thread"] = told.text("thread")
    instant(told.text("made")), office(told.text("by"))
    index["growth"] = told.each("growth", read_growth, MEMBERS)

    def stamp(one):
        return read_note(one.text("checkpoint", CHECKPOINT).encode()), member(one)

    index["stamps"] = told.each("stamps", stamp, MEMBERS) if "stamps" in told.left else []
    told.end()
    require(not members, "member-unlisted")
    return index


def read_growth(told):
    path = told.list("path", 128)
    require(all(isinstance(step, str) for step in path), told.code)
    path = [from_letters(step, told.code) for step in path]
    return told.text("origin"), told.whole("old"), told.whole("new"), path


def verify_bundle(bundle, pins):
    """The eight steps of a bundle."""
    index = read_index(unpacked(bundle))  # 1
    profiles = {}
    for document in index["profiles"]:  # 2
        claimed = state(part(document, PROFILE)[1][0]["iss"])
        profile = authentic_profile(document, pins.get(claimed))
        require(profile["state"] not in profiles, "malformed-index")
        profiles[profile["state"]] = profile

    def of(who):
        require(who[:2] in profiles, "profile-missing")
        return profiles[who[:2]]

    def key_of(who, name):
        return office_key(of(who), name, who)["key"]

    acts = [read_signed_act(document, key_of) for document in index["acts"]]  # 3
    for place, (act, _) in enumerate(acts):  # 4
        follows(index["thread"], [one for one, _ in acts[:place]], act)
    carried = {envelope: act["digest"] for envelope, (act, _) in zip(index["envelopes"], acts, strict=True)}
    receipts = [
        authentic_receipt(document, of(read_signed(document)[1][0]["iss"]), carried)[0]
        for document in index["receipts"]
    ]  # 5
    witnessed = [
        witness(envelope, act["from"][:2], receipts)
        for envelope, (act, _) in zip(index["envelopes"], acts, strict=True)
    ]
    for (act, signatures), moment in zip(acts, witnessed, strict=True):  # 6
        for one in signatures:
            record = office_key(of(act["from"]), one["kid"], act["from"])
            key_at(record, moment) if moment else key_claimed(record, act["at"])
    stamped(index, receipts, profiles)  # 7
    grown(
        [receipt["note"] for receipt in receipts] + [note for note, _ in index["stamps"]],
        index["growth"],
    )
    manifests = []
    for document in index["manifests"]:  # 8
        manifest, who = signed_manifest(document, key_of)
        naming = [
            moment
            for (act, _), moment in zip(acts, witnessed, strict=True)
            if manifest["digest"] in act["evidence"]
        ]
        require(naming, "stray-manifest")
        for one in read_signed(document)[1]:
            unrevoked(office_key(of(who), one["kid"], who), min(filter(None, naming), default=None))
        manifests.append(manifest["digest"])
    return {
        "thread": index["thread"],
        "acts": [act["digest"] for act, _ in acts],
        "witnessed": [printed(moment) if moment else "" for moment in witnessed],
        "receipts": len(receipts),
        "manifests": manifests,
        "to_compare": {name: name_of(one["root"]) for name, one in profiles.items() if name not in pins},
    }


def witness(envelope, author, receipts):
    """Give when another State than the author's first accepted an envelope, or None."""
    said = [
        one["said"] for receipt in receipts for one in receipt["statements"] if one["said"]["state"] != author
    ]
    accepted = [one["at"] for one in said if (one["envelope"], one["outcome"]) == (envelope, "accepted")]
    return min(map(instant, accepted), default=None)


def stamped(index, receipts, profiles):
    """Require that each time-stamp is over a checkpoint that continues a receipt; the token is for RFC 3161."""
    logs = {profile["log"]["origin"]: profile["log"] for profile in profiles.values()}
    shown = {(receipt["note"]["origin"], receipt["note"]["size"]) for receipt in receipts}
    shown |= {(origin, new) for origin, old, new, _ in index["growth"] if (origin, old) in shown}
    for note, token in index["stamps"]:
        require(note["origin"] in logs and (note["origin"], note["size"]) in shown, "stamp-unproved")
        require(token[:1] == b"\x30", "malformed-stamp")  # an ASN.1 sequence
        log = logs[note["origin"]]
        keys = [log["key"], *(one["key"] for one in log["earlier"])]
        named = {which for name, which, _ in note["signatures"] if name == note["origin"]}
        key = next((key for key in keys if key_id(note["origin"], key, b"\x01") in named), log["key"])
        checked_note(note, key, note["origin"])


def grown(notes, growths):
    roots = {}
    for note in notes:
        root = roots.setdefault((note["origin"], note["size"]), note["root"])
        require(root == note["root"], "forked-record")
    for origin, old, new, path in growths:
        require((origin, old) in roots and (origin, new) in roots, "malformed-index")
        consistency(old, roots[origin, old], new, roots[origin, new], path)


# ---- the vectors: each type of test, by its name -------------------------------------------------------------------


def say_word(given):
    return {"printed": WORDS[given["word"]](given["letters"])}


def say_canonical_json(given):
    parse(given["document"], given.get("limit", DOCUMENT))
    return {}


def say_canonical_form(given):
    return {"canonical": canonical(json.loads(given["document"]))}


def say_verifying_key(given):
    raw = verifying_key(given["letters"])
    return {"raw": sha256(raw).hexdigest(), "name": name_of(raw)}


def say_signature(given):
    verify(verifying_key(given["key"]), given["signature"], given["message"])
    return {}


def say_recipient(given):
    raw = recipient(given["letters"])
    return {"raw": sha256(raw).hexdigest(), "name": name_of(raw)}


def say_sealing_key(given):
    seed = sealing_key(given["letters"])
    return {"seed": seed, "recipient": bech32_of("age1pq", public(seed))}


def say_key_at(given):
    record = {
        "key": verifying_key(given["key"]),
        "since": instant(given["since"]),
        "until": instant(given["until"]),
    }
    record["revoked"] = instant(given["revoked"]) if "revoked" in given else None
    (key_claimed if given.get("claimed") else key_at)(record, instant(given["at"]))
    return {}


def say_profile(given):
    profile = authentic_profile(given["document"], given["pinned"])
    require(profile["serial"] >= given["newest_serial"], "profile-rolled-back")
    in_force(profile, instant(given["at"]))
    return {"state": profile["state"], "serial": profile["serial"]}


def say_speaking_key(given):
    profile, at = authentic_profile(given["profile"], None), instant(given["at"])
    in_force(profile, at)
    key = key_at(office_key(profile, given["name"], given["office"]), at)
    return {"key": "ed25519:" + letters(key)}


def say_succession(given):
    return {"lineage": lineage(given["links"], given["state"], verifying_key(given["root"]))}


def say_application(given):
    return read_application(given["document"])


def say_signed_document(given):
    keys = {name_of(key): key for key in map(verifying_key, given["keys"])}
    payload, signatures = read_signed(given["document"], given.get("limit", DOCUMENT))
    said = verified(payload, signatures, given["typ"], keys.get)
    require(given.get("asked", "Ed25519") in {one["alg"] for one in signatures}, "suite-missing")
    return {"payload": said, "names": [one["kid"] for one in signatures], "issuer": signatures[0]["iss"]}


def say_signed_act(given):
    profiles, at = directory(given["profiles"]), instant(given["at"])
    act, signatures = read_signed_act(
        given["document"], lambda who, name: key_at(office_key(profiles[who[:2]], name, who), at)
    )
    return {"act": act["digest"], "from": act["from"], "names": [one["kid"] for one in signatures]}


def say_thread(given):
    known = [act for act in map(read_act, given["known"]) if act["thread"] == given["thread"]]
    follows(given["thread"], known, read_act(given["act"]))
    return {}


def say_sealed_file(given):
    return {"plaintext": unseal(given["sealed"], [sealing_key(key) for key in given["keys"]])}


def say_detached_file(given):
    file_key, end = open_header(given["header"], [sealing_key(key) for key in given["keys"]])
    require(end == len(given["header"]), BAD_HEADER)
    return {"plaintext": open_payload(file_key, given["payload"])}


def say_envelope(given):
    act, document = open_envelope(
        given["sealed"],
        given["offices"],
        [sealing_key(key) for key in given["keys"]],
        directory(given["profiles"]),
        instant(given["at"]),
        [read_act(written) for written in given["known"]],
        given["asked"],
    )
    return {
        "envelope": sha256(given["sealed"]).hexdigest(),
        "act": act["digest"],
        "from": act["from"],
        "document": sha256(document).hexdigest(),
    }


def say_receipt(given):
    profile, at = authentic_profile(given["profile"], None), instant(given["at"])
    receipt, names = authentic_receipt(given["document"], profile, {given["envelope"]: given["act"]})
    require(instant(receipt["about"]["at"]) - at <= SKEW, "clock-ahead")  # 5
    for name in names:
        key_at(node_key(profile, name), at)
    stated = [(one["said"], one["index"]) for one in receipt["statements"]]
    return {
        "statements": [{"kind": said["kind"], "outcome": said["outcome"], "index": at} for said, at in stated]
    }


def say_manifest(given):
    return {"digest": read_manifest(given["document"])["digest"]}


def say_signed_manifest(given):
    profiles, at = directory(given["profiles"]), instant(given["at"])
    manifest, who = signed_manifest(
        given["document"], lambda who, name: key_at(office_key(profiles[who[:2]], name, who), at)
    )
    return {"digest": manifest["digest"], "office": who}


def say_evidence_tree(given):
    leaves = [evidence_leaf(given["salt"], place, piece) for place, piece in enumerate(given["pieces"])]
    return {"leaves": [leaf.hex() for leaf in leaves], "root": tree_root(leaves).hex()}


def say_piece(given):
    manifest = read_manifest(given["manifest"])
    leaf = evidence_leaf(manifest["salt"], given["index"], given["piece"])
    inclusion(leaf, given["index"], manifest["leaves"], given["path"], manifest["root"])
    return {}


def say_entry(given):
    _, _, named = read_entry(given["document"])
    if "content" in given:
        require(len(given["salt"]) == 32, "malformed-entry")
        require(sha256(given["salt"] + given["content"]).hexdigest() == named, "content-unproved")
    return {"leaf": sha256(b"\0" + given["document"]).hexdigest()}


def say_tree_root(given):
    return {"root": tree_root([sha256(b"\0" + entry).digest() for entry in given["entries"]]).hex()}


def say_inclusion(given):
    inclusion(given["leaf"], given["index"], given["size"], given["path"], given["root"])
    return {}


def say_consistency(given):
    consistency(given["old_size"], given["old_root"], given["new_size"], given["new_root"], given["path"])
    return {}


def say_checkpoint(given):
    key = verifying_key(given["key"])
    note = checked_note(read_note(given["note"]), key, given["origin"])
    line = base64.b64encode(b"\x01" + key).decode("ascii")
    named = key_id(note["origin"], key, b"\x01").hex()
    verifier = f"{note['origin']}+{named}+{line}"
    return {"size": note["size"], "root": note["root"].hex(), "verifier": verifier}


def say_cosignature(given):
    note, key = read_note(given["note"]), verifying_key(given["key"])
    value = signed_by(note, given["name"], key, b"\x04")
    seconds = int.from_bytes(value[:8], "big")
    verify(key, value[8:], f"cosignature/v1\ntime {seconds}\n{note['body']}".encode())
    return {"at": printed(datetime.fromtimestamp(seconds, UTC))}


def say_growth(given):
    growth(read_note(given["older"]), read_note(given["newer"]), given["path"])
    return {}


def say_linked(given):
    linked(read_note(given["known"]), read_note(given["shown"]), given["growths"])
    return {}


def say_fork(given):
    earlier = [verifying_key(one) for one in given.get("earlier", [])]
    return {"origin": read_fork(given["document"], verifying_key(given["key"]), earlier)}


def say_offer(given):
    seen = read_note(given["seen"]) if "seen" in given else None
    return {"size": witnessable(given["body"], seen, verifying_key(given["key"]), given["origin"])}


def say_entries(given):
    return {"entries": read_entries(given["bundle"])}


def say_batch(given):
    return {"envelopes": read_batch(given["body"])}


def say_hop(given):
    asked = {name: given[name] for name in ("to", "method", "path", "range", "body")}
    return {"state": verify_hop(given["fields"], asked, directory(given["profiles"]), instant(given["at"]))}


def say_parcel(given):
    return read_parcel(given["document"], given["to"], directory(given["profiles"]), instant(given["at"]))


def say_refusal(given):
    return {"status": STATUS_OF.get(given["code"], STATUS[given["branch"]])}


def say_answer(given):
    code, receipts, growths = read_answer(given["status"], given["body"])
    return {"code": code, "receipts": len(receipts), "growths": len(growths)}


def say_batch_answer(given):
    answers, growths = read_answers(given["status"], given["body"], given["envelopes"])
    told = [{"code": code, "receipts": len(receipts)} for code, receipts in answers]
    return {"answers": told, "growths": len(growths)}


def say_tile_path(given):
    level, index, width = tile_path(given["path"])
    return {"level": level, "index": index, "width": width}


def say_proof(given):
    told = Members(parse(given["proof"], RECEIPT), "malformed-proof")
    proof = read_proof(told)
    told.end()
    return {"size": proved(given["entry"], proof, verifying_key(given["key"]), given["origin"])["size"]}


def say_directory(given):
    try:
        return followed(given)
    except (AttributeError, KeyError, TypeError):  # a member of the metadata is missing, or of another type
        raise Refused(BAD) from None


def say_bundle(given):
    return verify_bundle(given["bundle"], given["pins"])


SAYS = {
    name.removeprefix("say_").replace("_", "-"): said
    for name, said in globals().items()
    if name.startswith("say_")
}
FORMS = {"text", "hex", "base64url", "parts", "value"}


def read_bytes(form, values):
    """Read bytes as the vectors write them: README.md beside this file."""
    if "parts" in form:
        raw = b"".join(read_bytes(part, values) for part in form["parts"])
    elif "value" in form:
        raw = values[form["value"]]
        raw = raw[form.get("from", 0) : form.get("to", len(raw))]
    elif "hex" in form:
        raw = bytes.fromhex(form["hex"])
    elif "base64url" in form:
        raw = from_letters(form["base64url"], "malformed-vector")
    else:
        raw = form["text"].encode("utf-8")
    return raw * form.get("times", 1)


def decoded(value, values):
    """Read every bytes within a value."""
    if isinstance(value, dict) and value.keys() & FORMS:
        return read_bytes(value, values)
    if isinstance(value, dict):
        return {name: decoded(member, values) for name, member in value.items()}
    return [decoded(member, values) for member in value] if isinstance(value, list) else value


def outcome(kind, given):
    """Give the result of one test, and what it gives or the code of its refusal."""
    try:
        return "valid", SAYS[kind](given)
    except Refused as refusal:
        return "invalid", refusal.code


def run(path):
    """Run one file; give the number of its tests and what is wrong with them."""
    told = json.loads(path.read_text(encoding="utf-8"))
    values = {name: read_bytes(form, {}) for name, form in told.get("values", {}).items()}
    faults, count = [], 0
    for group in told["groups"]:
        for test in group["tests"]:
            count += 1
            given = decoded({**group.get("shared", {}), **test["input"]}, values)
            expected = (
                test["result"],
                decoded(test["gives"], values) if test["result"] == "valid" else test["error"],
            )
            found = outcome(group["type"], given)
            if found != expected:
                faults.append(f"{path.name} {test['id']}: {test['comment']}: {found}, not {expected}")
    if count != told["numberOfTests"]:
        faults.append(f"{path.name}: {count} tests, not {told['numberOfTests']}")
    return count, faults


def main(names):
    """Run the files named, or all."""
    folder = Path(__file__).parent
    paths = [Path(name) for name in names] or sorted(folder.glob("*.json"))
    total, wrong = 0, 0
    for path in paths:
        count, faults = run(path)
        total, wrong = total + count, wrong + len(faults)
        print(f"{path.stem:<20}{count:5} tests  {'agreed' if not faults else str(len(faults)) + ' differ'}")
        for fault in faults:
            print(f"    {fault[:400]}")
    print(f"{'all':<20}{total:5} tests  {'agreed' if not wrong else str(wrong) + ' differ'}")
    return 1 if wrong or not total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
