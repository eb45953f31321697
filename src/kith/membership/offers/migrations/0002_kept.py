"""The database itself refuses to change or remove what was written about money of an offer, whoever asks."""

from django.db import migrations

from kith.foundation.guards import only_added

GUARDS = (only_added("offers_offerentry", "entries of an offer"),)


class Migration(migrations.Migration):
    dependencies = [("offers", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
