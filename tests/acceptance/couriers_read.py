"""Reads the couriers' settlements back and compares them with the invoices. Shares nothing with the script that fed them:
its own API client and signatures (xhnet/reader.py), its own reading of both CSV files.

Usage: couriers_read.py HANDOVER.json DIR. A shift counts as settled when its entry (invoice and line, times, amount) stands in
a day log whose content hash and sums are those of a paid settlement. One settlement of each courier is also proved: its fact
goes through `xinghuo light verify`, and its figures are read from the verified record's bytes."""

import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

from xhnet import records  # noqa: E402
from xhnet.programs import Failure  # noqa: E402
from xhnet.reader import Reader  # noqa: E402

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def utc_ms(text):
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=timezone.utc).timestamp()) * 1000


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Ledger:
    """What the ledger says was paid, agreement by agreement."""

    def __init__(self, handover):
        self.handover = handover
        self.problems = []
        self.entries = {}  # reference -> entry as settled
        self.flag_kinds = Counter()
        self.flagged_references = set()
        self.settlements = self.proved = 0

    def reader(self, node):
        return Reader(node, self.handover["reader"], self.handover["secret"])

    def read(self):
        nodes = self.handover["nodes"]
        keys = list(self.reader(nodes[0]).pages(f"/v1/payroll/accounts/{self.handover['employer']}/agreements"))
        parts = [(node, keys[i::len(nodes)]) for i, node in enumerate(nodes)]
        with ThreadPoolExecutor(len(nodes)) as pool:
            for part in pool.map(lambda p: self.read_agreements(*p), parts):
                for reference, entry in part:
                    if reference in self.entries:
                        self.problems.append(f"{reference} is settled twice")
                    self.entries[reference] = entry

    def read_agreements(self, node, keys):
        reader, out = self.reader(node), []
        for key in keys:
            first = None
            for settlement in reader.pages(f"/v1/payroll/agreements/{key}/settlements"):
                out += self.entries_of(reader, key, settlement)
                first = first or settlement
            if first:
                self.prove(reader, key, first)
        return out

    def entries_of(self, reader, key, settlement):
        self.settlements += 1
        place = f"{key[:8]} settlement {settlement['sequence']}"
        if "wage_paid_at" not in settlement:
            self.problems.append(f"{place} is not paid")
        if sum(int(d["amount"]) for d in settlement["days"]) != int(settlement["gross"]) or settlement["net"] != settlement["gross"]:
            self.problems.append(f"{place}: its days do not add up to what was paid")
        out = []
        for paid in settlement["days"]:
            day = date.fromordinal(EPOCH_ORDINAL + paid["day"]).isoformat()
            log = reader.get(f"/v1/payroll/agreements/{key}/days/{day}?version={paid['version']}")
            out += self.entries_of_day(f"{place}, {day}", paid, log)
        return out

    def entries_of_day(self, place, paid, log):
        entries = log["content"]["entries"]
        if log["hash"] != paid["hash"] or sum(int(e["agreed_amount"]) for e in entries) != int(paid["sums"]["amount"]):
            self.problems.append(f"{place}: what was paid is not what was signed")
        if paid["paid_before"] != "0":
            self.problems.append(f"{place}: paid in parts, which these logs never are")
        for flag in log["flags"]:
            self.flag_kinds[flag["kind"]] += 1
            if flag["kind"] in ("overlap", "identical_times"):
                self.flagged_references.add(entries[flag["entry"]]["reference"])
        if log["flags"] and log["flag_decision"] != "accepted":
            self.problems.append(f"{place}: paid although nobody accepted its flags")
        return [(e["reference"], e) for e in entries]

    def prove(self, reader, key, settlement):
        """The same settlement from a record whose proof the light client accepts with the genesis alone."""
        fact = reader.get(f"/v1/payroll/agreements/{key}/settlements/{settlement['sequence']}?proof=1")["fact"]
        with tempfile.TemporaryDirectory(prefix="xinghuo-fact-") as folder:
            path = Path(folder) / "fact.json"
            path.write_text(json.dumps(fact))
            done = subprocess.run([self.handover["xinghuo"], "--home", folder, "--genesis", self.handover["genesis"], "light",
                                   "verify", str(path), "-o", "json"], capture_output=True, text=True)
        proved = records.decode(bytes.fromhex(fact["record"]["value"]), records.SETTLEMENT)
        same = all(proved[name] == int(settlement[name]) for name in ("sequence", "gross", "fee", "net", "payday"))
        if done.returncode != 0 or not same or proved["agreement"].hex() != key:
            self.problems.append(f"{key[:8]} settlement {settlement['sequence']}: its proof does not hold")
        self.proved += 1


