"""`make prove`: slow proofs. Now number 5: nothing lost, half or twice while workers are killed (docs/measuring.md)."""

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
from tests.prove import campaign

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


def main(words: list[str] | None = None) -> int:
    """Prove it on each database. Exit code 1 when a promise is broken."""
    args = arguments().parse_args(words)
    end_on_sigterm()
    postgres = maintenance_url(args.postgres)
    kinds = ["sqlite", "postgres"] if postgres else ["sqlite"]
    found = {kind: prove(kind, args, postgres) for kind in kinds if kind in args.databases.split(",")}
    print(json.dumps(found, indent=2) if args.json else "\n\n".join(table(*each) for each in found.items()))
    return KEPT if all(each["kept"] for each in found.values()) else BROKEN


def arguments() -> argparse.ArgumentParser:
    plan = campaign.Plan()
    parser = argparse.ArgumentParser(prog="tests/prove/run.py", description=__doc__)
    parser.add_argument("--kills", type=int, default=plan.kills)
    parser.add_argument("--acknowledged", type=int, default=plan.acknowledged)
    parser.add_argument("--clients", type=int, default=plan.clients, help="residents at the same time")
    parser.add_argument(
        "--photo-each", type=int, default=plan.photo_each, help="every how manieth sends a photo"
    )
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument("--databases", default="sqlite,postgres", help="which of the two, with a comma")
    parser.add_argument("--postgres", default="", help="URL of a PostgreSQL where a database may be made")
    parser.add_argument("--name", default=NAME, help="name of the database that is made and dropped")
    parser.add_argument(
        "--impatient", action="store_true", help="do not wait for claims of killed workers to end"
    )
    parser.add_argument("--json", action="store_true")
    return parser


def prove(kind: str, args: argparse.Namespace, postgres: str) -> dict[str, Any]:
    """One campaign on a database made for it."""
    plan = campaign.Plan(
        args.kills, args.acknowledged, args.clients, args.photo_each, args.seed, patient=not args.impatient
    )
    campaign.say(f"{kind}: {plan.kills} kills while {plan.acknowledged} signals are acknowledged")
    with tempfile.TemporaryDirectory(prefix="wijkwerk-prove-") as scratch:
        folder = Path(scratch)
        with database(kind, folder=folder, name=args.name, maintenance=postgres) as url:
            return campaign.run(Installation(folder, url), plan)


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


def _two(found: dict[str, Any], first: str = "letters_sent", second: str = "photos_ready") -> str:
    return f"{found[first]} / {found[second]}"


if __name__ == "__main__":
    sys.exit(main())
