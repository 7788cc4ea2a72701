"""The name of a key."""

import pytest

from comity.errors.identity import MalformedKeyId
from comity.foundation.identity import KeyId


def test_a_key_is_named_by_half_its_sha256() -> None:
    assert KeyId.of(b"") == "e3b0c44298fc1c149afbf4c8996fb924"


@pytest.mark.parametrize(
    "text", ["", "e3b0", "E3B0C44298FC1C149AFBF4C8996FB924", "e3b0c44298fc1c149afbf4c8996fb924\n"]
)
def test_anything_else_is_no_name(text: str) -> None:
    with pytest.raises(MalformedKeyId):
        KeyId(text)
