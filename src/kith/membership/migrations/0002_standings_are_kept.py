"""The database itself refuses to change or remove what was written about a member's standing, whoever asks."""

from django.db import migrations

from kith.foundation.guards import only_added

GUARDS = (only_added("membership_standing", "standings"),)


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
