"""What the signals' tables refuse (D2, D3, D8, D18), also against a hand on the database."""

from wijkwerk.ground.kit.guards import Guard, register

_ENDED = "('closed', 'redirected', 'merged', 'split')"
_DEAD_TEAM = "EXISTS (SELECT 1 FROM people_team t WHERE t.id = NEW.owner_team_id AND t.ended_at IS NOT NULL)"
_OTHER_TEAM = "EXISTS (SELECT 1 FROM people_team t WHERE t.id = NEW.owner_team_id AND t.municipality_id <> NEW.municipality_id)"
_CARE_ELSEWHERE = (
    "NEW.visibility = 'care' AND NOT EXISTS "
    "(SELECT 1 FROM people_team t WHERE t.id = NEW.owner_team_id AND t.kind = 'care')"
)
_OPEN_PROMISE = (
    "EXISTS (SELECT 1 FROM answers_promise p WHERE p.asked_id = NEW.subject_id AND p.state = 'open')"
)
_WORDS_OF_CARE = (
    "EXISTS (SELECT 1 FROM signals_signal s WHERE s.subject_id = NEW.signal_id AND s.visibility = 'care')"
)
_NO_TARGET = (
    "NEW.visibility = 'care' OR NOT EXISTS (SELECT 1 FROM signals_signal t WHERE t.subject_id = NEW.merged_into_id "
    "AND t.subject_id <> NEW.subject_id AND t.municipality_id = NEW.municipality_id AND t.visibility <> 'care' "
    f"AND t.state NOT IN {_ENDED})"
)
_IN_MERGED = (
    "EXISTS (SELECT 1 FROM signals_signal s WHERE s.subject_id = NEW.subject_id AND s.state = 'merged')"
)

register(
    Guard(
        "guard_signal_living_team_new",
        "signals_signal",
        "BEFORE INSERT",
        f"({_DEAD_TEAM} AND NEW.state NOT IN {_ENDED}) OR {_OTHER_TEAM}",
        "a signal needs a living team of its own municipality",
    ),
    Guard(
        "guard_signal_living_team",
        "signals_signal",
        "BEFORE UPDATE",
        f"({_DEAD_TEAM} AND NEW.state NOT IN {_ENDED}) OR {_OTHER_TEAM}",
        "a signal needs a living team of its own municipality",
    ),
    Guard(
        "guard_team_ends_empty",
        "people_team",
        "BEFORE UPDATE",
        "NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL AND EXISTS (SELECT 1 FROM signals_signal s "
        f"WHERE s.municipality_id = NEW.municipality_id AND s.owner_team_id = NEW.id AND s.state NOT IN {_ENDED})",
        "a team with open signals cannot end",
    ),
    Guard(
        "guard_signal_care_team_new",
        "signals_signal",
        "BEFORE INSERT",
        _CARE_ELSEWHERE,
        "care belongs to a care team",
    ),
    Guard(
        "guard_signal_care_team",
        "signals_signal",
        "BEFORE UPDATE",
        _CARE_ELSEWHERE,
        "care belongs to a care team",
    ),
    Guard(
        "guard_signal_care_stays",
        "signals_signal",
        "BEFORE UPDATE",
        "OLD.visibility = 'care' AND NEW.visibility <> 'care'",
        "a signal about care stays in the care line",
    ),
    Guard(
        "guard_signal_close_promise",
        "signals_signal",
        "BEFORE UPDATE",
        f"NEW.state IN {_ENDED} AND OLD.state NOT IN {_ENDED} AND {_OPEN_PROMISE}",
        "a signal with an open promise cannot be closed",
    ),
    Guard(
        "guard_signal_answered",
        "signals_signal",
        "BEFORE UPDATE",
        "NEW.state = 'answered' AND OLD.state <> 'answered' AND NOT EXISTS (SELECT 1 FROM answers_answer a "
        "WHERE a.subject_id = NEW.subject_id AND a.superseded_at IS NULL)",
        "answered means that there is an answer",
    ),
    Guard(
        "guard_signal_yes_promised",
        "signals_signal",
        "BEFORE UPDATE",
        "NEW.state = 'answered' AND EXISTS (SELECT 1 FROM answers_answer a WHERE a.subject_id = NEW.subject_id "
        "AND a.superseded_at IS NULL AND a.kind = 'yes' AND NOT EXISTS "
        "(SELECT 1 FROM answers_promise p WHERE p.answer_id = a.id))",
        "a yes has a promise",
    ),
    Guard(
        "guard_promise_not_on_closed",
        "answers_promise",
        "BEFORE INSERT",
        "NEW.state = 'open' AND EXISTS (SELECT 1 FROM signals_signal s WHERE s.subject_id = NEW.asked_id "
        f"AND s.state IN {_ENDED})",
        "what is closed gets no new promise",
    ),
    Guard(
        "guard_formal_ends_elsewhere",
        "signals_signal",
        "BEFORE UPDATE",
        "NEW.formal_kind <> '' AND NEW.state <> OLD.state AND (NEW.state IN ('answered', 'closed', 'merged', 'split') "
        "OR (NEW.state = 'redirected' AND NEW.external_ref = ''))",
        "a formal matter ends with the reference of another system, and in no other way",
    ),
    Guard(
        "guard_formal_no_answer",
        "answers_answer",
        "BEFORE INSERT",
        "EXISTS (SELECT 1 FROM signals_signal s WHERE s.subject_id = NEW.subject_id AND s.formal_kind <> '')",
        "a formal matter gets no answer here",
    ),
    Guard(
        "guard_search_no_care_new",
        "signals_searchtext",
        "BEFORE INSERT",
        _WORDS_OF_CARE,
        "care is never in the search index",
    ),
    Guard(
        "guard_search_no_care",
        "signals_searchtext",
        "BEFORE UPDATE",
        _WORDS_OF_CARE,
        "care is never in the search index",
    ),
    Guard(
        "guard_signal_kept",
        "signals_signal",
        "BEFORE DELETE",
        "1 = 1",
        "a signal is never deleted: it is erased",
    ),
    Guard(
        "guard_signal_merged_new",
        "signals_signal",
        "BEFORE INSERT",
        f"NEW.merged_into_id IS NOT NULL AND ({_NO_TARGET})",
        "a signal is merged into a living one of its own municipality, never care",
    ),
    Guard(
        "guard_signal_merged",
        "signals_signal",
        "BEFORE UPDATE",
        "NEW.merged_into_id IS NOT NULL AND (OLD.merged_into_id IS NULL OR OLD.merged_into_id <> NEW.merged_into_id) "
        f"AND ({_NO_TARGET})",
        "a signal is merged into a living one of its own municipality, never care",
    ),
    Guard(
        "guard_signal_merged_empty",
        "signals_signal",
        "BEFORE UPDATE",
        "NEW.state = 'merged' AND OLD.state <> 'merged' AND EXISTS (SELECT 1 FROM answers_asker a "
        "WHERE a.subject_id = NEW.subject_id AND a.erased_at IS NULL)",
        "who asked goes along when a signal is merged",
    ),
    Guard(
        "guard_asker_not_on_merged_new",
        "answers_asker",
        "BEFORE INSERT",
        f"NEW.erased_at IS NULL AND {_IN_MERGED}",
        "a merged signal takes no askers",
    ),
    Guard(
        "guard_asker_not_on_merged",
        "answers_asker",
        "BEFORE UPDATE",
        f"NEW.erased_at IS NULL AND (NEW.subject_id <> OLD.subject_id OR OLD.erased_at IS NOT NULL) AND {_IN_MERGED}",
        "a merged signal takes no askers",
    ),
)
