"""The database itself refuses to change or remove words, remarks, the electorate and votes, whoever asks."""

from django.db import migrations

from kith.foundation.guards import only_added

GUARDS = (
    only_added("decisions_wording", "words of proposals"),
    only_added("decisions_remark", "what was said about proposals"),
    only_added("decisions_entitlement", "who could vote"),
    only_added("decisions_vote", "votes"),
    only_added("decisions_attachment", "files of proposals"),
)


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
