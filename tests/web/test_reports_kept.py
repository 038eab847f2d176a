"""Reports kept by an organ: read, checked, kept, approved by another person, shown to the public, corrected, withdrawn."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.annualreport.exchange import report_from_json
from gongkai.annualreport.model import State
from gongkai.annualreport.reading.reader import read_report
from gongkai.demo import clean_report, sources
from gongkai.documents.model import Unreadable
from gongkai.organs.roles import Role
from gongkai.web.annualreport.access import KEPT_POLICY
from gongkai.web.annualreport.models import KeptReport, ReportState
from gongkai.web.annualreport.services import keeping, release
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from tests.web.conftest import County, make_person, signed_in, verified

S = ReportState


def by(county: County, role: Role, organ: Any = None) -> Any:
    where = organ or county.bureau
    return acting(county.person(role, where), where)


def uploaded(
    county: County, path: Any = None, *, own: bool = True, data: bytes | None = None, **more: Any
) -> KeptReport:
    path = path or clean_report()
    file = io.BytesIO(path.read_bytes() if data is None else data)
    kept, _ = keeping.keep_upload(
        file, path.name, by=by(county, Role.FOI_OFFICER), organ=county.bureau, own=own, **more
    )
    return kept


def released(county: County, kept: KeptReport) -> KeptReport:
    keeping.keep(kept, by=by(county, Role.FOI_OFFICER))
    release.submit_report(kept, by=by(county, Role.FOI_OFFICER))
    return release.publish_report(kept, by=by(county, Role.LEADING_GROUP))


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_a_kept_report_holds_every_cell_that_the_engine_reads(county, path):
    kept = uploaded(county, path, own=False)
    ours, theirs = kept.report, read_report(path.read_bytes(), path.name)
    for key, table in theirs.tables.items():
        for at in table.scheme.addresses if table else ():
            assert (ours.value(at), ours.cell(at).state) == (theirs.value(at), theirs.cell(at).state), (key, at)
    assert kept.state == S.READ
    assert [event.move for event in events_of(kept)] == ["read_report_file"]


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_the_public_page_shows_every_statutory_cell_and_no_finding(client, county, path):
    from lxml import html

    kept = uploaded(county, path)
    released(county, kept)
    page = client.get(reverse("portal:annual_report", args=[county.bureau.code, kept.year]))
    assert page.status_code == 200
    shown = {
        cell.get("data-cell"): cell.text_content().strip()
        for cell in html.fromstring(page.content).xpath("//td[@data-cell]")
    }
    report = kept.report
    for table in report.tables.values():
        for at in table.scheme.addresses if table else ():
            cell = report.cell(at)
            if cell.state is State.VALUE:
                assert shown[at].replace("，", "") and float(
                    shown[at].removesuffix("万元").removesuffix("元")
                ) == float(cell.value)
            elif at in shown:
                assert not any(sign.isdigit() for sign in shown[at])
    text = page.content.decode()
    for finding in kept.findings:
        assert finding["message"] not in text
    for tag in ("ArticleTitle", "PubDate", "ContentSource", "ColumnName", "Url"):
        assert f'name="{tag}"' in text
    assert "style=" not in text


@pytest.mark.parametrize("to", ["docx", "pdf", "html", "xlsx", "json", "md"])
def test_every_download_reads_back_the_same(client, county, to):
    kept = released(county, uploaded(county))
    answer = client.get(reverse("portal:annual_report_file", args=[county.bureau.code, kept.year, 1, to]))
    assert answer.status_code == 200
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")
    back = read_report(answer.content, f"x.{to}")
    for table in kept.report.tables.values():
        for at in table.scheme.addresses:
            assert back.value(at) == kept.report.value(at), at
    again = client.get(reverse("portal:annual_report_file", args=[county.bureau.code, kept.year, 1, to]))
    assert again.content == answer.content


def test_a_report_is_public_only_when_another_person_approved_it(client, county):
    kept = uploaded(county)
    address = reverse("portal:annual_report", args=[county.bureau.code, kept.year])
    keeping.keep(kept, by=by(county, Role.FOI_OFFICER))
    release.submit_report(kept, by=by(county, Role.FOI_OFFICER))
    assert client.get(address).status_code == 404
    with pytest.raises(ValidationError, match="不能自己批准"):
        release.publish_report(kept, by=by(county, Role.FOI_OFFICER))
    release.publish_report(kept, by=by(county, Role.LEADING_GROUP))
    assert client.get(address).status_code == 200
    listed = client.get(reverse("portal:annual_reports", args=[county.bureau.code])).content.decode()
    assert kept.title in listed


def test_approving_needs_the_second_factor(client, county):
    kept = uploaded(county)
    keeping.keep(kept, by=by(county, Role.FOI_OFFICER))
    release.submit_report(kept, by=by(county, Role.FOI_OFFICER))
    address = reverse("workbench:act_on_report", args=[kept.pk, "approve"])
    assert client.post(address).status_code == 302
    answer = signed_in(client, county.person(Role.LEADING_GROUP)).post(address)
    assert answer.status_code == 302 and "next=" in answer["Location"]
    kept.refresh_from_db()
    assert kept.state == S.SUBMITTED
    verified(client, county.person(Role.LEADING_GROUP)).post(address)
    kept.refresh_from_db()
    assert kept.state == S.PUBLISHED


def altered(figure: int) -> bytes:
    """The clean report with another overview."""
    text = clean_report().read_text(encoding="utf-8")
    return text.replace("2024年", "2024 年", figure).encode()


def test_a_correction_is_a_new_version_and_the_former_one_stays_readable(client, county):
    first = released(county, uploaded(county))
    with pytest.raises(ValidationError, match="更正了什么"):
        uploaded(county, data=altered(1), corrects=first)
    with pytest.raises(ValidationError, match="完全相同"):
        uploaded(county, corrects=first, note="改错")
    second = released(county, uploaded(county, data=altered(1), corrects=first, note="改正总体情况的一处文字。"))
    first.refresh_from_db()
    assert (first.state, second.state, second.version) == (S.REPLACED, S.PUBLISHED, 2)
    page = client.get(reverse("portal:annual_report", args=[county.bureau.code, 2024])).content.decode()
    assert "改正总体情况的一处文字。" in page and "第1版" in page
    old = client.get(reverse("portal:annual_report_version", args=[county.bureau.code, 2024, 1])).content.decode()
    assert "更正以前的版本" in old


def test_a_published_report_is_not_published_twice_without_a_correction(county):
    released(county, uploaded(county))
    other = uploaded(county, data=altered(2))
    keeping.keep(other, by=by(county, Role.FOI_OFFICER))
    with pytest.raises(ValidationError, match="已经公布"):
        release.submit_report(other, by=by(county, Role.FOI_OFFICER))


def test_a_withdrawn_report_says_so_and_gives_no_file(client, county):
    kept = released(county, uploaded(county))
    release.withdraw_report(kept, by=by(county, Role.LEADING_GROUP), note="数据有误，核实后重新公布。")
    page = client.get(reverse("portal:annual_report", args=[county.bureau.code, 2024])).content.decode()
    assert "已经撤回" in page and "核实后重新公布" in page and "data-cell" not in page
    answer = client.get(reverse("portal:annual_report_file", args=[county.bureau.code, 2024, 1, "docx"]))
    assert answer.status_code == 404


def test_the_report_of_another_organ_is_kept_but_never_published_here(county):
    path = next(each for each in sources() if "郑州" in each.name)
    kept = uploaded(county, path, own=False)
    keeping.keep(kept, by=by(county, Role.FOI_OFFICER))
    assert (kept.organ_name, kept.subject_organ) == ("郑州市工业和信息化局", None)
    with pytest.raises(ValidationError, match="其他机关的年报"):
        release.submit_report(kept, by=by(county, Role.FOI_OFFICER))


def test_the_same_file_is_kept_once(county):
    first = uploaded(county)
    again, fresh = keeping.keep_upload(
        io.BytesIO(clean_report().read_bytes()), "另一个名字.json", by=by(county, Role.FOI_OFFICER), organ=county.bureau, own=True
    )  # fmt: skip
    assert (again.pk, fresh) == (first.pk, False)


def test_the_kept_report_of_the_year_before_is_used_for_the_checks(county):
    before = uploaded(county)
    keeping.keep(before, by=by(county, Role.FOI_OFFICER))
    data = clean_report().read_text(encoding="utf-8").replace("2024", "2025").encode()
    kept = uploaded(county, data=data)
    assert kept.prior == before
    assert any(
        each["code"] == "T3-CARRY" or each["code"].startswith(("Y-", "T2-FLOW", "T3-")) for each in kept.findings
    )


def test_what_came_later_is_used_when_checked_again(county):
    data = clean_report().read_text(encoding="utf-8").replace("2024", "2025").encode()
    kept = uploaded(county, data=data)
    assert kept.prior is None
    before = uploaded(county)
    keeping.keep(before, by=by(county, Role.FOI_OFFICER))
    assert keeping.recheck(kept, by=by(county, Role.FOI_OFFICER)).prior == before


def test_what_is_not_kept_is_removed_with_its_file(county, django_capture_on_commit_callbacks):
    from django.core.files.storage import default_storage

    kept = uploaded(county)
    assert default_storage.exists(kept.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        keeping.discard(kept, by=by(county, Role.FOI_OFFICER))
    assert not default_storage.exists(kept.file.name)
    again = uploaded(county)
    assert again.pk != kept.pk


def test_another_organ_sees_neither_report_nor_file(client, county):
    kept = uploaded(county)
    stranger = signed_in(client, county.person(Role.FOI_OFFICER, county.other))
    for address in (
        reverse("workbench:kept_report", args=[kept.pk]),
        reverse("workbench:report_beside", args=[kept.pk]),
        reverse("workbench:kept_report_file", args=[kept.pk, "original"]),
    ):
        assert stranger.get(address).status_code == 404
    assert stranger.post(reverse("workbench:act_on_report", args=[kept.pk, "keep"])).status_code == 404
    assert kept.title not in stranger.get(reverse("workbench:kept_reports")).content.decode()


def test_the_office_above_sees_what_was_published_and_not_what_is_being_prepared(county):
    office = county.person(Role.SUPERVISING_OFFICE, county.government)
    kept = uploaded(county)
    assert not KEPT_POLICY.visible(office, KeptReport.objects.all()).exists()
    released(county, kept)
    assert KEPT_POLICY.visible(office, KeptReport.objects.all()).get() == kept


# --- uploads through the page -----------------------------------------------------------------------------------------


def post(client: Client, county: County, name: str, data: bytes, whose: str = "own") -> Any:
    signed_in(client, county.person(Role.FOI_OFFICER))
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("workbench:upload_report"), {"file": file, "whose": whose, "note": "邮件收到"})


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", b"<w:t>" + b"0" * (400 * 1024 * 1024))
    return made.getvalue()


NASTY = {
    "empty.docx": (b"", "空"),
    "程序.docx": (b"MZ\x90\x00" + bytes(range(256)) * 40, "认不出"),
    "picture.pdf": (b"\x89PNG\r\n\x1a\n" + b"0" * 200, ""),
    "packed.zip": (b"PK\x05\x06" + b"\0" * 18, "压缩"),
    "page.html": (
        "<html><body><h1>关于放假的通知</h1><p>各科室：国庆节放假七天。</p></body></html>".encode(),
        "不是年度报告",
    ),
    "broken.pdf": (b"%PDF-1.7\n1 0 obj << /Type /Catalog", ""),
    "bad.json": (b'{"schema": "gongkai.report/1"', ""),
}


@pytest.mark.parametrize("name", NASTY)
def test_what_cannot_be_read_is_answered_in_words_and_nothing_typed_is_lost(client, county, name):
    data, words = NASTY[name]
    page = post(client, county, name, data)
    text = page.content.decode()
    assert page.status_code == 422
    assert words in text and "邮件收到" in text and "Traceback" not in text
    assert "field-error" in text
    assert not KeptReport.objects.exists()


def test_a_zip_bomb_is_refused_within_bounds(client, county):
    page = post(client, county, "年报.docx", bomb())
    assert page.status_code == 422
    assert not KeptReport.objects.exists()


def test_a_file_over_the_limit_is_refused_by_its_size(client, county, settings):
    settings.UPLOAD_LIMIT_MB = 1
    page = post(client, county, "年报.docx", b"PK" + b"0" * (1024 * 1024 + 1))
    assert page.status_code == 422 and "超过1兆字节" in page.content.decode()
    with pytest.raises(Unreadable, match="超过1兆字节"):
        uploaded(county, data=b"0" * (1024 * 1024 + 1))


def test_no_file_at_all_is_answered_beside_the_field(client, county):
    signed_in(client, county.person(Role.FOI_OFFICER))
    page = client.post(reverse("workbench:upload_report"), {"whose": "own"})
    assert page.status_code == 422 and "请选择要上传的年报文件" in page.content.decode()


def malicious() -> bytes:
    path = next(each for each in sources() if each.suffix == ".html")
    text = path.read_text(encoding="utf-8")
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;\"'&gt;"
    text = text.replace("</p>", f"{evil}</p><script>alert(3)</script>")
    return text.replace("<td>0</td>", f"<td>{evil}</td>", 3).encode()


def test_script_in_a_report_stays_text_everywhere(client, county):
    page = post(client, county, '<img src=x onerror="alert(9)">.html', malicious())
    kept = KeptReport.objects.get()
    assert page.status_code == 302
    assert "<" not in kept.file_name
    pages = [
        client.get(reverse("workbench:kept_report", args=[kept.pk])),
        client.get(reverse("workbench:report_beside", args=[kept.pk])),
    ]
    released(county, kept)
    pages.append(client.get(kept.public_url if kept.state == S.PUBLISHED else KeptReport.objects.get().public_url))
    for each in pages:
        text = each.content.decode()
        assert each.status_code == 200
        assert "<script>alert" not in text and "<img src=x" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_the_annotated_page_links_each_marked_cell_to_its_finding_and_the_source(client, county):
    from lxml import html

    path = next(each for each in sources() if "环翠" in each.name)
    kept = uploaded(county, path, own=False)
    signed_in(client, county.person(Role.AUDITOR))
    page = html.fromstring(client.get(reverse("workbench:kept_report", args=[kept.pk])).content)
    ids = set(page.xpath("//@id"))
    links = [link[1:] for link in page.xpath("//td//a/@href") if link.startswith("#finding-")]
    assert links and set(links) <= ids
    assert {f"finding-{number}" for number in range(1, len(kept.findings) + 1)} <= ids
    beside = html.fromstring(client.get(reverse("workbench:report_beside", args=[kept.pk])).content)
    ids = set(beside.xpath("//@id"))
    to_source = [link[1:] for link in beside.xpath("//td//a/@href") if link.startswith("#source-")]
    assert len(to_source) > 150 and set(to_source) <= ids


def test_an_unknown_action_or_a_form_without_a_reason_is_refused(client, county):
    kept = uploaded(county)
    signed_in(client, county.person(Role.FOI_OFFICER))
    assert client.post(reverse("workbench:act_on_report", args=[kept.pk, "burn"])).status_code == 404
    keeping.keep(kept, by=by(county, Role.FOI_OFFICER))
    release.submit_report(kept, by=by(county, Role.FOI_OFFICER))
    signed_in(client, county.person(Role.LEADING_GROUP))
    page = client.post(reverse("workbench:act_on_report", args=[kept.pk, "return"]), {"note": " "})
    assert page.status_code == 422 and "请写明理由" in page.content.decode()


@pytest.mark.parametrize("name", ["kept_reports", "all_annual_reports"])
def test_lists_ask_the_database_no_more_for_many_rows_than_for_one(client, county, django_assert_max_num_queries, name):
    kept = released(county, uploaded(county))
    signed_in(client, county.person(Role.FOI_OFFICER))
    address = reverse("workbench:kept_reports") if name == "kept_reports" else reverse("portal:all_annual_reports")
    client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(50):
        KeptReport.objects.filter(pk=kept.pk).update(state=S.REPLACED)
        KeptReport.objects.create(
            organ=county.other if number % 2 else county.bureau, subject_organ=county.bureau, organ_name="甲", title=f"第{number}份",
            year=2024 - number, form="2021", source="uploaded", sha256=f"{number:064}", file="x", file_name="x", file_format="json",
            content=kept.content, content_sha256="0", engine_version="1", uploaded_by=county.person(Role.FOI_OFFICER),
            submitted_by=county.person(Role.FOI_OFFICER), approved_by=county.person(Role.LEADING_GROUP), published_at=kept.published_at,
            state=S.PUBLISHED,
        )  # fmt: skip
    with django_assert_max_num_queries(len(one) + 1):
        assert client.get(address).status_code == 200


def test_who_only_reads_gets_no_button_and_no_upload(client, county):
    kept = uploaded(county)
    signed_in(client, county.person(Role.AUDITOR))
    text = client.get(reverse("workbench:kept_report", args=[kept.pk])).content.decode()
    assert "/do/keep/" not in text
    assert client.get(reverse("workbench:upload_report")).status_code == 403
    assert client.post(reverse("workbench:act_on_report", args=[kept.pk, "keep"])).status_code == 403


def test_two_officers_the_second_keeps_what_the_first_uploaded(county):
    kept = uploaded(county)
    second = make_person("second.officer", Role.FOI_OFFICER, county.bureau)
    assert keeping.keep(kept, by=acting(second, county.bureau)).state == S.KEPT
    with pytest.raises(ValidationError, match="目前“已收存”"):
        keeping.keep(kept, by=acting(second, county.bureau))


def test_a_report_comes_back_whole_from_what_is_kept(county):
    kept = uploaded(county)
    assert report_from_json(kept.content).title == kept.title
