"""Acts that were refused keep their place in their thread."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("node", "0006_parcels")]

    operations = [
        migrations.AlterField(
            model_name="envelope",
            name="way",
            field=models.CharField(
                choices=[("out", "Out"), ("in", "In"), ("refused", "Refused")], max_length=7
            ),
        ),
    ]
