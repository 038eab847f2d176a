"""What happens to a person's account, as the log names it."""

from __future__ import annotations

from typing import Any

from gongkai.web.accounts.models import Person
from gongkai.web.accounts.places import home_organ
from gongkai.web.log.actors import Actor, actor
from gongkai.web.log.models import Chain, Event
from gongkai.web.log.services import INSTALLATION, record

TITLES = {
    "add_person": "新增人员",
    "edit_person": "修改人员资料",
    "deactivate_person": "停用账号",
    "reactivate_person": "恢复账号",
    "sign_in": "登录",
    "sign_in_failed": "登录失败",
    "sign_in_locked": "因多次失败暂停登录",
    "unlock_sign_in": "解除登录暂停",
    "sign_out": "退出登录",
    "end_sessions": "结束登录会话",
    "change_password": "修改密码",
    "set_password": "由管理员重设密码",
    "second_factor": "动态口令验证通过",
    "second_factor_failed": "动态口令验证失败",
    "recovery_code": "用恢复码验证通过",
    "enrol_second_factor": "绑定动态口令",
    "make_recovery_codes": "生成恢复码",
    "reset_second_factor": "由管理员解除动态口令",
}
"""The titles of the moves that this part of the site writes."""

UNKNOWN = Actor("unknown", "未登录的人")
"""Who tries to sign in and does not get in: a name that was typed proves nothing."""


def note_person(person: Person, move: str, *, by: Actor | None = None, **more: Any) -> Event:
    """Note what happened to a person's account, on the chain of the organ where the person works. ``by``: the person."""
    return record(person, move, by=by or actor(person), organ=home_organ(person), **more)


def note_stranger(move: str, **more: Any) -> Event:
    """Note on the installation's chain what somebody did who is no person of the site. Never with what was typed."""
    chain, _ = Chain.objects.get_or_create(key=INSTALLATION)
    return record(chain, move, by=UNKNOWN, organ=None, **more)
