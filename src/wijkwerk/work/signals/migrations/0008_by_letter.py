from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signals", "0007_records"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="via",
            field=models.CharField(
                choices=[
                    ("web", "website"),
                    ("phone", "telefoon"),
                    ("counter", "balie"),
                    ("walk", "schouw"),
                    ("meeting", "bijeenkomst"),
                    ("mail", "e-mail"),
                    ("post", "brief"),
                    ("import", "ander systeem"),
                ],
                default="web",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="signal",
            name="via",
            field=models.CharField(
                choices=[
                    ("web", "website"),
                    ("phone", "telefoon"),
                    ("counter", "balie"),
                    ("walk", "schouw"),
                    ("meeting", "bijeenkomst"),
                    ("mail", "e-mail"),
                    ("post", "brief"),
                    ("import", "ander systeem"),
                ],
                default="web",
                max_length=10,
            ),
        ),
    ]
