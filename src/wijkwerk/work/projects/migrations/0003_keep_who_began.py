from django.db import migrations, models


def keep_who_began(apps, schema_editor):
    """Whoever has a project that no department received is the team that began it."""
    waiting = apps.get_model("projects", "Project").objects.filter(received_at=None)
    waiting.exclude(owner_team=models.F("receiver")).update(area_team=models.F("owner_team"))


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_team_that_gets_it_back")]

    operations = [migrations.RunPython(keep_who_began, migrations.RunPython.noop)]
