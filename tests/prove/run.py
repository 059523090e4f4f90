"""`make prove`: slow proofs. Numbers 5, 7, 17 and 22 of our list, and promise 3 for plans: see docs/measuring.md."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(
    0, str(Path(__file__).resolve().parents[2])
)  # run as a file: the checkout holds the package `tests`

from tests.bench.installation import Installation, database, end_on_sigterm, maintenance_url
from tests.prove import adopting, campaign, erasing, telling

NAME = "wijkwerk_prove"
KEPT, BROKEN = 0, 1
# What can be broken, as people read it.
WORDS = {
    "lost": "acknowledged, but lost",
    "another_code": "acknowledged under another code",
    "photo_lost": "acknowledged, but the photo is lost",
    "twice": "signals made twice",
    "not_from_a_resident": "signals that nobody sent",
    "without_whole_history": "without exactly `reported` and `routed` in the journal",
    "without_living_owner": "without an owner team that lives",
    "without_one_asker": "without exactly one asker",
    "without_one_receipt": "without one receipt, sent or in the outbox",
    "more_than_one_photo": "with more than one photo",
    "photo_without_file_or_work": "photos without file, or not ready and not in the outbox",
    "without_one_key": "without exactly one key",
    "key_without_signal": "keys without a signal",
    "subject_without_signal": "subjects without a signal",
    "row_without_signal": "lines, askers, letters, photos of no signal",
    "draft_still_holds_what_was_sent": "drafts that keep what was sent",
    "letter_not_sent": "letters not sent when the outbox was done",
    "letter_not_in_the_folder": "letters sent, but in no folder",
    "photo_not_ready": "photos not ready when the outbox was done",
    "outbox_not_empty": "work left in the outbox",
    "database_not_sound": "faults that the database finds in itself",
}
WORDS_OF_ERASING = {
    "half_erased": "dossiers or people half erased",
    "held_and_erased": "erased although put on hold",
    "of_others_erased": "people erased who did not ask it",
    "item_says_otherwise": "dossiers of which the list says otherwise",
    "not_one_line_for_a_deed": "without exactly one line for the deed",
    "request_says_otherwise": "people of whom the request says otherwise",
    "not_one_line_for_a_hold": "holds without exactly one line",
    "gave_up": "work that failed instead of going on",
    "neither_erased_nor_held": "neither erased nor on hold at the end",
    "list_not_done": "lists not done at the end",
    "declaration_miscounts": "counts that the declaration has wrong",
    "left_out_without_reason": "left out without a reason",
    "not_one_line_for_the_list": "lists without one line for each step",
    "file_without_row": "photos that stayed behind as a file",
    "work_left": "work left in the outbox",
    "database_not_sound": "faults that the database finds in itself",
}
WORDS_OF_ADOPTING = {
    "promise_of_no_item": "promises that hang on no item",
    "promise_of_an_item_not_adopted": "promises of an item that is not adopted",
    "letter_twice": "letters that somebody got twice",
    "adopted_without_its_line": "plans without a line for each version",
    "gave_up": "work that failed instead of going on",
    "ended_otherwise": "plans that ended otherwise than without kills",
    "letter_not_sent": "letters not sent at the end",
    "work_left": "work left in the outbox",
}


def main(words: list[str] | None = None) -> int:
    """Prove it on each database. Exit code 1 when a promise is broken."""
    args = arguments().parse_args(words)
    end_on_sigterm()
    postgres = maintenance_url(args.postgres)
    kinds = ["sqlite", "postgres"] if postgres else ["sqlite"]
    found = {kind: prove(kind, args, postgres) for kind in kinds if kind in args.databases.split(",")}
    tables = [TABLES[what](kind, each) for kind, proofs in found.items() for what, each in proofs.items()]
    print(json.dumps(found, indent=2) if args.json else "\n\n".join(tables))
    return KEPT if all(each["kept"] for proofs in found.values() for each in proofs.values()) else BROKEN


def arguments() -> argparse.ArgumentParser:
    plan, erase = campaign.Plan(), erasing.Plan()
    parser = argparse.ArgumentParser(prog="tests/prove/run.py", description=__doc__)
    parser.add_argument("--what", default=",".join(PROOFS), help="which proofs, with a comma")
    parser.add_argument("--kills", type=int, default=plan.kills)
    parser.add_argument("--acknowledged", type=int, default=plan.acknowledged)
    parser.add_argument("--clients", type=int, default=plan.clients, help="residents at the same time")
    parser.add_argument(
        "--photo-each", type=int, default=plan.photo_each, help="every how manieth sends a photo"
    )
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument("--dossiers", type=int, default=erase.dossiers, help="on the destruction list")
    parser.add_argument("--people", type=int, default=erase.people, help="who asked to be erased")
    parser.add_argument("--erasing-kills", type=int, default=erase.kills)
    parser.add_argument("--piece", type=int, default=erase.piece, help="dossiers in one transaction")
    parser.add_argument("--farthest", type=int, default=erase.farthest, help="last statement to die at")
    parser.add_argument(
        "--moment", type=float, default=erase.moment, help="seconds before a kill from outside"
    )
    parser.add_argument("--plans", type=int, default=adopting.Plan().plans, help="plans to be adopted")
    parser.add_argument("--adopting-kills", type=int, default=adopting.Plan().kills)
    parser.add_argument("--pairs", type=int, default=telling.Plan().pairs, help="known beside unknown")
    parser.add_argument("--databases", default="sqlite,postgres", help="which of the two, with a comma")
    parser.add_argument("--postgres", default="", help="URL of a PostgreSQL where a database may be made")
    parser.add_argument("--name", default=NAME, help="name of the database that is made and dropped")
    parser.add_argument(
        "--impatient", action="store_true", help="do not wait for claims of killed workers to end"
    )
    parser.add_argument("--json", action="store_true")
    return parser


def prove(kind: str, args: argparse.Namespace, postgres: str) -> dict[str, Any]:
    """The proofs that were asked for, each on a database made for it."""
    return {what: _prove(what, kind, args, postgres) for what in PROOFS if what in args.what.split(",")}


def _prove(what: str, kind: str, args: argparse.Namespace, postgres: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="wijkwerk-prove-") as scratch:
        folder = Path(scratch)
        with database(kind, folder=folder, name=args.name, maintenance=postgres) as url:
            return PROOFS[what](Installation(folder, url), kind, args)


def intake(house: Installation, kind: str, args: argparse.Namespace) -> dict[str, Any]:
    """Kills while residents report."""
    plan = campaign.Plan(
        args.kills, args.acknowledged, args.clients, args.photo_each, args.seed, patient=not args.impatient
    )
    campaign.say(f"{kind}: {plan.kills} kills while {plan.acknowledged} signals are acknowledged")
    return campaign.run(house, plan)


def erase(house: Installation, kind: str, args: argparse.Namespace) -> dict[str, Any]:
    """Kills while dossiers are destroyed and people erased."""
    size = {
        "dossiers": args.dossiers,
        "people": args.people,
        "kills": args.erasing_kills,
        "piece": args.piece,
    }
    plan = erasing.Plan(**size, farthest=args.farthest, moment=args.moment, seed=args.seed)
    campaign.say(
        f"{kind}: {plan.kills} kills while {plan.dossiers} dossiers and {plan.people} people are erased"
    )
    return erasing.run(house, plan)


def tell(house: Installation, kind: str, args: argparse.Namespace) -> dict[str, Any]:
    """How long answers take for what is known and what is not."""
    plan = telling.Plan(pairs=args.pairs, seed=args.seed)
    campaign.say(f"{kind}: {plan.pairs} known beside {plan.pairs} unknown")
    return telling.run(house, plan)


def adopt(house: Installation, kind: str, args: argparse.Namespace) -> dict[str, Any]:
    """Kills while plans are adopted and their promises kept or taken back."""
    plan = adopting.Plan(plans=args.plans, kills=args.adopting_kills, seed=args.seed)
    campaign.say(f"{kind}: {plan.kills} kills while {plan.plans} plans are adopted")
    return adopting.run(house, plan)


PROOFS = {"intake": intake, "erasing": erase, "telling": tell, "adopting": adopt}


def table_of_adopting(kind: str, found: dict[str, Any]) -> str:
    """The figures of the proof of plans for people."""
    happened = [
        ("plans led through ten steps each", found["plans"]),
        ("kills", found["kills"]),
        ("  of which the step was done all the same", found["went_through"]),
        ("different statements at which a life ended", len(set(found["moments"]))),
        ("letters", found["letters"]),
        ("seconds", found["seconds"]),
    ]
    lines = [f"{kind}, adopting: {'every promise kept' if found['kept'] else 'NOT PROVED'}"]
    lines += [f"  {what:<62}{count!s:>12}" for what, count in happened]
    broken = found["broken"].items()
    return "\n".join(lines + [f"  {WORDS_OF_ADOPTING[name]:<62}{count:>12}" for name, count in broken])


def table_of_erasing(kind: str, found: dict[str, Any]) -> str:
    """The figures of the second proof for people."""
    happened = [
        ("erased", found["erased"]),
        ("put on hold meanwhile, and kept", found["held"]),
        ("kills at a statement", found["kills"] - found["kills_outside"]),
        ("kills at a moment that nobody chose", found["kills_outside"]),
        ("different statements at which a life ended", len(set(found["moments"]))),
        ("seconds", found["seconds"]),
    ]
    lines = [f"{kind}, erasing: {'every promise kept' if found['kept'] else 'NOT PROVED'}"]
    lines += [f"  {what:<62}{count!s:>12}" for what, count in happened]
    return "\n".join(
        lines + [f"  {WORDS_OF_ERASING[name]:<62}{count:>12}" for name, count in found["broken"].items()]
    )


def table(kind: str, found: dict[str, Any]) -> str:
    """The figures for people: what happened, then each promise with how often it was broken."""
    happened = [
        ("acknowledged", found["acknowledged"]),
        ("kills of web workers", found["kills_web"]),
        ("kills of the outbox worker", found["kills_outbox"]),
        ("requests that broke, and were tried again", found["broken_requests"]),
        ("  of which while sending the report", found["broken_while_sending"]),
        ("answers 5xx", found["server_errors"]),
        ("letters sent / photos made anew before the end", _two(found["found"])),
        ("mails that left / left a second time, same id", _two(found["after"], "mails", "mails_again")),
        ("claims of killed workers still to end", found["after"]["outbox_claimed"]),
        ("seconds", found["seconds"]),
    ]
    checks = [found["found"]["broken"], found["after"]["broken"]]
    broken = {name: max(check.get(name, 0) for check in checks) for name in checks[1]}
    lines = [f"{kind}: {'every promise kept' if found['kept'] else 'NOT PROVED'}"]
    lines += [f"  {what:<62}{count!s:>12}" for what, count in happened]
    lines += [f"  {WORDS[name]:<62}{count:>12}" for name, count in broken.items()]
    remarks = [*found["troubles"], *found["after"]["problems"]]
    return "\n".join(lines + [f"  ! {remark}" for remark in remarks])


def table_of_telling(kind: str, found: dict[str, Any]) -> str:
    """Milliseconds for known and unknown, and whether the difference tells anything."""
    lines = [f"{kind}, telling: {'every promise kept' if found['kept'] else 'NOT PROVED'}"]
    lines.append(f"  {'ms, median of each':<26}{'known':>9}{'unknown':>9}{'apart':>9}{'by chance':>11}")
    for name, each in found["ways"].items():
        figures = (
            f"{each['known']:>9.1f}{each['unknown']:>9.1f}{each['apart']:>9.2f}{each['by_chance']:>11.3f}"
        )
        lines.append(f"  {name:<26}{figures}{'' if each['kept'] else '  TELLS'}")
    return "\n".join([*lines, f"  seconds {found['seconds']}"])


TABLES = {
    "intake": table,
    "erasing": table_of_erasing,
    "telling": table_of_telling,
    "adopting": table_of_adopting,
}


def _two(found: dict[str, Any], first: str = "letters_sent", second: str = "photos_ready") -> str:
    return f"{found[first]} / {found[second]}"


if __name__ == "__main__":
    sys.exit(main())
