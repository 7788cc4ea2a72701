"""The program that sets a page reaches for nothing, and says where its libraries are missing."""

import ctypes.util
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

import comity.committee.text.services.setting

PROGRAM = Path(comity.committee.text.services.setting.__file__).with_name("typesetter.py")
SECRET = b"never to be read " * 9
WITHOUT = """
import runpy, sys
class Missing:
    def find_spec(self, name, *_more):
        if name == "weasyprint":
            raise OSError("pango")
sys.meta_path.insert(0, Missing())
runpy.run_path(sys.argv[1], run_name="__main__")
"""


@pytest.mark.skipif(
    ctypes.util.find_library("pangoft2-1.0") is None, reason="Pango is not installed: no PDF is set"
)
def test_nothing_is_fetched_whatever_a_page_asks_for(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_bytes(SECRET)
    page = (
        f'<html lang="en"><head><title>A</title><link rel="attachment" href="{secret.as_uri()}"></head>'
        f'<body><p>Words.</p><img src="{secret.as_uri()}" alt="none"></body></html>'
    )
    done = subprocess.run(
        [sys.executable, "-I", str(PROGRAM)], input=page.encode(), capture_output=True, check=True
    )
    assert done.stdout.startswith(b"%PDF-")
    told = [done.stdout]
    for each in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", done.stdout, re.DOTALL):
        try:
            told.append(zlib.decompress(each))
        except zlib.error:
            told.append(each)
    assert not any(SECRET in each for each in told)


def test_where_the_libraries_are_missing_it_ends_with_three() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", WITHOUT, str(PROGRAM)], input=b"", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (3, b"")