def expected_entries(folder):
    """reference -> shift row; the line is the row's place within its invoice."""
    out, lines = {}, Counter()
    for row in read_csv(folder / "courier_shifts.csv"):
        lines[row["invoice"]] += 1
        out[f"{row['invoice']}#{lines[row['invoice']]}"] = row
    return out


def differs(row, entry):
    return entry is None or (entry.get("start"), entry.get("end"), entry["agreed_amount"], entry["orders"]) != (
        utc_ms(row["start_utc"]), utc_ms(row["end_utc"]), row["pay_minor"], int(row["orders"] or 0))


def overlapping_pairs(expected):
    """All pairs of one courier's shifts that share time, the naive way."""
    by_courier = defaultdict(list)
    for reference, row in expected.items():
        by_courier[row["courier"]].append((row["start_utc"], row["end_utc"], reference))
    for shifts in by_courier.values():
        for i, a in enumerate(shifts):
            for b in shifts[i + 1:]:
                if a[:2] == b[:2] or (a[0] < b[1] and b[0] < a[1]):
                    yield a[2], b[2]


def report(ledger, folder):
    expected = expected_entries(folder)
    invoices = read_csv(folder / "courier_invoices.csv")
    paid = Counter()
    for reference, entry in ledger.entries.items():
        paid[reference.split("#")[0]] += int(entry["agreed_amount"])
    lost = [r for r, row in expected.items() if differs(row, ledger.entries.get(r))]
    strange = sorted(set(ledger.entries) - set(expected))
    matched = sum(paid[i["invoice"]] == int(i["pay_minor"]) for i in invoices)
    for invoice in invoices:
        if paid[invoice["invoice"]] != int(invoice["pay_minor"]):
            print(f"invoice {invoice['invoice']}: settled {paid[invoice['invoice']]}, billed {invoice['pay_minor']}")
    pairs = list(overlapping_pairs(expected))
    flagged = sum(bool({a, b} & ledger.flagged_references) for a, b in pairs)
    period = {i["invoice"]: (i["period_start"], i["period_end"]) for i in invoices}
    outside = sorted(r for r, row in expected.items()
                     if not period[row["invoice"]][0] <= row["start_utc"][:10] <= period[row["invoice"]][1])
    for text in ledger.problems + [f"{r} was lost or changed" for r in lost] + [f"{r} is in no shift list" for r in strange]:
        print(f"problem: {text}")
    print(f"read back: {len(ledger.entries)} entries of {ledger.settlements} settlements, {ledger.proved} settlements proved by "
          f"the light client; flags on the ledger: {dict(sorted(ledger.flag_kinds.items()))}")
    print(f"overlapping pairs in the data: {len(pairs)}, flagged on the ledger and accepted by the union: {flagged}; shifts "
          f"that start outside their invoice's period (UTC day), settled all the same: {len(outside)}: {', '.join(outside)}")
    print(f"couriers invoices={len(invoices)} matched={matched} flagged={flagged} lost={len(lost)}")
    return not (ledger.problems or lost or strange) and matched == len(invoices) and flagged == len(pairs)


def main():
    ledger = Ledger(json.loads(Path(sys.argv[1]).read_text()))
    ledger.read()
    return 0 if report(ledger, Path(sys.argv[2])) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        print(f"couriers: {failure}", file=sys.stderr)
        sys.exit(1)
