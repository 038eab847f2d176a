"""The OFD on trial: a whole package, every character with its place, and the figures read back by an independent reader."""

import io
import re
import zipfile

import pytest
from lxml import etree
from makers import made_report

from gongkai.annualreport.writing import write

SPACE = {"o": "http://www.ofdspec.org/2016"}


@pytest.fixture(scope="module")
def report():
    return made_report(seed=5)


@pytest.fixture(scope="module")
def ofd(report):
    return write(report, "ofd")


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def test_every_page_and_font_that_is_named_is_there(ofd):
    found = parts(ofd)
    assert found["OFD.xml"].findtext(".//o:DocRoot", namespaces=SPACE) == "Doc_0/Document.xml"
    for page in found["Doc_0/Document.xml"].iterfind(".//o:Page", SPACE):
        assert f"Doc_0/{page.get('BaseLoc')}" in found
    fonts = {font.get("ID") for font in found["Doc_0/PublicRes.xml"].iterfind(".//o:Font", SPACE)}
    used = {text.get("Font") for part in found.values() for text in part.iterfind(".//o:TextObject", SPACE)}
    assert used <= fonts


def test_ids_are_unique_and_every_character_has_its_place(ofd):
    found = parts(ofd)
    ids = [each.get("ID") for part in found.values() for each in part.iter() if each.get("ID")]
    assert len(ids) == len(set(ids))
    for part in found.values():
        for code in part.iterfind(".//o:TextCode", SPACE):
            assert len((code.get("DeltaX") or "").split()) == len(code.text) - 1


def test_an_independent_reader_finds_every_figure_in_its_row(report, ofd):
    ofdkit = pytest.importorskip("ofdkit", reason="没有安装独立的 OFD 读取程序 ofdkit")
    with ofdkit.open(io.BytesIO(ofd)) as document:
        text = document.text()
    rows = {row.key: row.label for _, row in report.tables["applications"].scheme.lines}
    columns = report.tables["applications"].scheme.parts[0].columns
    figures = [[str(report.value(f"applications.{key}.{column.key}")) for column in columns] for key in rows]
    lines = [re.findall(r"(?<!\S)\d+(?!\S)", line) for line in text.splitlines()]
    assert [line for line in lines if len(line) == 7] == figures
