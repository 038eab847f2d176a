"""Arguments of ``gongkai site``. Each command sets ``task`` to the name of the module in ``gongkai.cli.site`` that does it."""

from __future__ import annotations

import argparse
from typing import Any


def fill(site: Any, parser_class: Any) -> None:
    """Give the parser of ``gongkai site`` its commands."""
    commands = site.add_subparsers(metavar="命令", required=True, parser_class=parser_class, dest="站点命令")

    def add(name: str, text: str, task: str, **also: Any) -> Any:
        parser = commands.add_parser(name, help=text, description=text)
        parser.set_defaults(run="site.entry", task=task, **also)
        return parser

    run = add("run", "启动网站：建库、收集静态文件、开始服务，后台任务一并启动", "serve")
    run.add_argument("--port", metavar="端口", type=_port, default=8000, help="默认 8000")
    run.add_argument(
        "--host", metavar="地址", default="127.0.0.1", help="默认 127.0.0.1，只有本机能访问；对外服务请放在 nginx 后面"
    )
    run.add_argument("--workers", metavar="N", type=_positive, default=2, help="几个进程，默认 2")
    run.add_argument("--threads", metavar="N", type=_positive, default=4, help="每个进程几个线程，默认 4")
    run.add_argument("--demo", action="store_true", help="第一次启动时建好演示县")
    run.add_argument(
        "--county-only", action="store_true", help="演示里只建青石县，不建五个局和它们的几千件信息，快得多"
    )

    add("migrate", "建立或者升级数据库", "migrate")

    admin = add("create-admin", "建立第一个机关和它的系统管理员，给出一次性密码", "create_admin")
    admin.add_argument("--organ", metavar="机关全称", help="例如 青石县人民政府")
    admin.add_argument("--short-name", metavar="简称", help="不写时与全称相同")
    admin.add_argument("--code", metavar="网址标识", help="小写字母、数字和横线，例如 qingshi")
    admin.add_argument(
        "--level", metavar="层级", choices=("省级", "市级", "县级", "乡级"), help="省级、市级、县级、乡级"
    )
    admin.add_argument("--kind", metavar="性质", default="人民政府", help="默认 人民政府；政府部门等见机关页")
    admin.add_argument("--username", metavar="登录名", help="例如 admin.wang")
    admin.add_argument("--name", metavar="姓名", help="管理员的姓名")

    backup = add("backup", "备份数据库、文件和密钥；网站不用停", "save")
    backup.add_argument("-o", "--output", metavar="文件", required=True, help="例如 /backup/gongkai-2026-11-22.tar.gz")
    _passphrase(backup)
    backup.add_argument("--encrypt", action="store_true", help="用口令加密；没有给口令文件时当场输入")

    restore = add("restore", "从备份恢复到一个空的数据文件夹", "restore")
    restore.add_argument("file", metavar="备份文件")
    restore.add_argument("--into", metavar="文件夹", required=True, help="恢复到哪里；不能有别的内容")
    _passphrase(restore)

    add("check", "检查这个网站是否配置得当、运行正常", "health")

    verify = add("verify-log", "核验日志：有没有改动、缺失、插入、移位，状态与日志是否一致", "verify_log")
    verify.add_argument("--file", metavar="导出文件", help="核验 export-log 导出的文件，不需要数据库")
    verify.add_argument("--seals", metavar="封签文件", help="与另外保存的封签（seal-log 的输出）比对")

    export = add("export-log", "导出日志，附校验值和封签", "export_log")
    export.add_argument("-o", "--output", metavar="文件", required=True)
    export.add_argument("--organ", metavar="网址标识", help="只导出一个机关的日志")
    export.add_argument("--since", metavar="日期", type=_day, help="从哪一天起，例如 2026-01-01；默认全部")

    add("seal-log", "打印各条日志链的封签，请另处保存", "seal_log")
    add("rotate-keys", "换一把加密个人信息的密钥，并用它重新加密全部个人信息", "rotate_keys")
    bake = add("bake", "把公开的网站写成静态文件，任何网页服务器都能提供；再运行只写变了的", "bake")
    bake.add_argument("folder", metavar="文件夹", help="空的文件夹，或者上次生成的文件夹")
    bake.add_argument("--full", action="store_true", help="每一页都重做，不管变了没有")
    bake.add_argument("--check", action="store_true", help="只核对，不写：与网站不一致的，退出码为 1")
    bake.add_argument("--workers", metavar="N", type=_positive, default=1, help="几个进程同时做，默认 1")
    bake.add_argument(
        "--pages", metavar="N", type=_positive, default=5, help="每个列表做前几页，默认 5；再往后由程序回答"
    )
    bake.add_argument(
        "--application",
        metavar="地址",
        default="",
        help="检索、申请等由程序回答的页面在哪个地址；不写：同一个域名，由网页服务器按路径转给程序",
    )
    search = commands.add_parser("search", help="检索索引", description="检索索引")
    tasks = search.add_subparsers(metavar="命令", required=True, parser_class=parser_class, dest="检索命令")
    text = "重建检索索引：网站不用停，中断了再运行一次就接着做"
    tasks.add_parser("rebuild", help=text, description=text).set_defaults(run="site.entry", task="search")
    tick = add("tick", "办理到期的事（定时发布、清理会话等），可以重复运行", "tick")
    tick.add_argument("--force", action="store_true", help="不管上次什么时候办过，都办一遍")
    worker = add("worker", "后台进程：执行后台任务，每分钟办理一次到期的事", "worker")
    worker.add_argument("--parent", metavar="进程号", type=int, help=argparse.SUPPRESS)
    demo = add("demo", "在空的数据文件夹里建好演示县", "demo")
    demo.add_argument("--force", action="store_true", help="上次没有建完时，清掉重建")
    demo.add_argument("--county-only", action="store_true", help="只建青石县，不建五个局和它们的几千件信息，快得多")
    commands.add_parser("django", help="Django 自己的命令，供开发者使用")


def _passphrase(parser: Any) -> None:
    parser.add_argument(
        "--passphrase-file",
        metavar="口令文件",
        help="加密口令所在的文件；也可以放在环境变量 GONGKAI_BACKUP_PASSPHRASE 里",
    )


def _positive(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 256:
        raise argparse.ArgumentTypeError("应是 1 到 256 的整数")
    return value


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("端口应是 1 到 65535 的整数")
    return int(text)


def _day(text: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-01-01 的样子") from None
