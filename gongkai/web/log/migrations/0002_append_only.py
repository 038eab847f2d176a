"""The database refuses to change the log. (Written out here in full: a migration does not change when the code does.)"""

from django.db import migrations

TABLE = "log_event"
SENTENCE = "日志只能追加，不能修改或者删除。"
SQLITE = {
    f"{TABLE}_append_only_{what}": f'CREATE TRIGGER "{TABLE}_append_only_{what}" BEFORE {what.upper()} ON "{TABLE}" '
    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    for what in ("update", "delete")
}
POSTGRESQL = {
    f"{TABLE}_append_only_rows": f'CREATE TRIGGER "{TABLE}_append_only_rows" BEFORE UPDATE OR DELETE ON "{TABLE}" '
    "FOR EACH ROW EXECUTE FUNCTION gongkai_append_only()",
    f"{TABLE}_append_only_all": f'CREATE TRIGGER "{TABLE}_append_only_all" BEFORE TRUNCATE ON "{TABLE}" '
    "FOR EACH STATEMENT EXECUTE FUNCTION gongkai_append_only()",
}
FUNCTION = (
    "CREATE OR REPLACE FUNCTION gongkai_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def install(apps, schema_editor):
    remove(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
    for statement in _of(schema_editor).values():
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    on = f' ON "{TABLE}"' if schema_editor.connection.vendor == "postgresql" else ""
    for name in _of(schema_editor):
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def names(vendor):
    """Every trigger."""
    return list(POSTGRESQL if vendor == "postgresql" else SQLITE)


def _of(schema_editor):
    return POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE


class Migration(migrations.Migration):
    dependencies = [("log", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
