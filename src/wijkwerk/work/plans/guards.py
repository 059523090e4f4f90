"""What the tables of plans refuse, also against a hand on the database (D18, I28)."""

from wijkwerk.ground.kit.guards import Guard, register

_DEAD_TEAM = "EXISTS (SELECT 1 FROM people_team t WHERE t.id = NEW.owner_team_id AND (t.municipality_id <> NEW.municipality_id"
_LIVE_ITEM = "NEW.state NOT IN ('done', 'dropped')"
_LIVE_PLAN = "NEW.state NOT IN ('replaced', 'ended')"
_RANK = "(SELECT i.rank FROM plans_planitem i WHERE i.subject_id = {row}.{side}_id)"
# What serves something stands lower than what it serves: so no row of links leads back to where it began.
_GOES_UP = (
    "NEW.kind = 'serves' AND COALESCE("
    f"{_RANK.format(row='NEW', side='source')} <= {_RANK.format(row='NEW', side='target')}, TRUE)"
)
_NO_ITEM = (
    "NEW.kind IN ('answers', 'promised') AND NOT EXISTS "
    "(SELECT 1 FROM plans_planitem i WHERE i.subject_id = NEW.source_id)"
)
_NO_PROMISE = "NEW.kind = 'promised' AND NOT EXISTS (SELECT 1 FROM answers_promise p WHERE p.subject_id = NEW.target_id)"
_CARE = (
    "NEW.kind = 'answers' AND EXISTS "
    "(SELECT 1 FROM signals_signal s WHERE s.subject_id = NEW.target_id AND s.visibility = 'care')"
)
_STRANGE_TEAM = "NOT EXISTS (SELECT 1 FROM people_team t WHERE t.id = NEW.team_id AND t.municipality_id = NEW.municipality_id)"
_OWN_LINE = (
    "EXISTS (SELECT 1 FROM plans_departmentline l JOIN plans_departmentplan d ON d.id = l.plan_id WHERE l.id = NEW.line_id "
    "AND d.team_id = NEW.team_id AND d.year = NEW.year AND d.municipality_id = NEW.municipality_id)"
)

_WORK_LEFT = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} w WHERE w.municipality_id = NEW.municipality_id AND w.owner_team_id = NEW.id AND {alive})"
    for table, alive in (
        ("plans_plan", "w.state NOT IN ('replaced', 'ended')"),
        ("plans_planitem", "w.state NOT IN ('done', 'dropped')"),
        ("answers_promise", "w.state = 'open'"),
    )
)

register(
    Guard(
        "guard_team_ends_without_plans",
        "people_team",
        "BEFORE UPDATE",
        f"NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL AND ({_WORK_LEFT})",
        "a team with a plan, an item or a promise that lives cannot end",
    ),
    *(
        Guard(
            f"guard_{table}_team{suffix}",
            f"plans_{table}",
            moment,
            f"{_DEAD_TEAM} OR (t.ended_at IS NOT NULL AND {alive})))",
            "a plan and what stands in it need a living team of their own municipality",
        )
        for table, alive in (("plan", _LIVE_PLAN), ("planitem", _LIVE_ITEM))
        for suffix, moment in (("_new", "BEFORE INSERT"), ("", "BEFORE UPDATE"))
    ),
    Guard(
        "guard_planversion_fixed",
        "plans_planversion",
        "BEFORE UPDATE",
        "TRUE",
        "a plan as it was adopted never changes",
    ),
    Guard(
        "guard_planversion_kept",
        "plans_planversion",
        "BEFORE DELETE",
        "TRUE",
        "a plan as it was adopted is kept",
    ),
    Guard(
        "guard_matchnote_fixed",
        "plans_matchnote",
        "BEFORE UPDATE",
        "TRUE",
        "what was said between area and department stays as it was written",
    ),
    *(
        Guard(
            f"guard_match_line{suffix}",
            "plans_match",
            moment,
            f"{_STRANGE_TEAM} OR (NEW.line_id IS NOT NULL AND NOT {_OWN_LINE})",
            "a wish stands with a department of its own municipality, on a line of its plan of that year",
        )
        for suffix, moment in (("_new", "BEFORE INSERT"), ("", "BEFORE UPDATE"))
    ),
    Guard(
        "guard_link_up",
        "subjects_link",
        "BEFORE INSERT",
        f"{_GOES_UP} OR {_NO_ITEM} OR {_NO_PROMISE} OR {_CARE}",
        "a link of a plan item goes up, starts at an item, and never ends at care",
    ),
    Guard(
        "guard_planitem_rank",
        "plans_planitem",
        "BEFORE UPDATE",
        "NEW.rank <> OLD.rank AND EXISTS (SELECT 1 FROM subjects_link l WHERE l.kind = 'serves' "
        "AND (l.source_id = NEW.subject_id OR l.target_id = NEW.subject_id))",
        "an item with links keeps its place",
    ),
    Guard(
        "guard_link_fixed",
        "subjects_link",
        "BEFORE UPDATE",
        "NEW.source_id <> OLD.source_id OR NEW.target_id <> OLD.target_id OR NEW.kind <> OLD.kind",
        "a link is made and taken away, never turned",
    ),
)
