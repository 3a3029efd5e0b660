"""Feeds the real shifts of a courier_shifts.csv to a consortium: agreements in Europe/London, each entry at its own
agreed amount, referenced by invoice and line. Writes only; tests/acceptance/couriers_read.py reads it back on its own."""

import csv
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from xhnet import payroll
from xhnet.network import ms_of

LONDON = ZoneInfo("Europe/London")
EMPLOYER = "E1"
EFFECTIVE = date(2017, 9, 1)
DEPOSIT_FEN = 150_000_000  # above all wages and fees of the data, under any of the pay rules
PAYDAY_OF_MONTH = 10
STEPS = {"day": 1, "week": 7}
KEY_PROCESSES = 4


def moment(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=timezone.utc)


def read_logs(path, with_amounts=True):
    """The day logs: (courier, London day) -> entries. The line is the shift's place within its invoice, from 1."""
    logs, lines = defaultdict(list), Counter()
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lines[row["invoice"]] += 1
            start, end = moment(row["start_utc"]), moment(row["end_utc"])
            logs[(row["courier"], start.astimezone(LONDON).date())].append(
                {"reference": f"{row['invoice']}#{lines[row['invoice']]}", "start": ms_of(start), "end": ms_of(end),
                 "minutes": round(float(row["hours"] or 0) * 60), "orders": int(row["orders"] or 0),
                 **({"agreed_amount": row["pay_minor"]} if with_amounts else {})})
    return logs


class Couriers:
    GENESIS_TIME = "2017-08-31T23:00:00Z"

    def __init__(self, consortium, path, say, step="week", terms=None, only=None):
        """`terms`: (pay items, other terms) instead of the amounts agreed in the file; `only`: the first so many couriers."""
        self.wallet, self.network, self.wait_until = consortium.wallet, consortium.network, consortium.wait_until
        self.say = say
        self.days_per_step = STEPS[step]
        self.items, self.more = terms or ([("delivery fees", "agreed_amount", 0)], {})
        self.logs = read_logs(path, with_amounts=terms is None)
        self.names = sorted({courier for courier, _ in self.logs})[:only]
        self.logs = {(name, day): entries for (name, day), entries in self.logs.items() if name in set(self.names)}
        self.agreements = {name: payroll.fixed_key("courier", name) for name in self.names}
        self.worker_of = {key: name for name, key in self.agreements.items()}
        self.flagged = []

    def prepare(self):
        with ThreadPoolExecutor(KEY_PROCESSES) as pool:
            list(pool.map(self.wallet.add, self.names))
        deposits = [(EMPLOYER, DEPOSIT_FEN, "couriers-1")]
        self.wallet.batch([*payroll.registrations(self.wallet, self.names, payroll.ROLE_WORKER),
                           *payroll.deposit_lines(self.wallet, self.network.clock(), DEPOSIT_FEN, deposits)])
        self.wallet.batch([payroll.agreement_line(self.wallet, key, EMPLOYER, name, EFFECTIVE,
                                                  self.items, ("monthly", PAYDAY_OF_MONTH), zone="Europe/London", **self.more)
                           for name, key in self.agreements.items()])
        self.say(f"{len(self.names)} couriers registered, their agreements signed by three parties each")

    def feed(self):
        """Step by step through the years: the clock moves to the evening of the step's last day, its logs go up."""
        by_step = defaultdict(list)
        for (courier, day), entries in sorted(self.logs.items()):
            index = (day - EFFECTIVE).days // self.days_per_step
            by_step[index].append({"agreement": self.agreements[courier], "day": payroll.day_number(day), "replaces": 0,
                                   "entries": entries})
        fed = 0
        for count, (index, logs) in enumerate(sorted(by_step.items()), 1):
            last = EFFECTIVE + timedelta(days=(index + 1) * self.days_per_step - 1)
            self.network.set_clock(payroll.ms_at(last, "23:30", "Europe/London"))
            self.upload_and_confirm(logs, str(last))
            fed += sum(len(log["entries"]) for log in logs)
            if count % 20 == 0 or count == len(by_step):
                self.say(f"{last}: {fed} shifts uploaded and confirmed, {len(self.flagged)} days flagged")

    def upload_and_confirm(self, logs, name):
        days = payroll.recorded_days(self.wallet.batch_again(payroll.uploads(EMPLOYER, logs, name)))
        self.flagged += [day for day in days if day["flag_count"]]
        self.wallet.batch_again([*payroll.confirmation_lines(days, self.worker_of), *payroll.approval_lines(days)])

    def accept_flagged(self):
        """Lists what the ledger holds back for a human, then the union accepts it, day by day, by name."""
        target = f"/v1/payroll/accounts/{self.wallet.account(EMPLOYER)}/flags"
        listed = {(i["agreement"], i["day"]): i for i in self.wallet.pages(target, "union") if i["decision"] == "open"}
        for item in listed.values():
            kinds = Counter(flag["kind"] for flag in item["flags"])
            self.say(f"  flagged: {self.worker_of[item['agreement']]} {payroll.day_text(item['day'])}: "
                     + ", ".join(f"{kind} x {count}" for kind, count in sorted(kinds.items())))
        days = [day for day in self.flagged if (day["log"]["agreement"], day["log"]["day"]) in listed]
        self.wallet.batch_again(payroll.approval_lines(days, accept_flags=True))
        self.say(f"{len(days)} flagged days looked at and accepted by the union")

    def pay_last(self):
        """Past two paydays after the last shift: the second one pays what was held at the first."""
        last = max(day for _, day in self.logs)
        moved = date(last.year + (last.month + 2) // 13, (last.month + 2 - 1) % 12 + 1, PAYDAY_OF_MONTH)
        self.network.set_clock(payroll.ms_at(moved, "12:00", "Europe/London"))
        self.wait_until(lambda: not any(self.wallet.get(f"/v1/payroll/agreements/{key}/days", "union")["items"]
                                        for key in self.agreements.values()), "all days settled", limit_s=120)
        self.say(f"ledger time {moved}: every day is settled")

    def busiest(self):
        counts = Counter(courier for courier, _ in self.logs)
        name = counts.most_common(1)[0][0]
        return self.agreements[name], name
