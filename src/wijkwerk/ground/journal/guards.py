"""What the journal's tables refuse (D7): no line changes; it goes only with a batch whose term is over."""

from wijkwerk.ground.kit.guards import Guard, register

LINE, DETAIL, SEAL = "journal_line", "journal_detail", "journal_seal"
BATCH, DESTROYED = "journal_batch", "journal_destroyedbatch"

_NOT_DESTROYED = (
    "NOT EXISTS (SELECT 1 FROM journal_seal s JOIN journal_destroyedbatch d ON d.batch_id = s.batch_id "
    "WHERE s.line = OLD.id)"
)
# A seal without its batch's destruction would make its line look unsealed; one before its line likewise.
_SEAL_IN_USE = (
    "EXISTS (SELECT 1 FROM journal_line l WHERE l.id = OLD.line) "
    "OR NOT EXISTS (SELECT 1 FROM journal_destroyedbatch d WHERE d.batch_id = OLD.batch_id)"
)
# The day is that of UTC, never later than the day in Amsterdam: it refuses nothing that the action allows.
_BEFORE_ITS_TERM = (
    "NOT EXISTS (SELECT 1 FROM journal_batch b WHERE b.id = NEW.batch_id "
    "AND b.municipality = NEW.municipality AND b.destroy_after <= date(NEW.approved_at))"
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
    Guard(
        "guard_seal_kept",
        SEAL,
        "BEFORE DELETE",
        _SEAL_IN_USE,
        "a seal goes only after its line, with a destroyed batch",
    ),
    Guard("guard_detail_fixed", DETAIL, "BEFORE UPDATE", "1 = 1", "a text is erased, never changed"),
    Guard("guard_batch_fixed", BATCH, "BEFORE UPDATE", "1 = 1", "a batch is never changed"),
    Guard("guard_batch_kept", BATCH, "BEFORE DELETE", "1 = 1", "a batch is never deleted"),
    Guard(
        "guard_destroyed_due",
        DESTROYED,
        "BEFORE INSERT",
        _BEFORE_ITS_TERM,
        "a batch is destroyed only after its term",
    ),
    Guard("guard_destroyed_fixed", DESTROYED, "BEFORE UPDATE", "1 = 1", "a destruction is never changed"),
    Guard("guard_destroyed_kept", DESTROYED, "BEFORE DELETE", "1 = 1", "a destruction is never undone"),
)
