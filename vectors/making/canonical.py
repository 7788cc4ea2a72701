"""Canonical JSON: the one form, and every way to miss it."""

from vectors.making.forms import Case, File, Group

_SORTED = b'{"\\r":"carriage return","1":"one","\xc2\x80":"control","\xc3\xb6":"o with two dots","\xe2\x82\xac":"euro",'
_SORTED += b'"\xf0\x9f\x98\x80":"a face","\xef\xac\xb3":"hebrew dalet"}'


def file() -> File:
    """Give the file."""
    return File(
        "canonical",
        "act-and-envelope",
        (
            Group("canonical-json", (*_valid(), *_malformed(), *_second_forms(), *_numbers())),
            Group("canonical-form", _forms()),
        ),
    )


def _valid() -> list[Case]:
    documents = (
        ("an object with nothing", b"{}"),
        ("a list with nothing", b"[]"),
        ("every kind of value", b'{"a":[true,false,null],"b":{"c":-1},"d":"\xe2\x82\xac"}'),
        ("the largest whole number", b"9007199254740991"),
        ("the smallest whole number", b"-9007199254740991"),
        ("names in the order of their UTF-16 units, not of their characters", _SORTED),
        ("the short escapes", b'"\\b\\t\\n\\f\\r\\"\\\\"'),
        ("other control characters in lower-case hexadecimal", b'"\\u0000\\u001f"'),
        ("characters that need no escape", b'"/\x7f\xe2\x80\xa8\xf0\x9f\x98\x80"'),
        ("an empty name and an empty text", b'{"":""}'),
        ("brackets thirty-two deep", b"[" * 32 + b"]" * 32),
        ("brackets inside a text are no depth", b'"' + b"[" * 40 + b'"'),
    )
    return [Case(comment, {"document": document}, ("Canonical",)) for comment, document in documents]


def _malformed() -> list[Case]:
    documents = (
        ("nothing at all", b"", "empty-document", "Empty"),
        ("not JSON", b"{a:1}", "not-json", "NotJson"),
        ("an end is missing", b'{"a":1', "not-json", "NotJson"),
        ("something follows the end", b"{}{}", "not-json", "NotJson"),
        ("a byte order mark", b"\xef\xbb\xbf{}", "not-json", "NotJson"),
        ("a comma before the end", b"[1,]", "not-json", "NotJson"),
        ("a control character in a text", b'"\n"', "not-json", "NotJson"),
        ("not UTF-8", b'"\xff"', "invalid-text", "InvalidText"),
        ("UTF-8 in a longer form than needed", b'"\xc0\xaf"', "invalid-text", "InvalidText"),
        ("a surrogate in UTF-8", b'"\xed\xa0\x80"', "invalid-text", "InvalidText"),
        ("half of a pair of surrogates, escaped", b'"\\ud83d"', "invalid-text", "InvalidText"),
        ("a name twice", b'{"a":1,"a":1}', "duplicate-name", "DuplicateName"),
        ("a name twice, once escaped", b'{"a":1,"\\u0061":2}', "duplicate-name", "DuplicateName"),
        ("a name twice, deep inside", b'[{"b":{"a":1,"a":2}}]', "duplicate-name", "DuplicateName"),
        ("brackets thirty-three deep", b"[" * 33 + b"]" * 33, "too-deep", "TooDeep"),
        ("objects thirty-three deep", b'{"a":' * 33 + b"1" + b"}" * 33, "too-deep", "TooDeep"),
        ("brackets without end", b"[" * 5000, "too-deep", "TooDeep"),
    )
    return [Case(comment, {"document": document}, (flag,), code) for comment, document, code, flag in documents]


def _second_forms() -> list[Case]:
    documents = (
        ("a blank after a colon", b'{"a": 1}'),
        ("a line feed at the end", b"{}\n"),
        ("a blank before", b" {}"),
        ("names out of order", b'{"b":1,"a":2}'),
        (
            "names in the order of characters instead of UTF-16 units",
            b'{"\xef\xac\xb3":1,"\xf0\x9f\x98\x80":2}',
        ),
        ("an escape that is not needed", b'"\\u0061"'),
        ("an escaped stroke", b'"\\/"'),
        ("an escape in capitals", b'"\\u001F"'),
        ("a long escape where a short one exists", b'"\\u000a"'),
        ("a character outside ASCII escaped", b'"\\u20ac"'),
        ("minus zero", b"-0"),
    )
    return [
        Case(comment, {"document": document}, ("SecondForm",), "not-canonical")
        for comment, document in documents
    ]


def _numbers() -> list[Case]:
    documents = (
        ("a fraction", b"1.5"),
        ("a whole number written as a fraction", b"1.0"),
        ("an exponent", b"1e2"),
        ("over the largest whole number", b"9007199254740992"),
        ("below the smallest whole number", b"-9007199254740992"),
        ("a number of a thousand digits", b"1" * 1000),
        ("not a number", b"NaN"),
        ("infinity", b"[-Infinity]"),
    )
    return [
        Case(comment, {"document": document}, ("Number",), "number-refused") for comment, document in documents
    ]


def _forms() -> list[Case]:
    documents = (
        ("blanks go", b'{ "a" : [ 1 , 2 ] }'),
        ("names are sorted at every depth", b'{"b":{"d":1,"c":2},"a":3}'),
        ("escapes become short or go", b'"\\u0041\\u000a\\/\\u20ac"'),
        ("names are sorted by UTF-16 units", _SORTED[:-1] + b',"0":"zero"}'),
    )
    return [Case(comment, {"document": document}, ("Writing",)) for comment, document in documents]
