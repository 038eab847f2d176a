"""Service with its proof, the file of a case as one ZIP that proves itself, keeping and disposal."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from pdf_files import Page, pdf
from test_applications_services import JUNE_1, go, moment, served, under_review, who

from gongkai.annualreport.counting import period
from gongkai.applications.archive_verify import NotABundle, Verdict, verify_bundle
from gongkai.casework import NotAllowed
from gongkai.cli.main import main
from gongkai.organs.roles import Role
from gongkai.web.annualreport import ledger
from gongkai.web.annualreport.ledger import scheme_of_year
from gongkai.web.annualreport.reference import figures_from_events
from gongkai.web.applications.models import Application, Material
from gongkai.web.archives import packing, services
from gongkai.web.archives.keeping import archived, due, kept, periods, to_archive
from gongkai.web.archives.models import Disposal
from gongkai.web.archives.packing import hand_out
from gongkai.web.log.exports import export_to
from gongkai.web.log.models import Event

SLIP = ("挂号信回执.pdf", pdf([Page()]))
JUNE_12, JUNE_15 = date(2026, 6, 12), date(2026, 6, 15)


def approved(county: Any) -> Application:
    application = under_review(county)
    for move in ("draft", "review_secrecy", "approve"):
        go(county, application, move, JUNE_12)
    return application


def filed(county: Any, on: date = JUNE_12) -> Application:
    """Served by hand with a receipt, and archived."""
    application = approved(county)
    by = who(county, Role.FOI_OFFICER)
    services.serve(application, by=by, delivery="direct", on=on, proofs=[SLIP], at=moment(on))
    go(county, application, "archive", on, {})
    application.refresh_from_db()
    return application


def packed(county: Any, application: Application, folder: Path) -> Path:
    path = folder / f"{application.number}.zip"
    with path.open("wb+") as target:
        hand_out(application, target, by=who(county, Role.FOI_OFFICER), at=moment(JUNE_15))
    return path


def changed(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same ZIP with its members changed as somebody might change them."""
    with zipfile.ZipFile(path) as archive:
        members = {each.filename: archive.read(each) for each in archive.infolist()}
    change(members)
    made = path.with_name("changed.zip")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made


def member(members: dict[str, bytes], part: str) -> str:
    return next(name for name in members if part in name)


def said(verdict: Verdict) -> str:
    return "".join(verdict.findings)


def test_by_hand_the_day_of_signature_is_both_dates(county):
    application = approved(county)
    found = services.serve(
        application, by=who(county, Role.FOI_OFFICER), delivery="direct", on=JUNE_12, proofs=[SLIP], at=moment(JUNE_12)
    )
    assert (found.timely_on, found.remedy_from, found.way) == (JUNE_12, JUNE_12, "直接送达（当面签收）")
    proof = application.materials.get()
    assert (proof.role, proof.step, proof.name) == (Material.Role.SERVICE, found.step, "挂号信回执.pdf")


def test_by_post_the_organ_is_in_time_by_posting_and_the_remedy_runs_from_signing(county):
    application = approved(county)
    by = who(county, Role.FOI_OFFICER)
    services.serve(application, by=by, delivery="post", on=JUNE_15, posted_on=JUNE_12, at=moment(JUNE_15))
    with pytest.raises(ValidationError, match="早于送达（交邮）的日期2026-06-12"):
        services.sign_for(application, by=by, on=date(2026, 6, 11), at=moment(JUNE_15))
    found = services.sign_for(application, by=by, on=JUNE_15, proofs=[SLIP], at=moment(date(2026, 6, 16)))
    assert (found.timely_on, found.remedy_from) == (JUNE_12, JUNE_15)
    assert application.materials.get().step == found.signed_step


