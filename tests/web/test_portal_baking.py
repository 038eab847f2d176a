"""The public site as static files: whole, nothing unpublished in it, and a second run writes only what changed."""

from __future__ import annotations

import os
import re
from dataclasses import replace

import pytest
from publishing_walks import WORDS, cleared, published, who

from gongkai.organs.roles import Role
from gongkai.web.portal.baking import run as runs
from gongkai.web.portal.baking.folder import OWN, Folder, Unusable
from gongkai.web.portal.baking.links import Leading, asked_of, is_dynamic, page_address
from gongkai.web.portal.baking.run import Way, bake
from gongkai.web.publishing import services

pytestmark = pytest.mark.usefixtures("open_connection")
WAY = Way()


def baked(root, way=WAY, **also):
    with Folder(root).opened(writing=not way.check) as folder:
        return bake(folder, way, **also)


def everything_in(root):
    return {str(each.relative_to(root)): each.read_bytes() for each in root.rglob("*") if each.is_file()}


def withdraw(county, item):
    services.withdraw(item, by=who(county, Role.FOI_OFFICER), reason="内容有误")


def file_of(root, address):
    return Folder(root).path_of(address)


def test_the_folder_holds_all_that_is_public_and_nothing_else(county, client, tmp_path):
    item = published(county)
    cleared(county, title="尚未公开的标题", document_number="青农发〔2024〕99号", body_html="<p>尚未公开的正文</p>")
    withdraw(county, published(county, title="已经撤下的标题", document_number="青农发〔2024〕98号"))
    root, umask = tmp_path / "site", os.umask(0o077)
    try:
        assert not baked(root).failed
    finally:
        os.umask(umask)
    for address in ("/", "/nongye/", "/nongye/catalogue/", "/items/", "/policies/", item.get_absolute_url()):
        assert WORDS["title"] in file_of(root, address).read_text(encoding="utf-8"), address
    assert file_of(root, "/nongye/feed.atom").read_bytes() == client.get("/nongye/feed.atom").content
    for name in ("sitemap.xml", "robots.txt", "404.html", "nongye/catalogue.csv"):
        assert (root / name).is_file(), name
    assert (root / item.get_absolute_url().strip("/") / "qr.svg").is_file()
    assert list((root / "static").rglob("*.css"))
    lost = []
    for name, data in everything_in(root).items():
        text = data.decode("utf-8", "replace")
        assert "尚未公开的" not in text, name
        assert "已经撤下的标题" not in text, name
        for address in re.findall(r'(?:href|src)="(/[^"#?]*)"', text) if name.endswith(".html") else ():
            path = file_of(root, address)
            if not is_dynamic(address) and not (path and path.is_file()):
                lost.append((name, address))
    assert lost == []  # 每个链接要么是文件，要么由程序回答
    # 网页服务器读得到，不管运行它的人怎样设 umask
    assert (root / "index.html").stat().st_mode & 0o777 == 0o644
    assert (root / "nongye").stat().st_mode & 0o777 == 0o755


def test_a_withdrawn_item_goes_first_and_leaves_its_note(county, tmp_path):
    item, root = published(county, title="后来撤下的标题"), tmp_path / "site"
    baked(root)
    withdraw(county, item)

    def broken(addresses, way):
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        baked(root, many=broken)
    note = file_of(root, item.get_absolute_url())
    assert not note.exists()  # 做到一半断了，撤下的也已经不在
    assert baked(root).withdrawn == 1
    assert "已经撤下" in note.read_text(encoding="utf-8")
    assert not note.with_name("qr.svg").exists()
    assert (root / OWN / "gone.map").read_text(encoding="utf-8") == f'"{item.get_absolute_url()}" 1;\n'
    for name, data in everything_in(root).items():
        assert "后来撤下的标题" not in data.decode("utf-8", "replace"), name


