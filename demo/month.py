"""The demo's month: made-up shifts of demo/data, day by day, through upload, confirmation and approval to payday."""

import csv
import json
from collections import defaultdict
from datetime import date, timedelta

import welfare
from xhnet import payroll


START = "2026-03-01T08:00:00+08:00"
FIRST_DAY, LAST_DAY, PAYDAY = date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 10)
ITEMS = [("orders", "per_order", 480), ("time", "per_minute", 650)]  # fen an order, fen an hour
DEPOSIT_FEN = {"E1": 2_500_000, "E2": 1_000_000}
INSURED = ("chen", "E1")  # and the employer that owes its share
REJECTED = ("chen", "2026-03-18")  # the employer forgot three orders; the worker says no; the employer revises
FORGOTTEN_ORDERS = 3


def minutes_of(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


class Month:
    def __init__(self, consortium, shifts, say):
        self.wallet, self.network, self.wait_until = consortium.wallet, consortium.network, consortium.wait_until
        self.say = say
        self.shifts = list(csv.DictReader(open(shifts, encoding="utf-8", newline="")))
        self.workers = sorted({s["worker"] for s in self.shifts})
        self.agreements = {(s["employer"], s["worker"]): payroll.fixed_key("demo", s["employer"], s["worker"])
                           for s in self.shifts}
        self.worker_of = {key: worker for (_, worker), key in self.agreements.items()}

    def prepare(self, stated_fen=0):
        """`stated_fen`: what the bank's custody account holds already."""
        for worker in self.workers:
            self.wallet.add(worker)
        deposits = [(name, fen, f"receipt-{name}-1") for name, fen in DEPOSIT_FEN.items()]
        self.wallet.batch([*payroll.registrations(self.wallet, self.workers, payroll.ROLE_WORKER),
                           *payroll.deposit_lines(self.wallet, self.network.clock(),
                                                  stated_fen + sum(DEPOSIT_FEN.values()), deposits)])
        self.say(f"members registered: {', '.join(self.workers)}; bank confirmed "
                 f"{sum(DEPOSIT_FEN.values()) / 100:,.2f} yuan of deposits")
        self.wallet.batch([payroll.agreement_line(self.wallet, key, employer, worker, FIRST_DAY, ITEMS, ("monthly", 10))
                           for (employer, worker), key in self.agreements.items()])
        self.say(f"{len(self.agreements)} pay agreements signed by employer, worker and union together")

    def look_after(self, folder):
        """Insurance for one, a bank account for each."""
        welfare.insure(self.wallet, *INSURED, FIRST_DAY, 12, self.say)
        welfare.name_bank_accounts(self.wallet, self.workers, folder, self.say)

    def logs_of(self, day):
        """The day's logs by employer."""
        entries = defaultdict(list)
        for shift in self.shifts:
            if shift["date"] != day:
                continue
            mine = entries[(shift["employer"], shift["worker"])]
            mine.append({"reference": f"{day}#{len(mine) + 1}", "start": payroll.ms_at(day, shift["start"]),
                         "end": payroll.ms_at(day, shift["end"]), "orders": int(shift["orders"]),
                         "minutes": minutes_of(shift["end"]) - minutes_of(shift["start"])})
        out = defaultdict(list)
        for (employer, worker), list_of in entries.items():
            out[employer].append({"agreement": self.agreements[(employer, worker)], "day": payroll.day_number(day),
                                  "replaces": 0, "entries": list_of})
        return out

    def upload(self, logs, name):
        lines = [line for employer, of in logs.items() for line in payroll.uploads(employer, of, name)]
        return payroll.recorded_days(self.wallet.batch_again(lines)) if lines else []

    def work_day(self, day):
        self.network.set_clock(payroll.ms_at(day, "22:30"))
        logs = self.logs_of(day)
        if day == REJECTED[1]:
            self.reject_and_revise(logs)
        days = self.upload(logs, day)
        if days:
            self.wallet.batch_again([*payroll.confirmation_lines(days, self.worker_of), *payroll.approval_lines(days)])
        return days

    def reject_and_revise(self, logs):
        """What the courier did not accept stays visible; the revision replaces it. Changes `logs` to the revision."""
        worker, day = REJECTED
        employer, key = next((e, k) for (e, w), k in self.agreements.items() if w == worker)
        log = next(log for log in logs[employer] if log["agreement"] == key)
        right = json.loads(json.dumps(log))
        log["entries"][0]["orders"] -= FORGOTTEN_ORDERS
        recorded = self.upload({employer: [log]}, f"{day}/first")[0]
        self.wallet.batch_again([{"as": worker, "call": "payroll.reject_work",
                                  "args": {"log": recorded["log"], "reason": "too_low"}}])
        log.update(right, replaces=recorded["log"]["version"])
        self.say(f"{day}: {worker} rejects {int(recorded['amount']) / 100:.2f} yuan, {employer} revises")

    def feed(self):
        total = 0
        day = FIRST_DAY
        while day <= LAST_DAY:
            total += len(self.work_day(day.isoformat()))
            if day.day % 7 == 0 or day == LAST_DAY:
                self.say(f"{day}: {total} day logs uploaded, confirmed by the worker and approved by the union")
            day += timedelta(days=1)

    def is_paid(self, key):
        """A payday settles, looks at the employer's vault, then pays: three items, in blocks one after the other."""
        made = payroll.settlements(self.wallet, key, "union")
        return bool(made) and all("wage_paid_at" in s and "fee_paid_at" in s for s in made)

    def pay(self):
        """The ledger pays by itself when its time passes 10:00 of the payday; nobody triggers it."""
        self.network.set_clock(payroll.ms_at(PAYDAY, "10:00:05"))
        self.wait_until(lambda: all(map(self.is_paid, self.agreements.values())), f"the wages and fees of {PAYDAY}")
        paid = [s for key in self.agreements.values() for s in payroll.settlements(self.wallet, key, "union")]
        self.say(f"payday {PAYDAY}: {len(paid)} wages, {sum(int(s['net']) for s in paid) / 100:,.2f} yuan, and the union's "
                 f"fees, {sum(int(s['fee']) for s in paid) / 100:,.2f} yuan")
        return self.agreements[next(k for k in self.agreements if k[1] == REJECTED[0])], REJECTED[0]