def test_a_proof_that_is_refused_leaves_the_reply_unserved(county):
    application = approved(county)
    by = who(county, Role.FOI_OFFICER)
    with pytest.raises(ValidationError) as refusal:
        services.serve(
            application, by=by, delivery="direct", on=JUNE_12, proofs=[("回执.exe", b"MZ")], at=moment(JUNE_12)
        )
    assert "proofs" in refusal.value.message_dict
    application.refresh_from_db()
    assert application.state == "decision_approved"
    with pytest.raises(ValidationError, match="还没有送达"):
        services.add_proof(application, by=by, proofs=[SLIP])
    with pytest.raises(NotAllowed, match="交邮的日期"):
        services.serve(application, by=by, delivery="post", on=JUNE_12, at=moment(JUNE_12))


def test_what_ended_is_to_be_archived_and_says_whether_its_service_is_proven(county):
    served(county)
    (found,) = to_archive(Application.objects.all())
    assert found.proven is False
    services.add_proof(found, by=who(county, Role.FOI_OFFICER), proofs=[SLIP])
    assert to_archive(Application.objects.all()).get().proven is True


def test_a_bundle_proves_itself_offline(county, tmp_path, capsys):
    path = packed(county, filed(county), tmp_path)
    verdict = verify_bundle(path)
    assert verdict.findings == []
    assert (verdict.number, verdict.steps) == ("nongye-2026-0001", 10)
    assert main(["archive", "verify", str(path)]) == 0
    assert "与打包时一致，没有改动" in capsys.readouterr().out
    with zipfile.ZipFile(path) as archive:
        names = "\n".join(archive.namelist())
        case = json.loads(archive.read("nongye-2026-0001/data/案件.json"))
    for part in ("卷内目录.pdf", "挂号信回执.pdf", "日志摘录.jsonl", "答复期限.csv", "第1稿.txt", "说明.txt"):
        assert part in names
    assert case["applicant"]["applicant_name"] == "王小禾"
    assert case["service"] == {"delivery": "direct", "timely_on": "2026-06-12", "remedy_from": "2026-06-12"}
    event = Event.objects.get(move="hand_out_archive")
    assert event.facts["manifest"] == verdict.manifest


def test_a_material_whose_bytes_are_gone_is_told_in_words(county, tmp_path):
    application = filed(county)
    default_storage.delete(application.materials.get().place)
    with pytest.raises(ValidationError, match="一份材料的文件找不到了"):
        packed(county, application, tmp_path)
    assert not Event.objects.filter(move="hand_out_archive").exists()


def test_a_case_that_goes_on_while_it_is_packed_is_packed_again(county, tmp_path, monkeypatch):
    application, by = filed(county), who(county, Role.FOI_OFFICER)
    real, tries = packing._write, []

    def disturbed(*args: Any, **kwargs: Any) -> Any:
        tries.append(1)
        if len(tries) == 1:
            services.add_proof(application, by=by, proofs=[("补存.pdf", SLIP[1])], at=moment(JUNE_12))
        return real(*args, **kwargs)

    monkeypatch.setattr(packing, "_write", disturbed)
    assert verify_bundle(packed(county, application, tmp_path)).findings == []
    assert len(tries) == 2


def test_a_bundle_agrees_with_the_log_of_the_organ(county, tmp_path, capsys):
    path = packed(county, filed(county), tmp_path)
    log = tmp_path / "log.jsonl"
    export_to(log, organ=county.bureau, since=None, by=who(county, Role.AUDITOR))
    assert main(["archive", "verify", str(path), "--log", str(log)]) == 0
    forged = changed(path, _rewritten)
    assert main(["archive", "verify", str(forged), "--log", str(log)]) == 1
    assert "没有登记过这个档案包" in capsys.readouterr().out
    log.write_text(log.read_text(encoding="utf-8").replace("王", "李", 1) + "x", encoding="utf-8")
    spoiled = log.read_text(encoding="utf-8").replace('"move":"serve"', '"move":"sorve"')
    log.write_text(spoiled, encoding="utf-8")
    assert main(["archive", "verify", str(path), "--log", str(log)]) == 2
    assert main(["archive", "verify", str(path), "--log", str(tmp_path / "none")]) == 2


