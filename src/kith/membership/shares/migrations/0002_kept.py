"""The database itself refuses to change or remove what was written about shares, whoever asks."""

from django.db import migrations

from kith.foundation.guards import only_added

ENTRIES = only_added("shares_shareentry", "share entries")
NOMINATIONS = only_added("shares_nomination", "nominations")
YEARS = only_added("shares_interestyear", "years of interest")
GUARDS = (ENTRIES, NOMINATIONS, YEARS)


class Migration(migrations.Migration):
    dependencies = [("shares", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
