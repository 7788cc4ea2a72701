"""What every meeting left is counted once for the negotiations that stand, from their logs."""

from itertools import groupby

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from comity.committee.text.rules.negotiation.meetings import readings, told
from comity.committee.text.rules.negotiation.stored import entries
from comity.foundation.canonical import read_written


def count_meetings(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Keep what was left by every meeting that has ended."""
    kept = apps.get_model("text", "Measured")
    rows = apps.get_model("text", "LogEntry").objects.order_by("text_id", "number")
    for text, contents in groupby(rows.values_list("text_id", "content").iterator(), key=lambda row: row[0]):
        log = tuple(entries(read_written([bytes(content) for _, content in contents])))
        found = readings(log)[:-1]
        kept.objects.bulk_create(kept(text_id=text, entry=each.entry, clusters=told(each)) for each in found)


class Migration(migrations.Migration):
    dependencies = [
        ("text", "0005_measured"),
    ]

    operations = [
        migrations.RunPython(count_meetings, migrations.RunPython.noop),
    ]
