"""What a scenario can look at. Every figure comes from a record or receipt whose proof the light client has verified with
the genesis alone; the one exception, the node's own coverage figure, is named as a signed read and repeated from proofs."""

import json
import tempfile
import time
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import general
from general import receipts_of
from scenario import BadScenario, Word
from xhnet import payroll, records
from xhnet.programs import Failure

TIMELINESS = ["ON_TIME", "LATE"]
BASIS = ["confirmed", "silence", "admitted"]
REASON = ["too_low", "too_high", "not_my_work", "other", "flags_rejected"]
PURPOSE = ["none", "deposit", "withdrawal", "wage", "fee", "contribution", "refund", "project", "voucher", "tax",
           "interest", "advance"]
PPM = 1_000_000
WAIT_S = 30


def micro(value):
    return f"{value // PPM}.{value % PPM:06d}"


def eventually(read, holds):
    """Reads again until `holds`, for what the ledger's calendar does by itself. The last reading is compared either way."""
    deadline = time.monotonic() + WAIT_S
    while True:
        value = read()
        if holds(value) or time.monotonic() > deadline:
            return value
        time.sleep(0.1)


def balance(play, step):
    value, where = play.account_record(records.BALANCE_TABLE, step["account"], records.BALANCE)
    play.compare_all(f"balance of {step['account']}", step.get("expect", {}), value, where)


def supply(play, step):
    value, where = play.record(records.raw_key(*records.SUPPLY_TABLE), records.SUPPLY)
    play.compare_all("supply", step.get("expect", {}), value, where)


def party(play, step):
    value, where = play.account_record(records.PARTY_TABLE, step["account"], records.PARTY_BOOK)
    play.compare_all(f"counters of {step['account']}", step.get("expect", {}), value, where)


