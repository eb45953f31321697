"""The database itself refuses to change or remove what was written about loans, whoever asks."""

from django.db import migrations

from kith.foundation.guards import only_added

ENTRIES = only_added("loans_loanentry", "loan entries")
GUARDS = (ENTRIES,)


class Migration(migrations.Migration):
    dependencies = [("loans", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
