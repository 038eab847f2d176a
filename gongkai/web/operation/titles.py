"""What the log's kinds, moves and facts are called: by tables of moves and models where they say it, else by the list here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import models

from gongkai.web.casework.models import Case

MOVES = {
    "add_column": "新增栏目",
    "add_document": "新增指南、制度",
    "add_group_member": "新增领导小组成员",
    "add_item": "起草信息",
    "add_local_class": "设立组配分类",
    "add_material": "存入卷内材料",
    "add_organ": "新增机关",
    "add_person": "新增人员",
    "add_section": "新增科室",
    "add_training": "登记培训",
    "add_work_point": "新增要点任务",
    "amend": "更正办理记录",
    "amend_item": "标注修改",
    "appoint": "任命角色",
    "assign": "交办",
    "attach_file": "附上文件",
    "backup": "作备份",
    "close_local_class": "停用组配分类",
    "close_column": "停用栏目",
    "close_section": "撤销科室",
    "deactivate_person": "停用账号",
    "detach_file": "移除附件",
    "direct_reminders": "设定提醒的去处",
    "compose_letter": "生成文书",
    "discard_draft": "作废草稿",
    "discard_report": "作废年报草稿",
    "dissolve_organ": "撤销机关",
    "edit_column": "修改栏目",
    "edit_description": "修改描述",
    "edit_details": "修改登记内容",
    "edit_document": "修改指南、制度",
    "edit_group_member": "修改领导小组成员",
    "edit_item": "修改信息",
    "edit_letter_settings": "修改文书设置",
    "edit_local_class": "修改组配分类",
    "edit_organ": "修改机关资料",
    "edit_person": "修改人员资料",
    "edit_section": "修改科室",
    "edit_training": "修改培训",
    "edit_work_point": "修改要点任务",
    "end_appointment": "免去角色",
    "end_group_member": "退出领导小组",
    "end_sessions": "结束登录会话",
    "enter_figure": "填报数字",
    "enter_notice": "录入放假通知",
    "erase_personal_data": "删除个人信息",
    "export_log": "导出日志",
    "fetch_letter": "申请人下载文书",
    "fetch_material": "申请人下载材料",
    "file_online": "申请人网上递交",
    "finish_work_point": "办结要点任务",
    "give_feedback": "申请人评价",
    "keep_file": "上传文件",
    "keep_name": "记入曾用名",
    "keep_report": "保存年度报告",
    "lock_report_snapshot": "锁定年报数据",
    "merge_column": "合并栏目",
    "move_column": "移动栏目",
    "move_organ": "改变隶属",
    "order_column": "调整栏目次序",
    "propose_disclosure": "建议转为主动公开",
    "publish_item": "发布信息",
    "publish_report": "发布年度报告",
    "publish_report_draft": "发布年度报告",
    "reactivate_person": "恢复账号",
    "read_file": "提取文件的文字",
    "mail_reminders": "寄出提醒",
    "read_material": "查看卷内材料",
    "renew_calendar": "更换日历网址",
    "read_letter": "查看、下载文书",
    "read_personal_data": "查看个人信息全文",
    "read_report_file": "读取年报文件",
    "recheck_report": "重新核对年报",
    "recompute_deadline": "重新计算期限",
    "record_progress": "登记任务进展",
    "relate": "登记相关文件",
    "release_version": "批准公布",
    "rename_organ": "机关更名",
    "reopen_column": "重新启用栏目",
    "rename_file": "修改附件标题",
    "reopen_work_point": "重开要点任务",
    "reorganise": "机构调整",
    "reorder_files": "调整附件次序",
    "repeal_item": "标注废止",
    "replace_report": "替换年报文件",
    "restore": "从备份恢复",
    "return_report": "退回年报",
    "return_report_draft": "退回年报草稿",
    "rotate_keys": "更换密钥",
    "schedule_item": "定时发布",
    "set_item_term": "改定有效期",
    "sign_figure": "签认填报的数字",
    "split_application": "拆分申请",
    "start_report_draft": "开始编制年报",
    "submit_report": "报送年报",
    "submit_report_draft": "送审年报草稿",
    "succeed": "承接职能",
    "take_in_application": "并入另一件申请",
    "take_report_snapshot": "提取年报数据",
    "unrelate": "取消相关文件",
    "verify_log": "核验日志",
    "withdraw_item": "撤下信息",
    "withdraw_notice": "撤回放假通知",
    "withdraw_report": "撤回年报",
    "write_report_section": "撰写年报正文",
    "write_template": "修改文书模板",
    "write_version": "起草新版本",
}

FACTS = {
    "done": "办成的件数",
    "executes_at": "执行的时间",
    "put_back": "撤销交办的件数",
    "taken_back": "撤回的件数",
    "refused": "没有办成的件数",
    "what": "办理事项",
    "applications": "申请",
    "filing": "递交",
    "item": "信息",
    "kind": "种类",
    "merged": "并入的申请",
    "parts": "拆分出的申请",
    "score": "评价",
    "letter": "文书",
    "manifest": "清单的校验值",
    "material": "材料",
    "basis": "依据",
    "bytes": "字节数",
    "cases": "核对的案件",
    "chains": "日志链数",
    "encrypted": "已加密",
    "fields": "字段数",
    "file": "文件名",
    "files_sha256": "附件校验值",
    "files": "文件数",
    "boxes": "遮盖框数",
    "findings": "发现的问题",
    "found": "问题",
    "head": "末条校验值",
    "made_at": "备份时间",
    "migrated": "数据库变更数",
    "number": "文号",
    "provisional": "暂计",
    "rows": "条数",
    "since": "从哪天起",
    "state": "状态",
    "title": "名称",
    "values": "值数",
    "version": "版本",
    "address": "网络地址",
    "codes": "编码",
    "digest": "校验值",
    "ended": "结束的数目",
    "notice": "通知",
    "opinion": "意见",
    "paper": "案件材料",
    "page": "第几页",
    "pages": "页数",
    "predecessor": "原机关",
    "publish_at": "发布时间",
    "reason": "原因",
    "release": "成品",
    "report": "年度报告",
    "role": "种类",
    "sha256": "内容校验值",
    "way": "方式",
    "withheld": "整页不提供的页数",
    "wording": "文稿",
    "year": "年度",
}

ACTORS = {"system": "系统", "public": "公众", "unknown": "未登录的人"}


@cache
def move_titles() -> dict[str, str]:
    """Every move that the log may hold, by name; subjects name their own in ``events.TITLES`` or in their table of moves."""
    found = dict(MOVES)
    for config in apps.get_app_configs():
        if config.name.startswith("gongkai.") and find_spec(f"{config.name}.events") is not None:
            found |= getattr(import_module(f"{config.name}.events"), "TITLES", {})
    for kind in _kinds():
        if issubclass(kind, Case):
            found |= {move.name: move.title for move in kind.table.moves}
    return found


def move_title(kind: str, move: str) -> str:
    """What was done, in Chinese; a move that nobody named is told as such, with its name."""
    model = model_of(kind)
    if model is not None and issubclass(model, Case) and move in model.table.move_of:
        return str(model.table.move_of[move].title)
    return move_titles().get(move, f"其他事项（{move}）")


@cache
def kind_titles() -> dict[str, str]:
    """Every kind of record that the log may be about."""
    return {str(kind._meta.label_lower): str(kind._meta.verbose_name) for kind in _kinds()}


def kind_title(kind: str) -> str:
    """What a record is called."""
    return kind_titles().get(kind, f"其他（{kind}）")


def fact_title(kind: str, move: str, name: str) -> str:
    """What a fact, or a changed field, is called."""
    model = model_of(kind)
    if model is None:
        return FACTS.get(name, name)
    if issubclass(model, Case):
        known = model.table.move_of.get(move)
        if known is not None and name in known.fields:
            return str(known.fields[name].title)
    for each in model._meta.concrete_fields:
        if each.name == name:
            return str(each.verbose_name)
    return FACTS.get(name, name)


def model_of(kind: str) -> type[models.Model] | None:
    """The model of a kind; None for one that this version no longer has."""
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


def _kinds() -> Iterator[Any]:
    for config in apps.get_app_configs():
        if config.name.startswith("gongkai."):
            yield from config.get_models()
