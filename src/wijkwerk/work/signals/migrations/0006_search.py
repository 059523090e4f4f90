"""The words to search in get a key that an index can point at. What stood there is made anew by `wijkwerk search rebuild`."""

import django.db.models.deletion
from django.db import migrations, models

import wijkwerk.ground.kit.word_index


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_initial"), ("signals", "0005_in_time")]

    operations = [
        migrations.DeleteModel(name="SearchText"),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shown", wijkwerk.ground.kit.word_index.WordsField(blank=True, default="")),
                ("words", wijkwerk.ground.kit.word_index.WordsField(blank=True, default="")),
                ("indexed_at", models.DateTimeField()),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.municipality",
                    ),
                ),
                (
                    "signal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_text",
                        to="signals.signal",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "signal"], name="searchtext_signal")],
            },
        ),
    ]
