"""Where the room of answers joins in: the letter texts are a part of the settings document; askers and answers are erased."""

from wijkwerk.ground.kit import hooks
from wijkwerk.work.answers import dossier, erasing
from wijkwerk.work.answers.sections import give_sections

hooks.add("settings.section", give_sections)
hooks.add("records.erase", erasing.erase)
hooks.add("records.dossier", dossier.askers_part)
hooks.add("records.dossier", dossier.answers_part)
