"""Arguments of the command line, with help and mistakes in Chinese."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn

FORMATS = ("docx", "pdf", "html", "xlsx", "json", "md", "ofd")

_TRANSLATIONS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "optional arguments": "选项",
    "show this help message and exit": "显示这段说明",
    "show program's version number and exit": "显示版本",
    "the following arguments are required: %s": "还缺少：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "invalid choice: %(value)r (choose from %(choices)s)": "“%(value)s”不在可选的范围内（可选：%(choices)s）",
    "invalid %(type)s value: %(value)r": "“%(value)s”不是有效的值",
    "expected one argument": "后面要跟一个值",
    "expected at least one argument": "后面至少要跟一个值",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "%(prog)s: error: %(message)s\n": "%(message)s\n",
    "ambiguous option: %(option)s could match %(matches)s": "“%(option)s”可能是 %(matches)s，请写全",
}

_original = argparse._  # type: ignore[attr-defined]
argparse._ = lambda text: _TRANSLATIONS.get(text, _original(text))  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """Says what is missing in one Chinese sentence and exits with 2."""

    def error(self, message: str) -> NoReturn:
        message = message.replace("', '", "、").replace("可选：'", "可选：").replace("'）", "）")
        sys.stderr.write(f"{message}。用法见 {self.prog} --help\n")
        raise SystemExit(2)


def build(*, site: bool = False) -> Parser:
    """The parser of all commands; each sets ``run`` to the name of the module in ``gongkai.cli`` that does it.

    The many commands of the site are put in only when ``site`` is asked for: every other start would pay for them.
    """
    from gongkai import __version__

    parser = Parser(prog="gongkai", description="政府信息公开：读取、核对、编制年度报告，运行公开网站。")
    parser.add_argument("--version", action="version", version=f"gongkai {__version__}")
    commands = parser.add_subparsers(metavar="命令", required=True, parser_class=Parser, dest="命令")

    read = commands.add_parser("read", help="读取年度报告：三张统计表、各节正文、没有读出的内容")
    _files(read)
    _output(read)
    read.set_defaults(run="read", prior=[])

    check = commands.add_parser("check", help="核对年度报告：哪里不对、依据什么、怎么改")
    _files(check)
    _output(check)
    check.add_argument(
        "--prior",
        metavar="上年年报",
        action="append",
        default=[],
        help="同一机关上一年度的报告，用于跨年核对；可以给多份",
    )
    check.add_argument("--errors-only", action="store_true", help="只列错误，不列提醒和说明")
    check.set_defaults(run="check")

    write = commands.add_parser("write", help="按法定格式编制年度报告")
    write.add_argument("report", metavar="报告", help="report.json，或任何能读取的年度报告文件")
    write.add_argument("--to", choices=FORMATS, help="格式；不写时按输出文件的扩展名")
    write.add_argument("-o", "--output", metavar="文件", required=True, help="写到哪个文件")
    write.add_argument("--force", action="store_true", help="输出文件已经存在时覆盖它")
    write.set_defaults(run="write")

    total = commands.add_parser("total", help="把下级机关的年度报告逐格汇总")
    total.add_argument("files", metavar="报告", nargs="+", help="report.json 或任何能读取的年度报告文件、文件夹")
    total.add_argument("-o", "--output", metavar="文件", required=True, help="汇总结果写到哪个文件（.json、.docx 等）")
    total.add_argument("--roster", metavar="名单.csv", help="应当报送的机关名单，列出没有报的、重复报的、名单以外的")
    total.add_argument("--organ", metavar="机关", help="汇总机关的名称，例如 青石县人民政府")
    total.add_argument("--year", metavar="年度", type=int, help="汇总哪个年度；各份报告年度不一时必须写明")
    total.add_argument("--blank-is-zero", action="store_true", help="经核实空白都表示没有时，空白按 0 相加（会写明）")
    total.add_argument("--force", action="store_true", help="输出文件已经存在时覆盖它")
    total.set_defaults(run="total")

    demo = commands.add_parser("demo", help="用演示报告走一遍：读取、核对、编制")
    demo.add_argument("-o", "--output", metavar="文件夹", default="demo-output", help="写到哪个文件夹")
    demo.set_defaults(run="demo")

    archive = commands.add_parser("archive", help="核验一件申请的档案包（ZIP），不用网络和数据库")
    acts = archive.add_subparsers(metavar="动作", required=True, parser_class=Parser, dest="动作")
    verify = acts.add_parser("verify", help="逐份核对校验值，重放办理经过，说明哪一份被改动过")
    verify.add_argument("files", metavar="档案包", nargs="+", help="在工作台下载的档案包（ZIP 文件）")
    verify.add_argument("--log", metavar="日志", help="机关的日志导出文件（gongkai site export-log），一并对照")
    verify.set_defaults(run="archive")

    running = commands.add_parser("site", help="网站：启动、建库、备份与恢复、核验日志、检查")
    if site:
        from gongkai.cli.site.parser import fill

        fill(running, Parser)
    return parser


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="文件",
        nargs="+",
        help="年度报告文件或文件夹（HTML、DOCX、DOC、WPS、PDF、OFD、XLSX、文本、Markdown、JSON）",
    )


def _output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="每份文件输出一行 JSON，供程序使用")
    parser.add_argument("--brief", action="store_true", help="JSON 中略去单元格和各节正文")
    parser.add_argument("--workers", metavar="N", type=_positive, help="同时处理几份文件；默认按处理器个数")


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("应是大于零的整数")
    return value


Arguments = Any