def _rewritten(members: dict[str, bytes]) -> None:
    """A material exchanged and every digest written anew, as somebody who knows the format would."""
    import hashlib

    name = member(members, "说明.txt")
    members[name] = "没有什么可看的。".encode()
    root = name.split("/")[0]
    lines = [
        f"{hashlib.sha256(data).hexdigest()}  {path.removeprefix(root + '/')}\n"
        for path, data in members.items()
        if path.startswith(f"{root}/data/")
    ]
    members[f"{root}/manifest-sha256.txt"] = "".join(lines).encode()
    tags = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")
    members[f"{root}/tagmanifest-sha256.txt"] = "".join(
        f"{hashlib.sha256(members[f'{root}/{each}']).hexdigest()}  {each}\n" for each in tags
    ).encode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda m: m.__setitem__(member(m, "第1稿.txt"), "改写的答复".encode()), "第1稿.txt”内容与校验值清单不符，被改动过"),
        (lambda m: m.pop(member(m, "挂号信回执")), "缺少“材料/"),
        (lambda m: m.__setitem__("nongye-2026-0001/data/材料/多.txt", b"x"), "多出“材料/多.txt”"),
        (
            lambda m: m.__setitem__("nongye-2026-0001/data/材料/别的.pdf", m.pop(member(m, "挂号信回执"))),
            "被改名为“材料/别的.pdf”",
        ),
        (lambda m: m.__setitem__(member(m, "/manifest-sha"), b"x\n"), "认不出来"),
        (lambda m: m.pop(member(m, "tagmanifest")), "缺少“tagmanifest-sha256.txt”"),
        (lambda m: m.__setitem__(member(m, "bag-info"), b"Contact-Name: x\n"), "“bag-info.txt”与"),
        (lambda m: m.__setitem__(member(m, "案件.json"), b"{}"), "“案件.json”内容与校验值清单不符"),
        (lambda m: m.__setitem__(member(m, "案件.json"), b"[" * 100_000), "“案件.json”认不出来"),
        (lambda m: m.__setitem__("nongye-2026-0001/../../逃出.txt", b"x"), "不该放的地方"),
    ],
)  # fmt: skip
def test_what_was_changed_in_a_bundle_is_named(county, tmp_path, change, told):
    verdict = verify_bundle(changed(packed(county, filed(county), tmp_path), change))
    assert told in said(verdict)


def _in_case(change: Callable[[Any], None]) -> Callable[[dict[str, bytes]], None]:
    """Change the record of the case and write every digest anew: only what is inside can tell."""

    def rewrite(members: dict[str, bytes]) -> None:
        name = member(members, "案件.json")
        case = json.loads(members[name])
        change(case)
        members[name] = json.dumps(case, ensure_ascii=False).encode()
        _rewritten(members)

    return rewrite


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda case: case["steps"][1].__setitem__("on", "2026-05-29"), "与日志摘录不一致"),
        (lambda case: case["steps"].pop(), "照办理经过重放，状态应是“已送达”"),
        (lambda case: case["replies"][0].__setitem__("said", "不予公开"), "答复第1稿的内容与办理时记下的校验值不符"),
        (lambda case: case["replies"][0].__setitem__("digest", "0" * 64), "在办理记录里没有登记"),
        (lambda case: case["materials"][0].__setitem__("sha256", "0" * 64), "被换过"),
        (lambda case: case.pop("steps"), "缺少应有的内容"),
        (lambda case: case.__setitem__("steps", 7), "缺少应有的内容"),
    ],
)
def test_a_record_that_was_written_anew_contradicts_itself(county, tmp_path, change, told):
    verdict = verify_bundle(changed(packed(county, filed(county), tmp_path), _in_case(change)))
    assert told in said(verdict)


