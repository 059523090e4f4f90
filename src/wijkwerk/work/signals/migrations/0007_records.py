from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signals", "0006_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                condition=models.Q(("legal_hold", True)),
                fields=["municipality", "subject"],
                name="signal_held",
            ),
        ),
    ]