def coverage(play, step):
    """OP-17's coverage over the employer's agreements: what the node says, and the same from proved records."""
    account = step["account"]
    said = play.wallet.get(f"/v1/payroll/accounts/{play.wallet.account(account)}/coverage", account)
    held, _ = play.account_record(records.BALANCE_TABLE, account, records.BALANCE)
    gross = fee = 0
    for name in step["agreements"]:
        key = bytes.fromhex(play.agreement({"agreement": name})["key"])
        accrual, where = play.record(records.raw_key(*records.ACCRUAL_TABLE, key, step.get("period", 0)), records.ACCRUAL)
        gross += accrual["sums"]["amount"]
        fee += (accrual["sums"]["amount"] * step["fee_ppm"] + PPM // 2) // PPM
    proved = {"gross": gross, "fee": fee, "required": gross + fee, "shortage": max(0, gross + fee - held["available"]),
              "proved_bp": held["available"] * 10_000 // (gross + fee)}
    expect = dict(step.get("expect", {}))
    if "node_bp" in expect:
        play.compare(f"coverage of {account} node_bp", expect.pop("node_bp"), said["coverage_bp"], "signed read")
    play.compare_all(f"coverage of {account}", expect, proved, where)


def settlement(play, step):
    agreement, number = play.agreement(step), step.get("number", 0)
    target = f"/v1/payroll/agreements/{agreement['key']}"
    exists = eventually(lambda: play.wallet.get(target + "/settlements", "union")["items"], lambda items: len(items) > number)
    if len(exists) <= number:
        raise Failure(f"{step['agreement']} has {len(exists)} settlements, number {number} is not there")
    raw = records.raw_key(*records.SETTLEMENT_TABLE, bytes.fromhex(agreement["key"]), number)
    value, where = play.record(raw, records.SETTLEMENT)
    name = f"settlement {step['agreement']}/{number}"
    play.compare_all(name, step.get("expect", {}), settlement_figures(value), where)
    if "expect_days" in step:
        compare_days(play, name, play.scenario.rows(step["expect_days"]), value, where)


def settlement_figures(value):
    return {"gross": value["gross"], "fee": value["fee"], "fee_ppm": value["fee_ppm"]["value"], "net": value["net"],
            "payday": payroll.day_text(value["payday"]), "from": payroll.day_text(value["from"]),
            "to": payroll.day_text(value["to"]), "days": len(value["days"]), "held": [payroll.day_text(d["day"]) for d in value["held"]],
            "orders": sum(d["sums"]["orders"] for d in value["days"]), "minutes": sum(d["sums"]["minutes"] for d in value["days"]),
            "item_pay": {item["name"]: sum(d["sums"]["items"][i] for d in value["days"]) for i, item in enumerate(value["items"])},
            "amounts": [d["amount"] for d in value["days"]], "top_up": sum(d["sums"]["top_up"] for d in value["days"]),
            "basis": {payroll.day_text(d["day"]): BASIS[d["basis"]] for d in value["days"]},
            "versions": {payroll.day_text(d["day"]): d["version"] for d in value["days"]},
            "timeliness": {payroll.day_text(d["day"]): TIMELINESS[d["timeliness"]] for d in value["days"]},
            "cycle": [payroll.day_text(value[name]) for name in ("from", "to", "payday")], "weeks": weeks_of(value["days"]),
            "wage_paid": "wage_paid_at" in value, "fee_paid": "fee_paid_at" in value,
            **deductions_of(value["deductions"]), **progress_of(value["progress"])}


MONTH_STATE = ["open", "paid_on_time", "paid_in_grace", "defaulted", "cured", "waits_for_wage"]
CASE = ["none", "A", "B", "C"]


def month(play, step):
    """A month of an insurance contract: what is due and why, what arrived, when it is a default."""
    contract = bytes.fromhex(play.named[step["contract"]]) if step["contract"] in play.named else None
    if contract is None:
        raise BadScenario(f"no insurance contract '{step['contract']}' was signed")
    raw = records.raw_key(*records.INSURANCE_MONTH_TABLE, contract, payroll.day_number(step["month"] + "-01"))
    value, where = play.record(raw, records.MONTH)
    if value is None:
        raise BadScenario(f"the ledger has no month {step['month']} of {step['contract']}")
    play.compare_all(f"month {step['contract']} {step['month']}", step.get("expect", {}), month_figures(value), where)


def month_figures(value):
    lines = {line["name"]: line for line in value["lines"]}
    columns = {side: {name: line[side] for name, line in lines.items()} for side in ("employer", "worker")}
    pension = columns["worker"].get("pension", 0)
    return {"case": CASE[value["kind"]], "gross": value["gross"], "fee": value["fee"], "base": value["base"],
            "employer": columns["employer"], "employee": columns["worker"],
            "employer_total": sum(columns["employer"].values()), "employee_total": sum(columns["worker"].values()),
            "total": sum(sum(column.values()) for column in columns.values()), "personal": value["personal"],
            "pooled": pension - value["personal"], "due": value["due"], "paid": value["paid"],
            "state": MONTH_STATE[value["state"]], "remitted": value["remitted"], "closed": bool(value["is_closed"]),
            "last_day_of_grace": payroll.local_text(value["default_at"] - 1)[:10],
            "default_at": payroll.local_text(value["default_at"]), "due_until": payroll.local_text(value["due_at"])}


def weeks_of(days):
    """By their Mondays: minutes, amounts, their sum, minutes a day worked (exact)."""
    out = {}
    for settled in days:
        monday = date.fromordinal(payroll.EPOCH.toordinal() + settled["day"])
        monday -= timedelta(days=monday.weekday())
        week = out.setdefault(monday.isoformat(), {"minutes": 0, "amounts": []})
        week["minutes"] += settled["sums"]["minutes"]
        week["amounts"].append(settled["amount"])
    return {monday: week | {"total": sum(week["amounts"]), "average": str(Fraction(week["minutes"], len(week["amounts"])))}
            for monday, week in out.items()}


def deductions_of(value):
    insurance = value["insurance"]
    lines = {line["name"]: line for line in insurance["lines"]}
    columns = {side: {name: line[side] for name, line in lines.items()} for side in ("employer", "worker")}
    out = {"insurance": {"base": insurance["base"], "employer": columns["employer"], "employee": columns["worker"],
                         "employer_total": sum(columns["employer"].values()), "employee_total": sum(columns["worker"].values()),
                         "total": sum(sum(column.values()) for column in columns.values()), "worker_bears": insurance["worker"],
                         "subsidy": insurance["subsidy"], "employer_bears": insurance["employer"]},
           "tax": value["tax"]["amount"] if "tax" in value else 0, "correction": value["correction"], "advance": value["advance"]}
    return {"deductions": out}


def progress_of(value):
    return {"paid": value["paid"], "paid_out": value["paid_out"], "payments": len(value["payments"]),
            "arrears": value["wage"] - value["paid"]["wages"]}


def compare_days(play, name, rows, value, where):
    paid = {payroll.day_text(d["day"]): d for d in value["days"]}
    for row in rows:
        if row[0] not in paid:
            raise BadScenario(f"{name} did not pay {row[0]}")
        sums = paid[row[0]]["sums"]
        figures = {"orders": sums["items"][0], "time": sums["items"][1], "day": paid[row[0]]["amount"]}
        play.compare_all(f"{name} {row[0]}", dict(zip(figures, row[3:])), figures, where)


def day(play, step):
    agreement = play.agreement(step)
    log, where = play.day_log(agreement, step["day"], step.get("superseded"))
    version = f" v{step['superseded']}" if "superseded" in step else ""
    figures = {"version": log["version"], "amount": log["sums"]["amount"], "timeliness": TIMELINESS[log["timeliness"]],
               "disputed": "disputed_at" in log, "reason": REASON[log["dispute_reason"]],
               "worker_confirmed": "worker_at" in log, "union_approved": "union_at" in log, "accrued": "accrued_period" in log,
               "settled": log["settled"], "settle_day": payroll.day_text(log["settle_day"]), "flag_count": log["flag_count"],
               "flags_accepted": log["flag_decision"] == 1, "items": log["sums"]["items"], "top_up": log["sums"]["top_up"],
               "cut": log["sums"]["cut"], "raised": log["sums"]["raised"], "night_minutes": log["sums"]["night_minutes"]}
    play.compare_all(f"log {step['agreement']} {step['day']}{version}", step.get("expect", {}), figures, where)


def vouchers(play, step):
    """All vouchers of the ledger's people, from verified receipts: the year's serials, and how the tool writes the sums."""
    names = {account: name for account, name in play.names().items() if name != "nobody"}
    found = []
    for (height, index), item in receipts_of(play, [*play.wallet.keys, "escrow", "tax"]):
        if any(e["type"] == "lxr.voucher_issued" for e in item["events"]):
            found += verified_vouchers(play, height, index)
    found.sort(key=lambda v: (v["year"], v["serial"]))
    figures = {"years": sorted({v["year"] for v in found}), "serials": [v["serial"] for v in found],
               "amounts": [int(v["amount"]) for v in found], "capitals": [v["capital"] for v in found],
               "from": [names.get(v["from"], "") for v in found], "to": [names.get(v["to"], "") for v in found],
               "purposes": [v["purpose"] if isinstance(v["purpose"], str) else PURPOSE[v["purpose"]] for v in found]}
    play.compare_all("vouchers", step.get("expect", {}), figures, f"{len(found)} vouchers in proved receipts")


def paid_by(play, step):
    """What left an account, by its vouchers."""
    amounts = []
    for (height, index), item in receipts_of(play, [step["account"]]):
        if any(e["type"] == "lxr.voucher_issued" for e in item["events"]):
            amounts += [int(v["amount"]) for v in verified_vouchers(play, height, index) if v["from"] == play.account(step["account"])]
    figures = {"postings": len(amounts), "amounts": amounts, "total": sum(amounts)}
    play.compare_all(f"paid by {step['account']}", step.get("expect", {}), figures, "vouchers in proved receipts")


def verified_vouchers(play, height, index):
    answer = play.wallet.get(f"/v1/receipts/{height}/{index}?proof=1", "union")
    with tempfile.TemporaryDirectory(prefix="xinghuo-fact-") as folder:
        path = Path(folder) / "fact.json"
        path.write_text(json.dumps(answer["fact"]))
        return play.wallet.run_json("voucher", "verify", str(path))["vouchers"]


def signatures(play, step):
    """Who signed what of an agreement, counted over all verified receipts of its employer."""
    agreement = play.agreement(step)
    final, uploads, signed, rejections = {}, [], [], []
    for (height, index), item in receipts_of(play, [agreement["employer"]]):
        if not any(e["type"].startswith("payroll.day_") for e in item["events"]):
            continue
        fact = play.wallet.fact(f"/v1/receipts/{height}/{index}", "union")
        for event in fact.events:
            ref = event["data"].get("log", {})
            if ref.get("agreement") != agreement["key"]:
                continue
            if event["type"] == "payroll.day_recorded" and not event["data"]["repeated"]:
                uploads.append((ref["day"], ref["version"]))
                final[ref["day"]] = max(final.get(ref["day"], 0), ref["version"])
            elif event["type"] == "payroll.day_confirmed":
                signed.append((event["data"]["by"], ref["day"], ref["version"]))
            elif event["type"] == "payroll.day_disputed":
                rejections.append((ref["day"], ref["version"]))
    on_final = sum(v == final[d] for d, v in uploads) + sum(v == final[d] for _, d, v in signed)
    figures = {"days": len(final), "on_final_versions": on_final, "superseded_uploads": sum(v != final[d] for d, v in uploads),
               "rejections": len(rejections), "by_worker": sum(by == "worker" for by, _, _ in signed),
               "by_union": sum(by == "union" for by, _, _ in signed)}
    play.compare_all(f"signatures {step['agreement']}", step.get("expect", {}), figures, "all receipts of the agreement, proved")


def cv(play, step):
    value, where = eventually(lambda: play.account_record(records.CV_TABLE, step["account"], records.CV_BALANCE),
                              lambda read: micro(read[0]["global"]) == step.get("expect", {}).get("global"))
    figures = {"global": micro(value["global"]), "lifetime": micro(value["lifetime"]), "acts": value["acts"]}
    play.compare_all(f"CV of {step['account']}", step.get("expect", {}), figures, where)


def act(play, step):
    raw = records.raw_key(*records.ACT_TABLE, bytes.fromhex(play.acts[step["act"]]))
    value, where = eventually(lambda: play.record(raw, records.ACT),
                              lambda read: bool(read[0]["credited"]) == step.get("expect", {}).get("credited"))
    figures = {"credited": bool(value["credited"]), "result": micro(value["result"]), "base": micro(value["base"]["value"]),
               "units": value["units"], "demand_ppm": value["demand"]["value"], "resource": value["resource"]}
    play.compare_all(f"act {step['act']}", step.get("expect", {}), figures, where)


CHECKS = {
    "balance": Word(balance, ("account",)),
    "supply": Word(supply),
    "party": Word(party, ("account",)),
    "coverage": Word(coverage, ("account", "agreements", "fee_ppm"), ("period",)),
    "settlement": Word(settlement, ("agreement",), ("number", "expect_days")),
    "day": Word(day, ("agreement", "day"), ("superseded",)),
    "vouchers": Word(vouchers),
    "paid_by": Word(paid_by, ("account",)),
    "month": Word(month, ("contract", "month")),
    "signatures": Word(signatures, ("agreement",)),
    "cv": Word(cv, ("account",)),
    "act": Word(act, ("act",)),
    **general.CHECKS,
}
