"""What the answers' tables refuse: an answer's kind, a promise's first date and a shift are never rewritten."""

from wijkwerk.ground.kit.guards import Guard, register

register(
    Guard(
        "guard_answer_fixed",
        "answers_answer",
        "BEFORE UPDATE",
        "NEW.kind <> OLD.kind OR NEW.given_at <> OLD.given_at OR NEW.subject_id <> OLD.subject_id",
        "an answer is not rewritten: give a new one",
    ),
    Guard("guard_answer_kept", "answers_answer", "BEFORE DELETE", "1 = 1", "an answer is never deleted"),
    Guard(
        "guard_promise_first_due",
        "answers_promise",
        "BEFORE UPDATE",
        "NEW.first_due <> OLD.first_due OR NEW.asked_id <> OLD.asked_id",
        "the first date of a promise stays",
    ),
    Guard("guard_promise_kept", "answers_promise", "BEFORE DELETE", "1 = 1", "a promise is never deleted"),
    Guard(
        "guard_promise_settled",
        "answers_promise",
        "BEFORE UPDATE",
        "OLD.state <> 'open' AND NEW.state <> OLD.state",
        "a promise that is settled stays so",
    ),
    Guard(
        "guard_promise_shifted",
        "answers_promise",
        "BEFORE UPDATE",
        "NEW.due_until <> OLD.due_until AND NOT EXISTS (SELECT 1 FROM answers_promiseshift s "
        "WHERE s.promise_id = NEW.subject_id AND s.old_due = OLD.due_until AND s.new_due = NEW.due_until)",
        "a new date needs a shift with the reason",
    ),
    Guard(
        "guard_condition_settled",
        "answers_condition",
        "BEFORE UPDATE",
        "OLD.state <> 'open' AND NEW.state <> OLD.state",
        "a condition that is settled stays so",
    ),
)
