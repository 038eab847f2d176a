"""The gate in the database: what is public was reviewed as it stands. (Written out here in full: a migration does not change when the code does.)

SQLite forgets the triggers of a table that a later migration remakes, and cannot rename a table that triggers of others
name: such a migration calls ``remove`` first and ``install`` afterwards. ``gongkai.web.publishing.triggers.standing`` tells.
"""

from django.db import migrations

# 子查询写成计数，不写 EXISTS：PostgreSQL 会把 EXISTS 改成连接，还没有统计信息的时候逐行读全表，成批发布一件要十几毫秒
CLEARED = """
    SELECT 1 FROM publishing_review r JOIN publishing_wording w ON w.id = r.wording_id
    WHERE r.id = NEW.review_id AND r.stage = 'office' AND r.conclusion = 'cleared' AND NEW.conclusion = 'cleared'
      AND w.version_id = NEW.version_id AND w.sealed_at IS NOT NULL AND w.disclosure_class = 'proactive'
      AND NEW.published_at >= r.at
      AND (SELECT COUNT(*) FROM publishing_review s WHERE s.wording_id = w.id AND s.stage = 'section' AND s.conclusion = 'passed') > 0
      AND (SELECT COUNT(*) FROM publishing_review s WHERE s.wording_id = w.id AND s.stage = 'secrecy' AND s.conclusion = 'passed') > 0
      AND (SELECT COUNT(*) FROM publishing_review l WHERE l.wording_id = w.id AND l.stage = 'legal' AND l.conclusion = 'returned'
           AND (SELECT COUNT(*) FROM publishing_review m WHERE m.wording_id = l.wording_id AND m.stage = 'legal' AND m.id > l.id) = 0) = 0
      AND (SELECT COUNT(*) FROM publishing_wording x WHERE x.version_id = w.version_id AND x.id > w.id) = 0
      AND (SELECT COUNT(*) FROM publishing_review y WHERE y.wording_id = w.id AND y.id > r.id) = 0
"""
SHOWN = """
    SELECT 1 FROM publishing_publication p JOIN publishing_review r ON r.id = p.review_id
    JOIN publishing_wording w ON w.id = r.wording_id JOIN publishing_version v ON v.id = p.version_id
    WHERE p.id = NEW.current_id AND v.item_id = NEW.id AND w.title = NEW.title AND w.genre = NEW.genre
      AND w.document_number = NEW.document_number AND NEW.revised_at = p.published_at
"""
REVIEWABLE = """
    SELECT 1 FROM publishing_wording w WHERE w.id = NEW.wording_id AND w.sealed_at IS NOT NULL
      AND (NEW.conclusion = 'returned' OR NEW.reviewer_id <> w.author_id)
      AND (SELECT COUNT(*) FROM publishing_wording x WHERE x.version_id = w.version_id AND x.id > w.id) = 0
"""
SEALED = "SELECT 1 FROM publishing_wording w WHERE w.id = {which}.wording_id AND w.sealed_at IS NOT NULL"
SEALED_OLD, SEALED_NEW = SEALED.format(which="OLD"), SEALED.format(which="NEW")
SAME_FILE = " OR ".join(
    f'NEW."{column}" {{differs}} OLD."{column}"'
    for column in (
        "key",
        "name",
        "kind",
        "media_type",
        "size",
        "sha256",
        "place",
        "organ_id",
        "uploaded_by_id",
        "uploaded_at",
    )
)
IN_SEALED = """
    SELECT 1 FROM publishing_attachment a JOIN publishing_wording w ON w.id = a.wording_id
    WHERE a.file_id = OLD.id AND w.sealed_at IS NOT NULL
"""
RULES = (
    ("wording_sealed_update", "wording", "UPDATE", "OLD.sealed_at IS NOT NULL", "送审以后的文稿不能修改，要改请退回后另写一稿。"),
    ("wording_sealed_delete", "wording", "DELETE", "OLD.sealed_at IS NOT NULL", "送审以后的文稿不能删除。"),
    ("review_insert", "review", "INSERT", f"NOT EXISTS ({REVIEWABLE})", "审查的应当是已经送审的最后一稿，审查人不能是起草人。"),
    ("review_update", "review", "UPDATE", "1 = 1", "审查记录只能追加，不能修改。"),
    ("review_delete", "review", "DELETE", "1 = 1", "审查记录只能追加，不能删除。"),
    ("publication_insert", "publication", "INSERT", f"NOT EXISTS ({CLEARED})", "没有通过审查的版本不能公开。"),
    ("publication_update", "publication", "UPDATE", "1 = 1", "发布记录只能追加，不能修改。"),
    ("publication_delete", "publication", "DELETE", "1 = 1", "发布记录只能追加，不能删除。"),
    ("item_insert", "item", "INSERT", f"NEW.current_id IS NOT NULL AND NOT EXISTS ({SHOWN})", "公开的应当是这件信息通过审查的那一稿。"),
    ("item_update", "item", "UPDATE", f"NEW.current_id IS NOT NULL AND NOT EXISTS ({SHOWN})", "公开的应当是这件信息通过审查的那一稿。"),
    ("item_lasting", "item", "UPDATE",
     "(OLD.index_number IS NOT NULL AND NEW.index_number {differs} OLD.index_number)"
     " OR (OLD.published_at IS NOT NULL AND NEW.published_at {differs} OLD.published_at)"
     " OR (OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND NEW.published_at {differs} NEW.revised_at)",
     "索引号和首次公开时间由系统记录，不能改动。"),
    ("item_again", "item", "UPDATE",
     "OLD.state = 'withdrawn' AND NEW.state = 'published' AND NEW.current_id = OLD.current_id",
     "已经撤下的版本不能恢复公开，请另送一版审查。"),
    ("attachment_insert", "attachment", "INSERT", f"EXISTS ({SEALED_NEW})", "送审以后的文稿不能增加附件，要改请退回后另写一稿。"),
    ("attachment_update", "attachment", "UPDATE", f"EXISTS ({SEALED_OLD}) OR EXISTS ({SEALED_NEW})",
     "送审以后的文稿不能修改附件，要改请退回后另写一稿。"),
    ("attachment_delete", "attachment", "DELETE", f"EXISTS ({SEALED_OLD})", "送审以后的文稿不能删除附件，要改请退回后另写一稿。"),
    ("file_update", "files_storedfile", "UPDATE", f"({SAME_FILE}) AND EXISTS ({IN_SEALED})", "送审以后的附件不能更换。"),
)  # fmt: skip
EVIDENCE = ("wording", "review", "publication", "attachment")
KEPT = "审查和发布的记录不能清空。"


