"""What the couriers' shifts come to under a pay rule: computed from the CSV alone, with exact fractions, sharing no code and
no language with the ledger (rulebook OP-04, OP-14).

A day is a civil day in London. A line of pay is the day's quantity at its tiers' rates, by the hour for minutes, rounded
half-up to the fen; its night supplement is the same sum times the share of the quantity done at night times the factor,
rounded half-up. A shift's night share is that of its time within the night, applied to its minutes and orders, each rounded
half-up to a whole one. Then the day's cap, its floor if anything was done, and the hourly minimum of its minutes."""

import csv
import json
from collections import Counter, defaultdict
from datetime import datetime, time, timedelta, timezone
from fractions import Fraction
from math import floor
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def half_up(value):
    return floor(Fraction(value) + Fraction(1, 2))


class Shift:
    def __init__(self, row, line):
        self.reference = f"{row['invoice']}#{line}"
        self.invoice, self.courier = row["invoice"], row["courier"]
        self.start, self.end = (datetime.strptime(row[name], "%Y-%m-%dT%H:%MZ").replace(tzinfo=timezone.utc)
                                for name in ("start_utc", "end_utc"))
        self.minutes = half_up(Fraction(row["hours"] or 0) * 60)
        self.orders = int(row["orders"] or 0)
        self.day = self.start.astimezone(LONDON).date()

    def night_share(self, begins, ends):
        """Part of the shift's time between `begins` and `ends`, minutes of the local day."""
        inside = timedelta()
        day = self.day - timedelta(days=1)
        while day <= self.end.astimezone(LONDON).date():
            last = day if ends > begins else day + timedelta(days=1)
            night = local(day, begins), local(last, ends)
            inside += max(min(self.end, night[1]) - max(self.start, night[0]), timedelta())
            day += timedelta(days=1)
        return Fraction(inside // timedelta(seconds=1), (self.end - self.start) // timedelta(seconds=1))


def local(day, minute):
    return datetime.combine(day, time(minute // 60, minute % 60), LONDON).astimezone(timezone.utc)


def shifts_of(folder, only=None):
    lines, out = Counter(), []
    with open(Path(folder) / "courier_shifts.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lines[row["invoice"]] += 1
            out.append(Shift(row, lines[row["invoice"]]))
    names = set(sorted({shift.courier for shift in out})[:only])
    return [shift for shift in out if shift.courier in names]


def at_tiers(item, quantity):
    """The first unit costs the item's rate; from each tier's `from` on, the tier's."""
    steps = [(1, item.get("fen", 0))] + [(tier["from"], tier["fen"]) for tier in item.get("tiers", [])]
    ends = [start - 1 for start, _ in steps[1:]] + [quantity]
    return sum(max(min(end, quantity) - start + 1, 0) * rate for (start, rate), end in zip(steps, ends))


def line_of(item, quantity, at_night, per):
    base = Fraction(at_tiers(item, quantity), per)
    share = Fraction(at_night, quantity) if quantity else 0
    return half_up(base) + half_up(base * share * Fraction(item.get("night_ppm", 0), 1_000_000))


def pay_of_day(rule, shifts):
    factors = rule.get("factors", {})
    window = factors.get("night_from", 0), factors.get("night_to", 0)
    shares = {shift: shift.night_share(*window) if window[0] != window[1] else Fraction(0) for shift in shifts}
    orders, minutes = sum(s.orders for s in shifts), sum(s.minutes for s in shifts)
    night_orders = sum(half_up(s.orders * shares[s]) for s in shifts)
    night_minutes = sum(half_up(s.minutes * shares[s]) for s in shifts)
    worked = orders > 0 or minutes > 0
    pay = 0
    for item in rule["items"]:
        if item["kind"] == "per_order":
            pay += line_of(item, orders, night_orders, 1)
        elif item["kind"] == "per_minute":
            pay += line_of(item, minutes, night_minutes, 60)
        elif item["kind"] == "per_day":
            pay += item["fen"] if worked else 0
        else:
            raise ValueError(f"this recomputation has no rule for {item['kind']}")
    pay = min(pay, factors["day_cap"]) if factors.get("day_cap") else pay
    pay = max(pay, factors.get("day_floor", 0)) if worked else pay
    if factors.get("min_wage_top_up"):
        pay = max(pay, half_up(Fraction(rule["min_hour_fen"] * minutes, 60)))
    return pay


def recompute(rule_path, folder, only=None):
    """(courier, day) -> fen, and the shifts of each."""
    rule = json.loads(Path(rule_path).read_text(encoding="utf-8"))
    days = defaultdict(list)
    for shift in shifts_of(folder, only):
        days[(shift.courier, shift.day)].append(shift)
    return {key: pay_of_day(rule, shifts) for key, shifts in days.items()}, days
