"""``gongkai site create-admin``: the first organ and its administrator, asked for or given by options."""

from __future__ import annotations

import sys
from typing import Any

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import Refused, setup

_ASKED = {
    "organ": "机关全称（例如 青石县人民政府）",
    "code": "网址标识（小写字母、数字和横线，例如 qingshi）",
    "level": "层级（省级、市级、县级、乡级）",
    "username": "管理员的登录名（例如 admin.wang）",
    "name": "管理员的姓名",
}


def run(options: Arguments) -> int:
    """Make both in one transaction and print the password once; it must be changed at the first sign-in."""
    setup()
    from django.core.exceptions import ValidationError

    from gongkai.web.operation.preparing import migrate

    migrate()
    given = {name: getattr(options, name) or _ask(name) for name in _ASKED}
    try:
        password = create(
            **given,
            short_name=options.short_name or given["organ"],
            kind=options.kind,
        )
    except ValidationError as problem:
        raise Refused("没有建立：\n" + "\n".join(f"  {message}" for message in _sentences(problem))) from problem
    print(
        f"已建立“{given['organ']}”和系统管理员“{given['name']}”。\n登录名：{given['username']}\n"
        f"一次性密码：{password}\n第一次登录后须更换密码，并绑定动态口令。这个密码只显示这一次。"
    )
    return 0


def create(*, organ: str, short_name: str, code: str, level: str, kind: str, username: str, name: str) -> str:
    """The organ (an existing one of that code is kept), the person and the appointment. Raises ``ValidationError``."""
    from django.core.exceptions import ValidationError
    from django.db import transaction
    from django.utils import timezone

    from gongkai.organs.levels import KIND_TITLES, LEVEL_TITLES
    from gongkai.organs.roles import Role
    from gongkai.web.accounts.services import add_person
    from gongkai.web.log.actors import SYSTEM
    from gongkai.web.organs.models import Organ
    from gongkai.web.organs.services.organs import add_organ
    from gongkai.web.organs.services.people import appoint

    levels = {title: key.value for key, title in LEVEL_TITLES.items()}
    kinds = {title: key.value for key, title in KIND_TITLES.items()}
    if level not in levels:
        raise ValidationError(f"层级“{level}”不在可选的范围内：{'、'.join(levels)}。")
    if kind not in kinds:
        raise ValidationError(f"性质“{kind}”不在可选的范围内：{'、'.join(kinds)}。")
    with transaction.atomic():
        place = Organ.objects.filter(code=code).first()
        if place is None:
            place = add_organ(
                by=SYSTEM, name=organ, short_name=short_name[:40], code=code, level=levels[level], kind=kinds[kind]
            )
        elif place.name != organ:
            raise ValidationError(f"网址标识“{code}”已经是“{place.name}”的，请换一个，或者把机关全称写成它。")
        made = add_person(username=username, name=name, by=SYSTEM, organ=place)
        appoint(made.person, place, Role.ADMINISTRATOR, by=SYSTEM, since=timezone.localdate())
    return made.one_time_password


def _ask(name: str) -> str:
    if not sys.stdin.isatty():
        raise Refused(f"还缺少：{_ASKED[name]}。请用 --{name} 给出，或者在终端里运行，逐项回答。")
    while True:
        answer = input(f"{_ASKED[name]}：").strip()
        if answer:
            return answer


def _sentences(problem: Any) -> list[str]:
    return list(problem.messages)