def install(apps, schema_editor):
    remove(apps, schema_editor)
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for trigger, table in names(schema_editor.connection.vendor):
        on = f" ON {stored(table)}" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on}")


def stored(table):
    """The name of a table in the database; those of other apps are written out."""
    return table if table.startswith("files_") else f"publishing_{table}"


def names(vendor):
    """Every trigger with the table it stands on."""
    found = [(f"publishing_{name}", table) for name, table, _, _, _ in RULES]
    if vendor == "postgresql":
        found += [(f"publishing_{table}_truncate", table) for table in EVIDENCE]
    return found


def statements(vendor):
    for name, table, on, condition, sentence in RULES:
        if vendor == "postgresql":
            condition = condition.replace("{differs}", "IS DISTINCT FROM")
            given = "OLD" if on == "DELETE" else "NEW"
            yield (
                f"CREATE OR REPLACE FUNCTION publishing_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
                f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {given}; END $$"
            )
            yield (
                f"CREATE TRIGGER publishing_{name} BEFORE {on} ON {stored(table)} "
                f"FOR EACH ROW EXECUTE FUNCTION publishing_{name}()"
            )
        else:
            condition = condition.replace("{differs}", "IS NOT")
            yield (
                f"CREATE TRIGGER publishing_{name} BEFORE {on} ON {stored(table)} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION publishing_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for table in EVIDENCE:
            yield (
                f"CREATE TRIGGER publishing_{table}_truncate BEFORE TRUNCATE ON publishing_{table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION publishing_kept()"
            )


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
