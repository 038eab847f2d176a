"""Whether an installation is as it should be (``gongkai site check``): each check says what is the matter and what to do."""

from __future__ import annotations

import shutil
import stat
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from gongkai.web.operation.preparing import pending


@dataclass(frozen=True, slots=True)
class Result:
    """``tone``: good, warn (should be looked at), bad (does not work or is not safe)."""

    title: str
    tone: str
    text: str


def check_all() -> Iterator[Result]:
    """Every check; those that need the database are left out when it does not answer."""
    first = _database()
    yield first
    for each in _WITHOUT_DATABASE:
        yield each()
    if first.tone == "bad":
        return
    waiting = pending()
    if waiting:
        yield Result("数据库版本", "bad", f"还有 {len(waiting)} 项变更没有执行。请运行 gongkai site migrate。")
        return
    yield Result("数据库版本", "good", "与程序一致。")
    for each in _WITH_DATABASE:
        yield each()


def _database() -> Result:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as problem:
        return Result(
            "数据库", "bad", f"连不上（{type(problem).__name__}）。请检查 DATABASE_URL、数据库服务和数据文件夹。"
        )
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    return Result("数据库", "good", f"{name} 应答正常。")


def _secrets() -> Result:
    path = settings.HOME / "secrets.json"
    if not path.exists():
        return Result("密钥", "good", "由环境变量给出。请确认它们另有备份：丢了，加密的个人信息就再也读不出来。")
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Result("密钥", "bad", f"“{path}”别人也能读。请运行 chmod 600 {path}。")
    if settings.HOME.stat().st_mode & stat.S_IWOTH:
        return Result("密钥", "bad", f"数据文件夹谁都能写。请运行 chmod 700 {settings.HOME}。")
    return Result("密钥", "good", "只有运行网站的用户能读。")


def _storage() -> Result:
    name = f"check-{uuid.uuid4().hex}"
    try:
        saved = default_storage.save(name, ContentFile(b"gongkai"))
        default_storage.delete(saved)
    except Exception as problem:
        return Result("文件存储", "bad", f"写不进去（{type(problem).__name__}）。请检查 GONGKAI_FILES 和它的权限。")
    return Result("文件存储", "good", "可以读写。")


def _disk() -> Result:
    free = shutil.disk_usage(settings.HOME).free
    gib = free / 2**30
    if gib < 1:
        return Result("磁盘", "bad", f"只剩 {free // 2**20} MB，写不进去时办理会失败。请马上腾出空间。")
    return Result("磁盘", "warn" if gib < 5 else "good", f"数据文件夹所在的磁盘还有 {gib:.0f} GB。")


def _exposure() -> Result:
    wrong = []
    public = [host for host in settings.ALLOWED_HOSTS if host not in ("127.0.0.1", "localhost", "[::1]")]
    if settings.DEBUG:
        wrong.append("GONGKAI_DEBUG 开着，出错时会把内部信息显示给访问的人，只能在开发时用")
    if "*" in settings.ALLOWED_HOSTS:
        wrong.append("GONGKAI_HOSTS 是 *，请写明网站的域名")
    if public and not settings.HTTPS:
        wrong.append("网站对外服务而没有设 GONGKAI_HTTPS=1，口令和会话会明文传输")
    if public and settings.SITE_URL.startswith("http://127."):
        wrong.append("没有设 GONGKAI_URL，文书和订阅里的网址会是本机地址")
    if wrong:
        return Result("对外设置", "bad", "；".join(wrong) + "。")
    if not public:
        return Result("对外设置", "good", "只供本机访问。对外服务时请设 GONGKAI_HOSTS、GONGKAI_HTTPS、GONGKAI_URL。")
    return Result("对外设置", "good", "、".join(public))


def _demonstration() -> Result:
    if settings.DEMONSTRATION and any(
        host not in ("127.0.0.1", "localhost", "[::1]") for host in settings.ALLOWED_HOSTS
    ):
        return Result("演示", "bad", "这是演示，口令是公开的，却设了对外的域名。请勿对外服务。")
    return Result("演示", "good", "这是演示，口令是公开的。" if settings.DEMONSTRATION else "不是演示。")


def _triggers() -> Result:
    from gongkai.web.log.triggers import standing

    if standing(connection):
        return Result("日志保护", "good", "数据库拒绝修改和删除日志。")
    return Result("日志保护", "bad", "数据库里防止改动日志的触发器不在了。请先运行 verify-log 核验，再从备份查明原因。")


def _clock() -> Result:
    from gongkai.web.log.models import Event

    last = Event.objects.order_by("-id").values_list("at", flat=True).first()
    if last is not None and last > timezone.now() + timedelta(minutes=2):
        at = timezone.localtime(last)
        return Result("时钟", "bad", f"系统时间早于最后一条日志（{at:%Y-%m-%d %H:%M}）。请校准时间，再继续办理。")
    return Result("时钟", "good", f"{timezone.localtime():%Y-%m-%d %H:%M}（北京时间）。")


