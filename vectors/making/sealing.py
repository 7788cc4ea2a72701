"""Sealed files: age v1 with recipients of one kind, header and payload, and what may happen to them."""

import base64
from collections.abc import Iterator
from hashlib import sha256

from vectors.making import age
from vectors.making.forms import Case, File, Group
from vectors.making.parties import sealing

_NONCE = sha256(b"nonce of the payload").digest()[:16]
_SEALED_CHUNK = age.CHUNK + 16
_LINE = 64


def file() -> File:
    """Give the file."""
    mine, theirs = sealing("XA central"), sealing("XB central")
    own = age.header([age.stanza(mine)])
    both = age.header([age.stanza(mine), age.stanza(theirs)])
    keys = {"keys": [str(mine)]}
    short = own + age.payload(b"what was sealed", _NONCE)
    long = own + age.payload(_three_chunks(), _NONCE)
    values = {
        "sealed for one": short,
        "sealed for two": both + age.payload(b"what was sealed", _NONCE),
        "three chunks": long,
    }
    return File(
        "sealing",
        "sealing",
        (
            Group("sealed-file", list(_opens(own, both)), keys),
            Group("sealed-file", list(_keys(short)), {}),
            Group("sealed-file", list(_headers(short, both)), keys),
            Group("sealed-file", list(_payloads(own, short, long)), keys),
            Group("detached-file", list(_detached(own, both)), keys),
        ),
        values,
    )


def _three_chunks() -> bytes:
    return b"\0" * (2 * age.CHUNK + 100)  # zeros, so that the plaintext of a vector is told in one line


def _opens(own: bytes, both: bytes) -> Iterator[Case]:
    for comment, header, plaintext in (
        ("sealed for one", own, b"what was sealed"),
        ("sealed for two", both, b"what was sealed"),
        ("nothing was sealed", own, b""),
        ("one whole chunk", own, b"\0" * age.CHUNK),
        ("one byte more than a chunk", own, b"\0" * (age.CHUNK + 1)),
        ("three chunks", own, _three_chunks()),
    ):
        yield Case(comment, {"sealed": header + age.payload(plaintext, _NONCE)}, ("Sealed",))


def _keys(short: bytes) -> Iterator[Case]:
    mine, stranger = str(sealing("XA central")), str(sealing("a stranger"))
    yield Case("another key beside the right one", {"sealed": short, "keys": [stranger, mine]}, ("Sealed",))
    yield Case("the key of a stranger", {"sealed": short, "keys": [stranger]}, ("WrongKey",), "wrong-key")
    yield Case("no key", {"sealed": short, "keys": []}, ("Empty",), "no-keys")


def _headers(short: bytes, both: bytes) -> Iterator[Case]:
    mine = sealing("XA central")
    stanza, begin = age.stanza(mine), len(age.header([age.stanza(mine)]))
    rest = short[begin:]
    top, argument, body = age.VERSION, stanza.split(b" ")[2].split(b"\n")[0], stanza.split(b"\n")[1]
    raw = base64.b64decode(argument + b"==")
    mac = short[:begin].rindex(b"--- ")
    classical = b"-> X25519 " + age.base64_(bytes(range(32))) + b"\n" + age.base64_(bytes(32)) + b"\n"
    grease = b"-> x-grease one two\n" + age.base64_(b"nothing") + b"\n"
    no_share = age.written(b"mlkem768x25519", raw[:-32] + bytes(32), bytes(32))
    short_body = age.written(b"mlkem768x25519", raw, bytes(31))

    def sealed(*stanzas: bytes) -> bytes:
        return age.header(stanzas) + rest

    facts: tuple[tuple[str, bytes, str, str], ...] = (
        ("nothing at all", b"", "Empty", "empty-file"),
        ("another version", short.replace(b"/v1\n", b"/v2\n", 1), "Suite", "malformed-header"),
        (
            "in letters, as for a text message",
            b"-----BEGIN AGE ENCRYPTED FILE-----\n",
            "SecondForm",
            "armoured-file",
        ),
        ("a line ends with CR LF", short.replace(b"/v1\n", b"/v1\r\n", 1), "SecondForm", "malformed-header"),
        ("no stanza", sealed(), "Empty", "malformed-header"),
        ("the header ends in the middle", short[: begin - 60], "Cut", "malformed-header"),
        ("a classical recipient beside ours", sealed(stanza, classical), "Suite", "unknown-stanza"),
        ("only a classical recipient", sealed(classical), "Suite", "unknown-stanza"),
        ("a stanza that age would skip", sealed(grease, stanza), "Suite", "unknown-stanza"),
        (
            "a second argument",
            short.replace(argument + b"\n", argument + b" x\n", 1),
            "SecondForm",
            "malformed-header",
        ),
        (
            "the encapsulation with padding",
            short.replace(argument, argument + b"=", 1),
            "SecondForm",
            "malformed-header",
        ),
        (
            "an encapsulation that is a byte too short",
            sealed(age.written(b"mlkem768x25519", raw[:-1], bytes(32))),
            "Cut",
            "malformed-header",
        ),
        ("an enclosed key that is a byte too short", sealed(short_body), "Cut", "malformed-header"),
        (
            "bits to spare that are not zero",
            short.replace(body + b"\n", body[:-1] + _next(body[-1:]) + b"\n", 1),
            "SecondForm",
            "malformed-header",
        ),
        (
            "a body wrapped too early",
            short.replace(body, body[:20] + b"\n" + body[20:], 1),
            "SecondForm",
            "malformed-header",
        ),
        ("no blank before the MAC", short[:mac] + b"---" + short[mac + 4 :], "SecondForm", "malformed-header"),
        ("the MAC is a letter too short", short[: begin - 2] + short[begin - 1 :], "Cut", "malformed-header"),
        ("the curve share is zero", sealed(no_share), "WeakKey", "malformed-header"),
        ("a flipped bit in the lattice share", _flip(short, len(top) + 40), "FlippedByte", "wrong-key"),
        ("a flipped bit in the enclosed key", _flip(short, mac - 20), "FlippedByte", "wrong-key"),
        ("a flipped letter in the MAC", _flip(short, mac + 10), "FlippedByte", "header-mac-wrong"),
        ("another's stanza was taken out", _without_second(both) + rest, "HeaderChanged", "header-mac-wrong"),
        (
            "a stanza was put in",
            short[:mac] + age.stanza(sealing("XB central")) + short[mac:],
            "HeaderChanged",
            "header-mac-wrong",
        ),
        ("twenty-one stanzas", sealed(*[stanza] * 21), "Edge", "too-many-recipients"),
    )
    yield Case("twenty stanzas", {"sealed": sealed(*[stanza] * 20)}, ("Edge",))
    for comment, document, flag, code in facts:
        yield Case(comment, {"sealed": document}, (flag,), code)


