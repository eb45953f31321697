"""The database itself refuses to change or remove what was written about a duty, whoever asks."""

from django.db import migrations

from kith.foundation.guards import only_added

GUARDS = (only_added("duties_dutyrecord", "records of duties"),)


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
