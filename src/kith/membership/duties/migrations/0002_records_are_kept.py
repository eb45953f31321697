"""The database itself refuses to change or remove what was written about a duty, whoever asks."""

from django.db import migrations

from kith.foundation.guards import only_added

GUARD = only_added("duties_dutyrecord", "records of duties")


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]
    operations = [GUARD.operation]
