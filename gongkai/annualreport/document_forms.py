"""The page docs/reference/forms.md, written from the schemes: ``python -m gongkai.annualreport.document_forms``."""

from __future__ import annotations

from pathlib import Path

from gongkai.annualreport.scheme import FOLDER, Column, Row, Scheme, Sum, TableScheme, read_scheme

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "forms.md"
KINDS = {"count": "不小于零的整数", "change": "整数，可为负", "amount": "小数"}
HEAD = """# 法定格式

这一页由 `python -m gongkai.annualreport.document_forms` 从 `gongkai/annualreport/schemes/` 写出，不要直接改。

一版格式是一个文件：各部分的标题和认出它们的词，各表的行、列、合并的表头、单位、标签的异写、勾稽关系、施行的年度和来源。
读取、核对、写出和数据的键都按这个文件进行。环境变量 `GONGKAI_FORMS` 指向的文件夹里可以放更多的格式，不用改程序。

一格的名称是“表.行.列”，例如 `applications.refused.state_secret.total`；行的键里可以有点。
"""


def page() -> str:
    """The page as Markdown, newest form first; only the forms of this package."""
    schemes = sorted((read_scheme(path) for path in FOLDER.glob("*.yaml")), key=lambda each: -each.since_year)
    return "\n".join([HEAD, *(_form(scheme) for scheme in schemes)])


def _form(scheme: Scheme) -> str:
    until = "年度及以后" if scheme.until_year is None else f"年度至{scheme.until_year}年度"
    lines = [
        f"## {scheme.name}（`{scheme.form}`）\n",
        f"- 文件：{scheme.document}",
        f"- 制定依据：{scheme.basis}",
        f"- 适用：{scheme.since_year}{until}的报告",
        f"- 本表据何抄录：{scheme.source}",
        f"- 题名：{scheme.title.replace('{organ}', '（机关名称）').replace('{year}', '××××')}\n",
        "| 部分 | 键 | 认出标题的词（每组都在标题里） |",
        "|---|---|---|",
    ]
    for section in scheme.sections:
        words = "；".join("＋".join(group) for group in section.words)
        lines.append(f"| {section.title} | `{section.key}` | {words} |")
    return "\n".join([*lines, "", *(_table(table) for table in scheme.tables)])


def _table(table: TableScheme) -> str:
    lines = [f"### {table.title}（`{table.key}`，{len(table.addresses)} 格）\n"]
    for part in table.parts:
        if part.title:
            lines.append(f"**{part.title}**\n")
        lines += ["| 列 | 键 | 上方的表头 | 单位 | 数 | 异写 |", "|---|---|---|---|---|---|"]
        lines += [_column(column) for column in part.columns]
        lines += ["", "| 行 | 键 | 左侧（或上方）的分组 | 异写 |", "|---|---|---|---|"]
        lines += [_row(row) for row in part.rows]
        lines.append("")
    if table.sums:
        lines += ["勾稽关系：", "", *(f"- `{rule.code}`：{_sum(table, rule)}" for rule in table.sums), ""]
    return "\n".join(lines)


def _column(column: Column) -> str:
    return (
        f"| {column.label} | `{column.key}` | {' › '.join(column.groups)} | {column.unit} | {KINDS[column.kind]} "
        f"| {'、'.join(column.variants)} |"
    )


def _row(row: Row) -> str:
    local = "（地方加行，不属于全国格式）" if row.local else ""
    return f"| {row.label}{local} | `{row.key}` | {' › '.join(row.groups)} | {'、'.join(row.variants)} |"


def _sum(table: TableScheme, rule: Sum) -> str:
    names = (
        {column.key: column.label for part in table.parts for column in part.columns}
        if rule.across == "columns"
        else {row.key: row.label for _, row in table.lines}
    )
    where = "每行" if rule.across == "columns" else "每列"
    if rule.only:
        other = {row.key: row.label for _, row in table.lines} if rule.across == "columns" else {}
        where = "、".join(other.get(key, key) for key in rule.only)
    sides = (" ＋ ".join(names[key].partition("（区分")[0] for key in side) for side in (rule.left, rule.right))
    return f"{where}，{' ＝ '.join(sides)}"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