def _detached(own: bytes, both: bytes) -> Iterator[Case]:
    payload = age.payload(b"what was sealed", _NONCE)
    other_key = sha256(b"another file key").digest()[:16]
    other = age.header([age.stanza(sealing("XA central"), other_key)], other_key)
    yield Case("a header apart from its payload", {"header": own, "payload": payload}, ("Sealed",))
    yield Case("the header was written anew for two", {"header": both, "payload": payload}, ("Sealed",))
    for comment, header, rest, flag, code in (
        ("the header of another file", other, payload, "Swapped", "end-unproved"),
        ("something follows the header", own + b"\0", payload, "Trailing", "malformed-header"),
        ("no header", b"", payload, "Empty", "malformed-header"),
        ("no payload", own, b"", "Empty", "file-cut"),
        ("the header stands before the payload too", own, own + payload, "Trailing", "end-unproved"),
    ):
        yield Case(comment, {"header": header, "payload": rest}, (flag,), code)


def _without_second(both: bytes) -> bytes:
    second = age.stanza(sealing("XB central"))
    return both[: both.index(b"--- ")].replace(second, b"") + both[both.index(b"--- ") :]


def _next(letter: bytes) -> bytes:
    return bytes([letter[0] + 1])


def _flip(raw: bytes, place: int) -> bytes:
    letter = b"A" if raw[place : place + 1] != b"A" else b"Q"
    return raw[:place] + letter + raw[place + 1 :]


def _payloads(own: bytes, short: bytes, long: bytes) -> Iterator[Case]:
    begin = len(own) + 16
    first, second = begin + _SEALED_CHUNK, begin + 2 * _SEALED_CHUNK
    swapped = long[:begin] + long[first:second] + long[begin:first] + long[second:]
    empty_last = own + _with_empty_last()
    facts: tuple[tuple[str, bytes, str, str], ...] = (
        ("a flipped byte in the only chunk", _bit(short, begin + 2), "FlippedByte", "end-unproved"),
        ("a flipped byte in the nonce", _bit(short, begin - 1), "FlippedByte", "end-unproved"),
        ("a flipped byte in the tag", _bit(short, len(short) - 1), "FlippedByte", "end-unproved"),
        ("a flipped byte in the first chunk", _bit(long, begin + 5), "FlippedByte", "chunk-altered"),
        ("a flipped byte in the last chunk", _bit(long, second + 5), "FlippedByte", "end-unproved"),
        ("two chunks changed places", swapped, "Swapped", "chunk-swapped"),
        ("cut between two chunks", long[:second], "Cut", "file-cut"),
        ("cut inside a chunk", long[: second - 100], "Cut", "end-unproved"),
        ("cut inside the last tag", long[: second + 10], "Cut", "end-unproved"),
        ("cut inside the nonce", own + short[len(own) : len(own) + 8], "Cut", "file-cut"),
        ("only the header is left", own, "Cut", "file-cut"),
        ("a byte was added", short + b"\0", "Trailing", "end-unproved"),
        ("an empty last chunk after a whole one", empty_last, "Empty", "empty-last-chunk"),
    )
    for comment, document, flag, code in facts:
        yield Case(comment, {"sealed": document}, (flag,), code)


def _bit(raw: bytes, place: int) -> bytes:
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def _with_empty_last() -> bytes:
    whole = age.payload(b"\0" * (age.CHUNK + 1), _NONCE)
    return whole[: 16 + _SEALED_CHUNK] + age.empty_last(1, _NONCE)
