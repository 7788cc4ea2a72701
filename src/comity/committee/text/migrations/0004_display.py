import comity.node.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('text', '0003_taken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Display',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.CharField(max_length=16)),
                ('last', models.CharField(blank=True, max_length=16)),
                ('turn', models.PositiveIntegerField(default=0)),
                ('at', comity.node.fields._InstantField()),
                ('text', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='display', to='text.text')),
            ],
        ),
    ]
