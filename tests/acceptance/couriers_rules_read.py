"""Reads back what the ledger settled under a pay rule and compares it with couriers_recompute.py, to the fen: each courier's
day, each courier, each invoice whose days are its own, and the total.

Usage: couriers_rules_read.py HANDOVER.json DIR RULE.json [--only N]"""

import argparse
import json
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

from couriers_read import EPOCH_ORDINAL, Ledger  # noqa: E402
from couriers_recompute import recompute  # noqa: E402
from xhnet.programs import Failure  # noqa: E402


class RuledLedger(Ledger):
    """Settled days with their amounts; the entries are those that three parties signed."""

    def __init__(self, handover):
        super().__init__(handover)
        self.days = []  # (references of the day, date, settled amount)

    def entries_of_day(self, place, paid, log):
        entries = log["content"]["entries"]
        if log["hash"] != paid["hash"]:
            self.problems.append(f"{place}: what was paid is not what was signed")
        if paid["paid_before"] != "0":
            self.problems.append(f"{place}: paid in parts, which these logs never are")
        if log["flags"] and log["flag_decision"] != "accepted":
            self.problems.append(f"{place}: paid although nobody accepted its flags")
        for flag in log["flags"]:
            self.flag_kinds[flag["kind"]] += 1
        day = date.fromordinal(EPOCH_ORDINAL + paid["day"])
        self.days.append((tuple(e["reference"] for e in entries), day, int(paid["amount"])))
        return [(e["reference"], e) for e in entries]


def compare(ledger, expected, shifts):
    """Problems, then counts of what agrees."""
    owner = {shift.reference: key for key, day_shifts in shifts.items() for shift in day_shifts}
    settled, problems = defaultdict(int), list(ledger.problems)
    for references, day, amount in ledger.days:
        keys = {owner.get(reference) for reference in references}
        if len(keys) != 1 or None in keys or next(iter(keys))[1] != day:
            problems.append(f"a settled day {day} with entries {references[:3]} is no day of one courier")
            continue
        settled[next(iter(keys))] += amount
    lost = sorted(set(owner) - set(ledger.entries))
    problems += [f"{reference} was lost" for reference in lost]
    for key in sorted(expected, key=str):
        if settled.get(key) != expected[key]:
            problems.append(f"{key[0]} {key[1]}: settled {settled.get(key)}, recomputed {expected[key]}")
    return problems, settled, lost


def matched(groups, settled, expected):
    return sum(sum(settled[k] for k in keys) == sum(expected[k] for k in keys) for keys in groups.values())


def report(ledger, options):
    expected, shifts = recompute(options.rule, options.folder, options.only)
    problems, settled, lost = compare(ledger, expected, shifts)
    couriers, invoices, shared = defaultdict(list), defaultdict(list), set()
    for key, day_shifts in shifts.items():
        couriers[key[0]].append(key)
        names = {shift.invoice for shift in day_shifts}
        shared |= names if len(names) > 1 else set()
        for name in names:
            invoices[name].append(key)
    own = {name: keys for name, keys in invoices.items() if name not in shared}
    for problem in problems[:20]:
        print(f"problem: {problem}")
    print(f"read back: {len(ledger.entries)} entries of {ledger.settlements} settlements, {ledger.proved} proved by the light "
          f"client; flags accepted: {dict(sorted(ledger.flag_kinds.items()))}; {len(shared)} invoices share a day with another "
          f"and are compared within their courier's days")
    print(f"couriers rule={options.rule.stem} days={len(expected)} matched={sum(settled.get(k) == v for k, v in expected.items())} "
          f"workers={len(couriers)} matched={matched(couriers, settled, expected)} "
          f"invoices={len(own)} matched={matched(own, settled, expected)} settled={sum(settled.values())} "
          f"recomputed={sum(expected.values())} lost={len(lost)}")
    return not problems and sum(settled.values()) == sum(expected.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("handover", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("rule", type=Path)
    parser.add_argument("--only", type=int)
    options = parser.parse_args()
    ledger = RuledLedger(json.loads(options.handover.read_text()))
    ledger.read()
    return 0 if report(ledger, options) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        print(f"couriers: {failure}", file=sys.stderr)
        sys.exit(1)