def test_a_log_row_that_was_altered_is_named(county, tmp_path):
    def alter(members: dict[str, bytes]) -> None:
        name = member(members, "日志摘录")
        members[name] = members[name].replace(b'"move":"serve"', b'"move":"sorve"')
        _rewritten(members)

    assert "与它的校验值不符，被改动过" in said(verify_bundle(changed(packed(county, filed(county), tmp_path), alter)))


def test_a_bomb_is_not_opened(tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"a/data/{number}", bytes(40 * 1024**2))
    with pytest.raises(NotABundle, match="压缩炸弹"):
        verify_bundle(bomb)


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"", "不是档案包"), (b"PK\x03\x04" + b"x" * 60, "不是档案包"), (b"%PDF-1.7", "不是档案包")],
)
def test_what_is_no_bundle_is_told_in_words(tmp_path, data, told, capsys):
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(NotABundle, match=told):
        verify_bundle(path)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a/b.txt", "x")
    assert main(["archive", "verify", str(path), str(other), str(tmp_path / "none.zip"), str(tmp_path)]) == 2
    told_all = capsys.readouterr().err
    assert "没有 bagit.txt" in told_all and "没有这个文件" in told_all and "文件夹" in told_all


def test_two_members_of_one_name_are_noticed(county, tmp_path):
    path = packed(county, filed(county), tmp_path)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("nongye-2026-0001/data/案件.json", b"{}")
    assert "有两份文件都叫“data/案件.json”" in said(verify_bundle(path))


def test_the_organs_own_table_goes_before_the_default(county):
    application = filed(county)
    by = who(county, Role.FOI_OFFICER)
    fresh = Application.objects.all().get()
    assert kept(fresh, periods(county.bureau)).due_on == date(2037, 1, 1)
    table = "青石县农业农村局归档范围和保管期限表（青档函〔2025〕8号）"
    services.set_retention(county.bureau, kind="answered", years=None, since=date(2025, 1, 1), basis=table, by=by)
    found = kept(fresh, periods(county.bureau))
    assert (found.period.length, found.due_on, found.kind_title) == ("永久", None, "已经作出答复的")
    with pytest.raises(ValidationError, match="永久保管，不能销毁"):
        services.ask_disposal([application], by=by, opinion="期满", at=moment(date(2036, 12, 31)))
    with pytest.raises(ValidationError, match="已经填写过"):
        services.set_retention(county.bureau, kind="answered", years=10, since=date(2025, 1, 1), basis=table, by=by)


def test_a_disputed_file_is_kept_longer(county):
    application = filed(county)
    go(county, application, "reconsider", JUNE_15, {})
    go(county, application, "end_dispute", JUNE_15, {})
    found = kept(Application.objects.all().get(), periods(county.bureau))
    assert (found.kind, found.due_on) == ("disputed", date(2057, 1, 1))


def test_lists_of_due_files_agree_with_the_rule_for_each_file(county):
    filed(county)
    for today in (date(2036, 12, 31), date(2037, 1, 1)):
        each = Application.objects.all().get()
        listed = due(Application.objects.all(), county.bureau, today).exists()
        assert listed is kept(each, periods(county.bureau, today)).is_due(today) is (today == date(2037, 1, 1))


