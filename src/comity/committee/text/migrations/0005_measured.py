"""What every meeting left has a row."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("text", "0004_display"),
    ]

    operations = [
        migrations.CreateModel(
            name="Measured",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.PositiveIntegerField()),
                ("clusters", models.JSONField()),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measured", to="text.text"
                    ),
                ),
            ],
            options={
                "ordering": ["text", "entry"],
                "constraints": [models.UniqueConstraint(fields=("text", "entry"), name="one_measure_an_end")],
            },
        ),
    ]
