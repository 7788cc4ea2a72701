"""Grants that a peer says it holds, so that the next parcel need not carry their evidence again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("node", "0005_overdue")]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="held",
            field=models.BooleanField(default=False),
        ),
    ]
