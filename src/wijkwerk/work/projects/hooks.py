"""Where the room of projects joins in."""

from wijkwerk.ground.kit import hooks
from wijkwerk.work.projects import panels
from wijkwerk.work.projects.actions import notes, projects
from wijkwerk.work.projects.sections import give_sections

hooks.add("settings.section", give_sections)
hooks.add("signals.desk", panels.on_desk)
hooks.add("people.role_ended", projects.back_to_team)
hooks.add("worker.clocks", notes.destroy_old)
