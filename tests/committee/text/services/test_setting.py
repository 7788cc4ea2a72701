"""A PDF is tagged for readers' aids, says its language, and holds the letters of Arabic and Chinese."""

import ctypes.util
import re
import zlib

import pytest

from comity.committee.text.services import setting
from comity.committee.text.services.setting import pdf_of
from comity.errors.interchange import NoTypesetter, PageNotSet

PAGE = (
    '<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>نص</title></head>'
    '<body><h1>المادة 1</h1><p>تتخذ كل دولة طرف التدابير</p><p lang="zh">缔约国应合作。</p>{}</body></html>'
)


PANGO = pytest.mark.skipif(
    ctypes.util.find_library("pangoft2-1.0") is None, reason="Pango is not installed: no PDF is set"
)


@PANGO
def test_a_page_is_set_as_a_tagged_pdf_with_the_fonts_of_its_scripts() -> None:
    heard: list[int] = []
    written = pdf_of(PAGE.format('<p style="break-before: page">x</p>').encode(), heard.append)
    assert heard == [1, 2]
    assert written.startswith(b"%PDF-")
    plain = written + b"".join(
        zlib.decompress(each)
        for each in re.findall(rb"FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", written, re.DOTALL)
    )
    assert b"pdfuaid" in plain
    assert b"/StructTreeRoot" in plain
    assert b"/Lang (ar)" in plain
    fonts = {name.decode() for name in re.findall(rb"/BaseFont /[A-Z]{6}\+([\w-]+)", plain)}
    assert len(fonts) > 1


@pytest.mark.parametrize(("ends", "refusal"), [(3, NoTypesetter), (1, PageNotSet)])
def test_a_process_that_could_not_set_the_page_is_told_by_name(tmp_path, monkeypatch, ends, refusal) -> None:
    writer = tmp_path / "writer.py"
    writer.write_text(f"import sys; sys.stdin.buffer.read(); sys.exit({ends})")
    monkeypatch.setattr(setting, "_WRITER", writer)
    with pytest.raises(refusal):
        pdf_of(b"<p>x</p>")
