"""What the journal's tables refuse (D7): no line changes; it goes only with a destroyed batch."""

from wijkwerk.ground.kit.guards import Guard, register

LINE, SEAL, BATCH = "journal_line", "journal_seal", "journal_batch"

_NOT_DESTROYED = (
    "NOT EXISTS (SELECT 1 FROM journal_seal s JOIN journal_destroyedbatch d ON d.batch_id = s.batch_id "
    "WHERE s.line = OLD.id)"
)

register(
    Guard("guard_line_fixed", LINE, "BEFORE UPDATE", "1 = 1", "a journal line is never changed"),
    Guard(
        "guard_line_kept",
        LINE,
        "BEFORE DELETE",
        _NOT_DESTROYED,
        "a journal line goes only with a destroyed batch",
    ),
    Guard("guard_seal_fixed", SEAL, "BEFORE UPDATE", "1 = 1", "a seal is never changed"),
    Guard("guard_seal_kept", SEAL, "BEFORE DELETE", "1 = 1", "a seal is never deleted"),
    Guard("guard_batch_fixed", BATCH, "BEFORE UPDATE", "1 = 1", "a batch is never changed"),
    Guard("guard_batch_kept", BATCH, "BEFORE DELETE", "1 = 1", "a batch is never deleted"),
)
