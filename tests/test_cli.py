"""The command line as an officer and as a program meet it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from makers import made_report
from text_layouts import tabs

from gongkai.annualreport.model import report_json, tables_json
from gongkai.demo import sources

TABLES = ("proactive_disclosure", "applications", "disputes")


def gongkai(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gongkai.cli.main", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
    )


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    path = tmp_path / "青石县2023.txt"
    path.write_text(tabs(made_report(seed=1)), encoding="utf-8")
    return path


def test_reading_prints_one_object_a_line_in_the_order_given(tmp_path, report_file):
    second = tmp_path / "二.txt"
    second.write_text(tabs(made_report(seed=2, year=2022)), encoding="utf-8")
    done = gongkai("read", report_file, second, "--json")
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [each["year"] for each in objects] == [2023, 2022]
    assert objects[0]["schema"] == "gongkai.report/1"
    assert objects[0]["source"]["name"] == report_file.name
    assert objects[0]["tables"] == tables_json(made_report(seed=1))
    cell = objects[0]["cells"]["applications.received.total"]
    assert cell["state"] == "value" and cell["place"]["line"] > 0


def test_brief_leaves_out_cells_and_sections(report_file):
    told = json.loads(gongkai("read", report_file, "--json", "--brief").stdout)
    assert set(TABLES) == set(told["tables"])
    assert "cells" not in told and "sections" not in told


def test_one_bad_file_does_not_stop_the_rest(tmp_path, report_file):
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing here")
    done = gongkai("check", bad, report_file, tmp_path / "没有.txt", "--json")
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 2
    assert first["error"]["message"] and third["error"]["code"] == "no-file"
    assert second["findings"] is not None and second["year"] == 2023
    assert "Traceback" not in done.stderr


def test_a_folder_is_opened(tmp_path, report_file):
    (tmp_path / "~$临时.docx").write_bytes(b"x")
    (tmp_path / "说明.exe").write_bytes(b"x")
    done = gongkai("read", tmp_path, "--json", "--brief")
    assert [json.loads(line)["year"] for line in done.stdout.splitlines()] == [2023]


def test_many_files_are_read_in_parallel_and_stay_in_order(tmp_path):
    for number in range(8):
        text = tabs(made_report(seed=number, year=2021 + number % 3, organ=f"第{number}局"))
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    done = gongkai("read", tmp_path, "--json", "--brief", "--workers", 2)
    assert [json.loads(line)["organ"] for line in done.stdout.splitlines()] == [f"第{number}局" for number in range(8)]


def test_a_check_that_finds_an_error_exits_with_one(tmp_path):
    report = made_report(seed=3)
    report.tables["applications"].cells["applications.granted.business"].value += 1
    path = tmp_path / "错.txt"
    path.write_text(tabs(report), encoding="utf-8")
    done = gongkai("check", path)
    assert done.returncode == 1
    assert "（一）予以公开" in done.stdout and "商业企业" in done.stdout


def test_a_clean_report_exits_with_zero(report_file):
    assert gongkai("check", report_file).returncode == 0


def test_the_prior_year_is_used_for_checks_across_years(tmp_path, report_file):
    prior = made_report(seed=1, year=2022)
    table = prior.tables["applications"]
    this = made_report(seed=1).value("applications.carried_in.total")
    table.cells["applications.carried_out.total"].value = this + 5
    path = tmp_path / "去年.txt"
    path.write_text(tabs(prior), encoding="utf-8")
    told = json.loads(gongkai("check", report_file, "--prior", path, "--json").stdout)
    assert "Y-CARRY" in {finding["code"] for finding in told["findings"]}
    alone = json.loads(gongkai("check", report_file, "--json").stdout)
    assert "Y-CARRY" not in {finding["code"] for finding in alone["findings"] if finding["verdict"] == "fail"}


def test_a_prior_of_the_wrong_year_is_said_and_not_used(tmp_path, report_file):
    path = tmp_path / "前年.txt"
    path.write_text(tabs(made_report(seed=9, year=2019, form="2019")), encoding="utf-8")
    done = gongkai("check", report_file, "--prior", path, "--json")
    assert "不是2022年度" in done.stderr


@pytest.mark.parametrize("to", ["docx", "pdf", "html", "xlsx", "json", "md"])
def test_a_report_is_written_in_the_format_of_the_ending(tmp_path, report_file, to):
    target = tmp_path / f"年报.{to}"
    assert gongkai("write", report_file, "-o", target).returncode == 0
    told = json.loads(gongkai("read", target, "--json").stdout)
    assert told["tables"] == tables_json(made_report(seed=1))


def test_an_existing_file_is_not_overwritten_unless_told(tmp_path, report_file):
    target = tmp_path / "年报.md"
    target.write_text("重要", encoding="utf-8")
    refused = gongkai("write", report_file, "-o", target)
    assert refused.returncode == 2 and "已经存在" in refused.stderr
    assert target.read_text(encoding="utf-8") == "重要"
    assert gongkai("write", report_file, "-o", target, "--force").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("read",), "还缺少"),
        (("read", "没有.txt"), "没有找到文件"),
        (("write", "没有.txt", "-o", "x.docx"), "没有找到文件"),
        (("write", "x.txt", "-o", "x.abc"), "--to"),
        (("check", "x.txt", "--workers", "0"), "大于零"),
        (("check", "x.txt", "--prior", "没有.txt"), "上年年报"),
        (("拼错",), "拼错"),
    ],
)
def test_wrong_arguments_are_answered_in_chinese(arguments, words, tmp_path):
    done = gongkai(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr and "usage" not in done.stderr


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("/proc/没有/x.docx", "没有这个文件夹"),
        ("青石县2023.txt/x.docx", "不是文件夹"),
        ("长" * 200 + ".docx", "文件名太长"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_told_in_chinese(report_file, target, words):
    done = gongkai("write", report_file, "-o", target, cwd=report_file.parent)
    assert done.returncode == 2
    assert words in done.stderr and "Traceback" not in done.stderr


def test_a_wrong_format_is_answered_with_a_plain_list(report_file):
    done = gongkai("write", report_file, "--to", "abc", "-o", "x")
    assert done.returncode == 2
    assert "可选：docx、pdf、html、xlsx、json、md、ofd）" in done.stderr


def test_a_notice_is_refused_by_its_first_line_when_it_has_no_title(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text("关于印发政务公开工作要点的通知\n各科室：\n现将有关事项通知如下。\n", encoding="utf-8")
    done = gongkai("read", path)
    assert done.returncode == 2 and "“关于印发政务公开工作要点的通知”，不是年度报告" in done.stderr


def test_help_is_in_chinese():
    told = gongkai("check", "--help").stdout
    assert "用法" in told and "usage" not in told and "options" not in told


def test_a_total_lists_who_is_missing(tmp_path):
    folder = tmp_path / "各单位"
    folder.mkdir()
    for number, organ in enumerate(("青石县教育局", "青石县水利局")):
        data = report_json(made_report(seed=number, organ=organ))
        (folder / f"{organ}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    roster = tmp_path / "名单.csv"
    roster.write_text("机关\n青石县教育局\n青石县水利局\n青石县司法局\n", encoding="utf-8")
    target = tmp_path / "全县.json"
    done = gongkai("total", folder, "--roster", roster, "--organ", "青石县人民政府", "-o", target)
    assert done.returncode in (0, 1), done.stderr
    assert "青石县司法局" in done.stdout + done.stderr
    told = json.loads(target.read_text(encoding="utf-8"))
    both = [made_report(seed=number).value("applications.received.total") for number in (0, 1)]
    assert told["tables"]["applications"]["received"]["total"] == sum(both)


def test_the_demonstration_reads_checks_and_writes(tmp_path):
    done = gongkai("demo", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("读回一致") >= 6 and "读回不一致" not in done.stdout
    assert "郑州市工业和信息化局" in done.stdout


def test_the_demonstration_has_a_source_for_each_of_the_five_bureaus():
    names = " ".join(path.name for path in sources())
    assert all(place in names for place in ("黄石", "会宁", "西塞山", "环翠", "郑州"))
