"""A subject is made once and never changed or removed (D1)."""

from wijkwerk.ground.kit.guards import Guard, register

register(
    Guard("guard_subject_fixed", "subjects_subject", "BEFORE UPDATE", "1 = 1", "a subject is never changed"),
    Guard("guard_subject_kept", "subjects_subject", "BEFORE DELETE", "1 = 1", "a subject is never deleted"),
)
