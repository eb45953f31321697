"""The database itself refuses to change or remove an event, whoever asks."""

from django.db import migrations

from kith.foundation.guards import only_added

GUARD = only_added("foundation_event", "events")


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [GUARD.operation]