def _holidays() -> Result:
    from gongkai.web.holidays.calendars import calendar_now

    today = timezone.localdate()
    # 下一年的通知一般在十一月发布
    years_needed = [today.year, *([today.year + 1] if today.month == 12 else [])]
    found = calendar_now().missing_notices(date(years_needed[0], 1, 1), date(years_needed[-1], 12, 31))
    missing = [year for year in found if year in years_needed]
    if missing:
        years = "、".join(str(year) for year in missing)
        return Result(
            "放假通知", "warn", f"{years}年的放假通知还没有录入，涉及的期限都是暂计。通知发布后请在工作台录入。"
        )
    return Result("放假通知", "good", "期限涉及的年度都有通知。")


def _tasks() -> Result:
    from gongkai.web.operation.metrics import backlog, tick_age

    waiting, oldest = backlog()
    if oldest is not None and oldest > timedelta(minutes=15):
        return Result(
            "后台任务",
            "bad",
            f"有 {waiting} 件在等，最早的已经等了 {oldest.seconds // 60 + oldest.days * 1440} 分钟。请检查后台进程。",
        )
    age = tick_age()
    if age is None or age > timedelta(minutes=10):
        return Result(
            "定时事项", "warn", "最近十分钟没有办理过到期的事。网站在运行的话，请检查后台进程（gongkai site worker）。"
        )
    return Result("后台任务", "good", f"{waiting} 件在等。")


def _people() -> Result:
    from gongkai.organs.roles import Role
    from gongkai.web.organs.models import Appointment

    today = timezone.localdate()
    held = Appointment.objects.filter(role=Role.ADMINISTRATOR.value, person__active=True, since__lte=today)
    if not held.exclude(until__lt=today).exists():
        return Result("系统管理员", "bad", "没有人担任系统管理员。请运行 gongkai site create-admin。")
    return Result("系统管理员", "good", "有人担任。")


def _gate() -> Result:
    """The triggers that keep what was reviewed, assessed and screened, and every wording against its digest."""
    from gongkai.web.exemptions.triggers import standing as assessments_kept
    from gongkai.web.publishing.queries import altered_wordings
    from gongkai.web.publishing.triggers import standing
    from gongkai.web.screening.triggers import standing as screenings_kept

    if not all(kept(connection) for kept in (standing, assessments_kept, screenings_kept)):
        return Result("发布审查", "bad", "数据库里防止绕过审查的触发器不在了。请从备份查明原因，再继续发布。")
    altered = altered_wordings()
    if altered:
        named = "、".join(f"“{wording}”" for wording in altered[:5])
        return Result("发布审查", "bad", f"{len(altered)} 稿的内容与记下的校验值不一致：{named}。请从备份查明原因。")
    return Result("发布审查", "good", "数据库拒绝绕过审查，各稿都与校验值一致。")


def _attachments() -> Result:
    """Every kept file against its digest, and the files of every wording against what the wording says of them."""
    from gongkai.web.files.keeping import damaged
    from gongkai.web.files.models import StoredFile
    from gongkai.web.publishing.models import Wording
    from gongkai.web.publishing.queries import altered_files

    files = StoredFile.objects.order_by("id").iterator(chunk_size=500)
    seen: dict[str, bool] = {}
    bad, count = [], 0
    for each in files:
        count += 1
        if each.place not in seen:
            seen[each.place] = damaged(each)
        if seen[each.place]:
            bad.append(each.name)
    if bad:
        named = "、".join(f"“{name}”" for name in bad[:5])
        return Result(
            "附件", "bad", f"{len(bad)} 个文件不在了，或者内容与保存时不同：{named}。请从备份恢复文件存储，再查明原因。"
        )
    altered = altered_files(Wording.objects.all())
    if altered:
        named = "、".join(f"“{wording}”" for wording in altered[:5])
        return Result("附件", "bad", f"{len(altered)} 稿的附件与送审时记下的不一致：{named}。请从备份查明原因。")
    return Result("附件", "good", f"{count} 个文件都与保存时一致。")


def _search() -> Result:
    from gongkai.web.search.health import problems

    wrong = problems()
    if wrong:
        return Result("检索", "bad", "；".join(wrong) + "。请运行 gongkai site search rebuild。")
    return Result("检索", "good", "检索索引与公开的信息一致。")


_WITHOUT_DATABASE: tuple[Callable[[], Result], ...] = (_secrets, _storage, _disk, _exposure, _demonstration)
_WITH_DATABASE: tuple[Callable[[], Result], ...] = (
    _triggers,
    _gate,
    _attachments,
    _clock,
    _holidays,
    _tasks,
    _people,
    _search,
)
