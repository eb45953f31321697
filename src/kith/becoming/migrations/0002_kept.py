"""The database itself refuses to change or remove what was checked, whoever asks."""

from django.db import migrations

from kith.foundation.guards import only_added

GUARDS = (only_added("becoming_check", "checks of newcomers"),)


class Migration(migrations.Migration):
    dependencies = [("becoming", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
