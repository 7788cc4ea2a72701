"""Deliveries that are overdue, and peers that are paused."""

import comity.node.fields
from django.db import migrations, models

NEVER = 2**53 - 1  # what waits from before was promised no time


class Migration(migrations.Migration):
    dependencies = [("node", "0004_witnessing")]

    operations = [
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("state", models.CharField(max_length=2, primary_key=True, serialize=False)),
                ("since", comity.node.fields._InstantField()),
                ("by", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=500)),
            ],
        ),
        migrations.RemoveIndex(model_name="dispatch", name="waiting_dispatch"),
        migrations.AddField(
            model_name="dispatch",
            name="overdue",
            field=comity.node.fields._InstantField(default=NEVER),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="dispatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("overdue", "Overdue"),
                    ("delivered", "Delivered"),
                    ("refused", "Refused"),
                    ("given-up", "Given Up"),
                ],
                default="waiting",
                max_length=9,
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "overdue"])),
                fields=["peer", "thread"],
                name="open_dispatch",
            ),
        ),
    ]
