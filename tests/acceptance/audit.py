"""The invariants at every block, from a trace of `xinghuod replay`: a node's block log computed again from genesis, with what
each block changed. Reads the records' bytes with xhnet/records.py, which shares no code with the node.

  I1  supply = sum of all balances, reserved money included = what the banks' custody has issued
  I2  no balance of money or contribution value is below zero
  I3  a voucher for each posting: each account's balance changes by what its vouchers of the block say, and by nothing else;
      serials of a year run 1, 2, 3 ... and their number is what the ledger counts
  I4  no personal text: none of the given texts occurs in a transaction, receipt, record key or record, in any of the usual
      encodings, nor its bare hash

Usage alone: audit.py TRACE [TEXT ...]"""

import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

from xhnet import records  # noqa: E402

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
VOUCHER_EVENT = (records.CONTRACT_LXR, 1)
PLACES_SHOWN = 5


def needles_of(text):
    """The forms in which a text could give a person away: as it is, and as a hash that anybody could try."""
    plain = {text.encode(encoding) for encoding in ENCODINGS}
    return plain | {hashlib.sha256(form).digest() for form in plain} | {
        hashlib.sha256(form).hexdigest().encode() for form in plain}


def prefix(table):
    return bytes(table)


class Audit:
    def __init__(self, texts):
        self.needles = {needle: text for text in texts for needle in needles_of(text)}
        self.balances = {}  # account bytes -> (available, reserved)
        self.custody = {}   # bank bytes -> issued
        self.supply = 0
        self.years = {}     # year -> vouchers counted by the ledger
        self.serials = defaultdict(int)
        self.broken = {"I1": [], "I2": [], "I3": [], "I4": []}
        self.blocks = self.vouchers = self.records_seen = self.bytes_scanned = 0

    def read(self, path):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                line = json.loads(line)
                if "transactions" in line:
                    for body in [line["header"], *line["transactions"]]:
                        self.scan(f"block {line['height']}", bytes.fromhex(body))
                else:
                    self.block(line)
        return self

    def block(self, line):
        self.blocks += 1
        where = f"block {line['height']}"
        before = {account: sum(balance) for account, balance in self.balances.items()}
        supply_before = self.supply
        for record in line["records"]:
            self.apply(where, bytes.fromhex(record["key"]), record["value"])
        flows = defaultdict(int)
        for receipt in line["receipts"]:
            self.receipt(where, bytes.fromhex(receipt), flows)
        self.check_postings(where, before, supply_before, flows)
        self.check_sums(where)

    def apply(self, where, key, value):
        self.records_seen += 1
        data = None if value is None else bytes.fromhex(value)
        self.scan(f"{where}, a record's key", key)
        if data is not None:
            self.scan(f"{where}, record {key.hex()[:20]}", data)
        table, rest = tuple(key[:2]), key[2:]
        if table == records.BALANCE_TABLE:
            balance = {"available": 0, "reserved": 0} if data is None else records.decode(data, records.BALANCE)
            self.balances[rest] = (balance["available"], balance["reserved"])
            self.refuse_negative(where, rest, balance)
        elif table == records.CV_TABLE and data is not None:
            self.refuse_negative(where, rest, {"global": records.decode(data, records.CV_BALANCE)["global"]})
        elif table == records.SUPPLY_TABLE:
            self.supply = records.decode(data, records.SUPPLY)["total"]
        elif table == records.CUSTODY_TABLE:
            self.custody[rest] = records.decode(data, records.CUSTODY)["issued"]
        elif table == records.VOUCHER_YEARS_TABLE:
            self.years = {y["year"]: y["issued"] for y in records.decode(data, records.VOUCHER_YEARS)["years"]}

    def refuse_negative(self, where, owner, amounts):
        for name, amount in amounts.items():
            if amount < 0:
                self.broken["I2"].append(f"{where}: {name} of {owner.hex()[:16]} is {amount}")

    def receipt(self, where, data, flows):
        self.scan(f"{where}, a receipt", data)
        for event in records.decode(data, records.RECEIPT)["events"]:
            if (event["contract"], event["kind"]) != VOUCHER_EVENT:
                continue
            voucher = records.decode(event["data"], records.VOUCHER_ISSUED)
            self.vouchers += 1
            for side, sign in (("from", -1), ("to", 1)):
                flows[voucher[side] if any(voucher[side]) else b""] += sign * voucher["amount"]
            if voucher["amount"] <= 0:
                self.broken["I3"].append(f"{where}: a voucher over {voucher['amount']}")
            self.number(where, voucher["number"])

    def number(self, where, number):
        self.serials[number["year"]] += 1
        if number["serial"] != self.serials[number["year"]]:
            self.broken["I3"].append(f"{where}: voucher {number['year']}/{number['serial']} where "
                                     f"{self.serials[number['year']]} comes next")
            self.serials[number["year"]] = number["serial"]

    def check_postings(self, where, before, supply_before, flows):
        outside = flows.pop(b"", 0)  # minted money comes from nowhere, burned money goes there
        for account in set(self.balances) | set(flows):
            change = sum(self.balances.get(account, (0, 0))) - before.get(account, 0)
            if change != flows.get(account, 0):
                self.broken["I3"].append(f"{where}: {account.hex()[:16]} changed by {change}, its vouchers say "
                                         f"{flows.get(account, 0)}")
        if self.supply - supply_before != -outside:
            self.broken["I3"].append(f"{where}: supply changed by {self.supply - supply_before}, vouchers say {-outside}")
        if self.years != {year: count for year, count in self.serials.items()} and any(self.years.values()):
            self.broken["I3"].append(f"{where}: the ledger counts vouchers {self.years}, receipts hold {dict(self.serials)}")

    def check_sums(self, where):
        held, issued = sum(map(sum, self.balances.values())), sum(self.custody.values())
        if not self.supply == held == issued:
            self.broken["I1"].append(f"{where}: supply {self.supply}, balances {held}, custody {issued}")

    def scan(self, where, data):
        self.bytes_scanned += len(data)
        for needle, text in self.needles.items():
            if needle in data:
                self.broken["I4"].append(f"{where}: '{text}'")

    def scan_files(self, folder):
        """The nodes' folders as they lie on the disk, logs included: nothing there may hold the texts either."""
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                self.scan(f"file {path.relative_to(folder)}", path.read_bytes())

    def problems(self):
        for name, places in self.broken.items():
            for place in places[:PLACES_SHOWN]:
                yield f"{name} broken, {place}"
            if len(places) > PLACES_SHOWN:
                yield f"{name} broken in {len(places) - PLACES_SHOWN} more places"


def main():
    audit = Audit(sys.argv[2:]).read(sys.argv[1])
    for problem in audit.problems():
        print(problem)
    print(f"{audit.blocks} blocks, {audit.records_seen} record changes, {audit.vouchers} vouchers, "
          f"{audit.bytes_scanned} bytes scanned: " + ", ".join(f"{n} broken {len(p)}" for n, p in audit.broken.items()))
    return any(audit.broken.values())


if __name__ == "__main__":
    sys.exit(main())
