"""The database itself refuses to change or remove the words of plans and what was agreed, whoever asks."""

from django.db import migrations

from kith.foundation.guards import only_added

GUARDS = (
    only_added("support_planwords", "words of plans"),
    only_added("support_agreedplan", "agreed plans"),
    only_added("support_outcome", "outcomes"),
    only_added("support_rating", "ratings"),
    only_added("support_consent", "consents"),
    only_added("support_capacitydecision", "decisions about capacity"),
    only_added("support_review", "reviews"),
    only_added("support_omaharating", "ratings by the Omaha System"),
    only_added("support_circlenote", "notes of circles"),
)


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
