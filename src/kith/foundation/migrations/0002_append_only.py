"""The database itself refuses to change or remove an event, whoever asks."""

from django.db import migrations

from kith.foundation.guards import only_added

GUARDS = (only_added("foundation_event", "events"),)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
