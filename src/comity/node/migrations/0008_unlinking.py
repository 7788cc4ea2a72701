"""What was decided when salts were destroyed is kept, so that its reason can be read."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("node", "0007_refused")]

    operations = [
        migrations.CreateModel(
            name="UnlinkingDecision",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="unlinking",
                        serialize=False,
                        to="node.recordentry",
                    ),
                ),
                ("reason", models.TextField()),
                ("entries", models.JSONField()),
            ],
        ),
    ]
