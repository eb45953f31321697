"""The database itself refuses to change or remove who came, what happened, papers and the words of minutes."""

from django.db import migrations

from kith.foundation.guards import only_added

GUARDS = (
    only_added("meetings_presence", "who came to meetings"),
    only_added("meetings_happening", "what happened at meetings"),
    only_added("meetings_paper", "papers for meetings"),
    only_added("meetings_minutesversion", "words of minutes"),
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
