"""The index itself, which Django's models cannot say: FTS5 with triggers on SQLite, a ``tsvector`` with GIN on PostgreSQL."""

from django.db import migrations

COLUMNS = ("title", "numbers", "keywords", "body", "marks")


def _listed(prefix):
    return ", ".join(f"{prefix}{column}" for column in COLUMNS)


def sqlite():
    # 词已经由程序切好，用空格隔开；除空格外都算词的一部分
    yield (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5({_listed('')}, content='search_words',"
        " content_rowid='document_id', tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co'\")"
    )
    # 整理时两段就合（默认要四段）
    yield "INSERT INTO search_index(search_index, rank) VALUES ('usermerge', 2)"
    add = f"INSERT INTO search_index(rowid, {_listed('')}) VALUES (new.document_id, {_listed('new.')});"  # noqa: S608 - 只有列名
    remove = (  # 名称都是上面写定的
        f"INSERT INTO search_index(search_index, rowid, {_listed('')})"  # noqa: S608 - 只有列名
        f" VALUES ('delete', old.document_id, {_listed('old.')});"
    )
    yield f"CREATE TRIGGER IF NOT EXISTS search_words_added AFTER INSERT ON search_words BEGIN {add} END"
    yield f"CREATE TRIGGER IF NOT EXISTS search_words_gone AFTER DELETE ON search_words BEGIN {remove} END"
    yield f"CREATE TRIGGER IF NOT EXISTS search_words_changed AFTER UPDATE ON search_words BEGIN {remove} {add} END"


def postgresql():
    yield "ALTER TABLE search_words ADD COLUMN IF NOT EXISTS vector tsvector"
    yield "CREATE INDEX IF NOT EXISTS search_words_vector ON search_words USING gin (vector)"


def install(apps, schema_editor):
    statements = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]()
    for statement in statements:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for trigger in ("search_words_added", "search_words_gone", "search_words_changed"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        schema_editor.execute("DROP TABLE IF EXISTS search_index")
    else:
        schema_editor.execute("ALTER TABLE search_words DROP COLUMN IF EXISTS vector")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_documents")]
    operations = [migrations.RunPython(install, remove)]
