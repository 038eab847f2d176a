"""``gongkai site run``: everything that is needed, then the site at an address."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import Refused, setup


def run(options: Arguments) -> int:
    """Prepare and serve until stopped."""
    from gongkai.web.operation.serving import Server, port_is_free

    try:
        free = port_is_free(options.host, options.port)
    except PermissionError:
        raise Refused(
            f"没有权限使用端口 {options.port}。1024 以下的端口请交给 nginx，网站用 8000 一类的端口。"
        ) from None
    except OSError:
        raise Refused(f"“{options.host}”不是这台机器的地址，请核对 --host。") from None
    if not free:
        raise Refused(
            f"端口 {options.port} 已经被别的程序占用。请换一个端口（gongkai site run --port 8001，或者 make run PORT=8001），"
            "或者先停掉占用它的程序。"
        )
    address = f"http://{'localhost' if options.host in ('127.0.0.1', '::1') else options.host}:{options.port}"
    os.environ.setdefault("GONGKAI_URL", address)
    if sys.stderr.isatty():
        # 在终端里看，不必每个请求一行
        os.environ.setdefault("GONGKAI_LOG_LEVEL", "WARNING")
    if options.demo:
        from gongkai.cli.site.demo import make_ready

        make_ready(county_only=options.county_only)
    _metrics_folder()
    setup()
    from django.conf import settings
    from django.db import connections

    from gongkai.web.operation.preparing import collect_static, migrate

    if migrate():
        print("数据库已建立或者升级。", flush=True)
    if collect_static():
        print("静态文件已收集。", flush=True)
    _greet(address, settings.DEMONSTRATION)
    connections.close_all()
    Server(
        bind=f"{options.host}:{options.port}", workers=options.workers, threads=options.threads, proc_name="gongkai"
    ).run()
    return 0


def _greet(address: str, demonstration: bool) -> None:
    from gongkai.web.accounts.models import Person

    print(f"\n网站：{address}/\n工作台：{address}/workbench/")
    if demonstration:
        print("演示用的登录名和口令列在登录页上。")
    elif not Person.objects.exists():
        print("还没有机关和人员。请另开一个终端，运行 gongkai site create-admin，建立第一个机关和系统管理员。")
    print("按 Ctrl+C 停止。", flush=True)


def _metrics_folder() -> None:
    """Where the processes keep their numbers for /metrics; begun anew with each start."""
    from gongkai.web.environment import data_folder

    folder = data_folder() / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(Path(folder))
