"""The database refuses to change screenings and decisions. (Written out here in full: a migration does not change when the code does.)"""

from django.db import migrations

TABLES = ("screening_screening", "screening_decision")
SENTENCE = "筛查和处理的记录只能追加，不能修改或者删除。"
FUNCTION = (
    "CREATE OR REPLACE FUNCTION screening_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def install(apps, schema_editor):
    remove(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
    for statement in statements(schema_editor.connection.vendor).values():
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for name in names(schema_editor.connection.vendor):
            if name.startswith(f"{table}_"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""))


def names(vendor):
    """Every trigger."""
    return list(statements(vendor))


def statements(vendor):
    """The statements by the trigger's name."""
    found = {}
    for table in TABLES:
        if vendor == "postgresql":
            found[f"{table}_rows"] = (
                f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION screening_append_only()"
            )
            found[f"{table}_all"] = (
                f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION screening_append_only()"
            )
            continue
        for what in ("update", "delete"):
            found[f"{table}_{what}"] = (
                f"CREATE TRIGGER {table}_{what} BEFORE {what.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
    return found


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_screenings")]
    operations = [migrations.RunPython(install, remove)]
