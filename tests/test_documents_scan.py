"""Scanned reports: read with the optional extra, refused with the way to get it without."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from makers import made_report

from gongkai.annualreport.model import tables_json
from gongkai.annualreport.reading.reader import read_report
from gongkai.annualreport.writing import write
from gongkai.documents.model import Unreadable
from gongkai.documents.scan import is_installed

DOTS_PER_INCH = 200
needs_scan = pytest.mark.skipif(not is_installed(), reason="没有安装扫描件识别组件（make scan）")


def photographed(pdf: bytes) -> bytes:
    """The pages of a PDF as pictures in another PDF, without a text layer."""
    pages = [page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("L") for page in pdfium.PdfDocument(pdf)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS_PER_INCH)
    return out.getvalue()


@pytest.mark.long
@needs_scan
def test_a_scanned_report_is_read_to_the_last_figure():
    truth = made_report(seed=3)
    report = read_report(photographed(write(truth, "pdf")), "扫描.pdf")
    assert tables_json(report) == tables_json(truth)
    assert report.year == truth.year


@pytest.mark.skipif(is_installed(), reason="识别组件已经安装")
def test_without_the_extra_a_picture_is_refused_with_the_way_to_get_it():
    picture = b"\x89PNG\r\n\x1a\n" + bytes(64)
    with pytest.raises(Unreadable) as refusal:
        read_report(picture, "照片.png")
    assert "make scan" in refusal.value.message
