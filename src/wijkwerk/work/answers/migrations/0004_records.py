from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0003_moves"),
        ("areas", "0001_initial"),
        ("subjects", "0003_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="datarequest", name="datarequest_refused_has_reason"),
        migrations.AddField(
            model_name="datarequest",
            name="carried_out_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="text",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="with_words",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="datarequest",
            index=models.Index(fields=["municipality", "asker", "asked_at"], name="datarequest_asker"),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("granted", False), _negated=True)
                | models.Q(("why", ""), _negated=True)
                | models.Q(("erased_at__isnull", False)),
                name="datarequest_refused_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("erased_at", None)) | models.Q(("text", ""), ("why", "")),
                name="datarequest_erased_is_empty",
            ),
        ),
    ]
