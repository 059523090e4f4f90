"""Where the room of plans joins in: settings, answers that wait, and signals that turn out to be about care."""

from wijkwerk.ground.kit import hooks
from wijkwerk.work.plans import leaving, panels, promising, round_panels
from wijkwerk.work.plans.actions import wishes
from wijkwerk.work.plans.sections import give_sections

hooks.add("settings.section", give_sections)
hooks.add("worker.clocks", promising.catch_up)
hooks.add("worker.clocks", wishes.catch_up)
hooks.add("care.hold", leaving.hold_for_care)
hooks.add("care.withdraw", leaving.out_for_care)
hooks.add("people.role_ended", leaving.back_to_team)
hooks.add("promises.follows", promising.followed_by)
hooks.add("signals.panels", panels.for_asker)
hooks.add("signals.panels", panels.for_staff)
hooks.add("signals.panels", round_panels.in_rounds)