def test_a_run_goes_on_where_one_was_broken_off_and_the_next_writes_only_what_changed(county, tmp_path):
    first, root, asked = published(county), tmp_path / "site", []
    far = published(county, county.other, title="教育局的通知", document_number="青教发〔2024〕1号")

    def watched(addresses, way, most=10):
        for each in addresses:
            if len(asked) == most:
                raise KeyboardInterrupt
            asked.append(each)
            yield runs.made(each, way)

    with pytest.raises(KeyboardInterrupt):
        baked(root, many=watched)
    assert baked(root).left >= 10
    again = baked(root)
    assert (again.written, again.removed, again.asked) == (0, 0, 0)
    assert not baked(root, replace(WAY, check=True)).differs
    published(county, title="农业局的第二件", document_number="青农发〔2024〕13号")
    before = everything_in(root)
    assert baked(root, replace(WAY, check=True)).written
    assert everything_in(root) == before  # 只核对的不写
    asked.clear()
    assert not baked(root, many=lambda addresses, way: watched(addresses, way, -1)).failed
    assert first.get_absolute_url() in asked  # 它的“上一件”变了
    assert far.get_absolute_url() not in asked
    assert "/jiaoyu/catalogue/" not in asked
    assert "农业局的第二件" in file_of(root, "/nongye/catalogue/").read_text(encoding="utf-8")


def test_what_changes_during_a_run_is_made_in_the_same_run_and_what_fails_keeps_its_file(county, tmp_path):
    item, root, told = published(county), tmp_path / "site", []

    def withdraws(addresses, way):
        for each in addresses:
            failing = told and each == "/nongye/"
            yield (each, 500, b"", []) if failing else runs.made(each, way)
            if each == "/nongye/catalogue/" and not told:
                told.append(file_of(root, "/nongye/").read_bytes())
                withdraw(county, item)

    outcome = baked(root, many=withdraws)
    assert outcome.failed == [("/nongye/", 500)]
    assert file_of(root, "/nongye/").read_bytes() == told[0]
    assert WORDS["title"] not in file_of(root, "/nongye/catalogue/").read_text(encoding="utf-8")
    assert "已经撤下" in file_of(root, item.get_absolute_url()).read_text(encoding="utf-8")


def test_a_folder_with_something_else_in_it_is_refused(tmp_path):
    (tmp_path / "thesis.docx").write_text("重要")
    with pytest.raises(Unusable, match="已经有别的文件"), Folder(tmp_path).opened():
        pass
    assert (tmp_path / "thesis.docx").exists()
    with pytest.raises(Unusable, match="不是文件夹"), Folder(tmp_path / "thesis.docx").opened():
        pass


def test_two_runs_at_once_are_refused(tmp_path):
    with (
        Folder(tmp_path / "site").opened(),
        pytest.raises(Unusable, match="另一次"),
        Folder(tmp_path / "site").opened(),
    ):
        pass


def test_a_manifest_that_cannot_be_read_is_told(tmp_path):
    with Folder(tmp_path / "site").opened():
        pass
    (tmp_path / "site" / OWN / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(Unusable, match="读不懂"), Folder(tmp_path / "site").opened():
        pass


@pytest.mark.parametrize(
    "address",
    ["/../secret.html", "/a/../../b.html", "/.gongkai/manifest.json", "/a//b/", "/a\\b/", "/a\0/", f"/{'长' * 100}/"],
)
def test_no_address_leads_out_of_the_folder(tmp_path, address):
    assert Folder(tmp_path).path_of(address) is None


def test_further_pages_of_a_list_are_files_and_filters_go_to_the_application():
    leading = Leading("https://app.example", pages=3)
    given = (
        '<a href="?page=2">2</a><a href="?page=4">4</a><a href="?genre=notice&amp;page=2">通知</a><a href="/search/?q=x">查找</a>'
        '<form method="get" class="search"><a href="https://gov.cn/?page=2">外</a>文字 href="?page=2" 照旧'
    )
    page = leading.page(given, "/nongye/catalogue/page.2/")
    assert '<a href="/nongye/catalogue/page.2/">2</a>' in page
    assert '<a href="https://app.example/nongye/catalogue/?page=4">4</a>' in page
    assert '<a href="https://app.example/nongye/catalogue/?genre=notice&amp;page=2">' in page
    assert '<a href="https://app.example/search/?q=x">' in page
    assert '<form action="https://app.example/nongye/catalogue/" method="get"' in page
    assert '<a href="https://gov.cn/?page=2">外</a>文字 href="?page=2" 照旧' in page
    assert leading.found == {"/nongye/catalogue/page.2/"}


def test_the_address_of_a_further_page_is_asked_for_as_the_page_that_it_is():
    assert asked_of(page_address("/items/", 3)) == ("/items/", "page=3")
    assert asked_of(page_address("/items/", 1)) == ("/items/", "")