def test_disposal_needs_the_end_of_the_period_and_another_person_and_leaves_the_figures(county, tmp_path):
    application = filed(county)
    office, head = who(county, Role.FOI_OFFICER), who(county, Role.LEADING_GROUP)
    late = moment(date(2037, 1, 4))
    with pytest.raises(ValidationError, match="保管期限到2037-01-01才满"):
        services.ask_disposal([application], by=office, opinion="期满", at=moment(date(2036, 12, 31)))
    with pytest.raises(ValidationError, match="请写明鉴定意见"):
        services.ask_disposal([application], by=office, opinion=" ", at=late)
    (asked,) = services.ask_disposal([application], by=office, opinion="期满，没有继续保存的价值", at=late)
    assert not due(Application.objects.all(), county.bureau, date(2037, 1, 4)).exists()
    with pytest.raises(ValidationError, match="已经提请销毁"):
        services.ask_disposal([application], by=office, opinion="期满", at=late)
    both = replace(office, roles=frozenset({"foi_officer", "leading_group"}))
    with pytest.raises(ValidationError, match="不能自己批准"):
        services.decide_disposal(asked, by=both, approved=True, at=late)
    before, place = figures(county), application.materials.get().place
    assert place
    done = services.decide_disposal(asked, by=head, approved=True, at=late)
    assert done.state == Disposal.State.DONE
    application.refresh_from_db()
    material = application.materials.get()
    assert application.applicant_name == application.description == material.name == material.place == ""
    assert material.erased_at and material.sha256
    assert figures(county) == before
    with pytest.raises(ValidationError, match="已经决定过"):
        services.decide_disposal(asked, by=head, approved=True, at=late)
    verdict = verify_bundle(packed(county, application, tmp_path))
    assert verdict.findings == [] and "依规定销毁" in "".join(verdict.remarks)


def figures(county: Any) -> Any:
    """Every figure of the tables of the year, from the columns and, the slow way, from the events."""
    scheme, year = scheme_of_year(2026), period(2026)
    found = ledger.figures(county.bureau, scheme, year)
    assert found == figures_from_events(county.bureau, scheme, year)
    assert sum(found.values()) > 0
    return found


def test_a_file_that_is_to_be_kept_longer_is_not_due_until_then(county):
    application = filed(county)
    office, head = who(county, Role.FOI_OFFICER), who(county, Role.LEADING_GROUP)
    late = moment(date(2037, 1, 4))
    (asked,) = services.ask_disposal([application], by=office, opinion="期满", at=late)
    with pytest.raises(ValidationError, match="请写明继续保管的理由"):
        services.decide_disposal(asked, by=head, approved=False, at=late)
    with pytest.raises(ValidationError, match="今天以后"):
        services.decide_disposal(asked, by=head, approved=False, note="有查考价值", keep_until=JUNE_1, at=late)
    until = date(2047, 1, 1)
    services.decide_disposal(asked, by=head, approved=False, note="有查考价值", keep_until=until, at=late)
    assert not due(Application.objects.all(), county.bureau, date(2046, 12, 31)).exists()
    assert due(Application.objects.all(), county.bureau, until).exists()
    with pytest.raises(ValidationError, match="继续保管到2047-01-01"):
        services.ask_disposal([application], by=office, opinion="期满", at=late)


def test_a_file_reopened_after_the_asking_is_not_destroyed(county):
    application = filed(county)
    late = date(2037, 1, 4)
    (asked,) = services.ask_disposal([application], by=who(county, Role.FOI_OFFICER), opinion="期满", at=moment(late))
    go(county, application, "litigate", late, {})
    with pytest.raises(ValidationError, match="提请以后又重新办理"):
        services.decide_disposal(asked, by=who(county, Role.LEADING_GROUP), approved=True, at=moment(late))


@pytest.mark.parametrize("listed", [to_archive, archived], ids=["to_archive", "archived"])
def test_lists_ask_once_however_long(county, listed, django_assert_max_num_queries):
    served(county)
    filed(county)
    with django_assert_max_num_queries(1):
        list(listed(Application.objects.select_related("organ")))


def test_a_bundle_holds_nothing_but_the_case(county, tmp_path):
    filed(county)
    other = filed(county)
    path = packed(county, other, tmp_path)
    with zipfile.ZipFile(path) as archive:
        rows = [json.loads(line) for line in io.BytesIO(archive.read(f"{other.number}/data/日志/日志摘录.jsonl"))]
    assert {row["content"]["subject"]["id"] for row in rows} == {str(other.pk)}
