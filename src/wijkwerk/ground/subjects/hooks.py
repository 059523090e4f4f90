"""Where the room of subjects joins in: photos are made anew by the worker, tidied by a clock, erased with their subject.

Destruction lists are proposed by a clock and carried out by the worker.
"""

from wijkwerk.ground.kit import hooks
from wijkwerk.ground.subjects import destroying, dossiers, erasing, photos

WORDS = {
    "list_proposed": "Vernietigingslijst voorgesteld",
    "list_approved": "Vernietigingslijst goedgekeurd",
    "list_withdrawn": "Vernietigingslijst ingetrokken",
    "list_done": "Vernietigingslijst uitgevoerd",
}


def words() -> dict[str, str]:
    """Dutch words for the verbs that this room writes in the journal."""
    return WORDS


hooks.add("worker.kinds", lambda: (photos.KIND, photos.reencode))
hooks.add("worker.kinds", lambda: (photos.GONE, photos.remove))
hooks.add("worker.kinds", lambda: (erasing.FORGET, erasing.forget))
hooks.add("worker.kinds", lambda: (destroying.KIND, destroying.carry_out))
hooks.add("worker.clocks", photos.tidy)
hooks.add("worker.clocks", destroying.propose_monthly)
hooks.add("records.erase", photos.erase)
hooks.add("care.withdraw", destroying.out_for_care)
hooks.add("records.dossier", dossiers.letters_part)
hooks.add("journal.words", words)
