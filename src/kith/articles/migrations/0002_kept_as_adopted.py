"""The database itself refuses to change articles that were adopted or withdrawn, or the words of any, or to remove one."""

from django.db import migrations

from kith.foundation.guards import Guard

SETTLED = "OLD.state <> 'proposed' OR NEW.text <> OLD.text OR NEW.number <> OLD.number OR NEW.coop_id <> OLD.coop_id"
WORDS = "articles are kept: what was adopted, and the words of a proposal, cannot be changed"
GONE = "articles are kept: no version can be removed"
KEPT = Guard(
    sqlite=[
        f"""CREATE TRIGGER articles_no_update BEFORE UPDATE ON articles_articlesversion WHEN {SETTLED}
       BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
        f"""CREATE TRIGGER articles_no_delete BEFORE DELETE ON articles_articlesversion
       BEGIN SELECT RAISE(ABORT, '{GONE}'); END""",
    ],
    sqlite_back=["DROP TRIGGER articles_no_update", "DROP TRIGGER articles_no_delete"],
    postgresql=[
        f"""CREATE FUNCTION articles_kept() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION '{WORDS}'; END $$""",
        f"""CREATE FUNCTION articles_never_gone() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION '{GONE}'; END $$""",
        f"""CREATE TRIGGER articles_no_update BEFORE UPDATE ON articles_articlesversion
       FOR EACH ROW WHEN ({SETTLED}) EXECUTE FUNCTION articles_kept()""",
        """CREATE TRIGGER articles_no_delete BEFORE DELETE ON articles_articlesversion
       FOR EACH ROW EXECUTE FUNCTION articles_never_gone()""",
        """CREATE TRIGGER articles_no_truncate BEFORE TRUNCATE ON articles_articlesversion
       FOR EACH STATEMENT EXECUTE FUNCTION articles_never_gone()""",
    ],
    postgresql_back=[
        "DROP TRIGGER articles_no_truncate ON articles_articlesversion",
        "DROP TRIGGER articles_no_delete ON articles_articlesversion",
        "DROP TRIGGER articles_no_update ON articles_articlesversion",
        "DROP FUNCTION articles_never_gone",
        "DROP FUNCTION articles_kept",
    ],
)
GUARDS = (KEPT,)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
