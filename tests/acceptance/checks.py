"""What a scenario can look at. Every figure comes from a record or receipt whose proof the light client has verified with
the genesis alone; the one exception, the node's own coverage figure, is named as a signed read and repeated from proofs."""

import json
import tempfile
import time
from pathlib import Path

from scenario import BadScenario
from xhnet import payroll, records
from xhnet.programs import Failure

TIMELINESS = ["ON_TIME", "LATE"]
BASIS = ["confirmed", "silence", "admitted"]
REASON = ["too_low", "too_high", "not_my_work", "other"]
PURPOSE = ["none", "deposit", "withdrawal", "wage", "fee", "contribution", "refund", "project", "voucher"]
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
    play.compare_all(f"balance of {step['account']}", step["expect"], value, where)


def supply(play, step):
    value, where = play.record(records.raw_key(*records.SUPPLY_TABLE), records.SUPPLY)
    play.compare_all("supply", step["expect"], value, where)


def party(play, step):
    value, where = play.account_record(records.PARTY_TABLE, step["account"], records.PARTY)
    play.compare_all(f"counters of {step['account']}", step["expect"], value, where)


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
    expect = dict(step["expect"])
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
    play.compare_all(name, step["expect"], settlement_figures(value), where)
    if "expect_days" in step:
        compare_days(play, name, play.scenario.rows(step["expect_days"]), value, where)


def settlement_figures(value):
    return {"gross": value["gross"], "fee": value["fee"], "fee_ppm": value["fee_ppm"]["value"], "net": value["net"],
            "payday": payroll.day_text(value["payday"]), "from": payroll.day_text(value["from"]),
            "to": payroll.day_text(value["to"]), "days": len(value["days"]), "held": [payroll.day_text(d["day"]) for d in value["held"]],
            "orders": sum(d["sums"]["orders"] for d in value["days"]), "minutes": sum(d["sums"]["minutes"] for d in value["days"]),
            "item_pay": {item["name"]: sum(d["sums"]["items"][i] for d in value["days"]) for i, item in enumerate(value["items"])},
            "basis": {payroll.day_text(d["day"]): BASIS[d["basis"]] for d in value["days"]},
            "versions": {payroll.day_text(d["day"]): d["version"] for d in value["days"]},
            "timeliness": {payroll.day_text(d["day"]): TIMELINESS[d["timeliness"]] for d in value["days"]},
            "wage_paid": "wage_paid_at" in value, "fee_paid": "fee_paid_at" in value}


def compare_days(play, name, rows, value, where):
    paid = {payroll.day_text(d["day"]): d for d in value["days"]}
    for day, _, _, order_pay, time_pay, total in rows:
        if day not in paid:
            raise BadScenario(f"{name} did not pay {day}")
        for what, expected, actual in (("orders", order_pay, paid[day]["sums"]["items"][0]),
                                       ("time", time_pay, paid[day]["sums"]["items"][1]), ("day", total, paid[day]["amount"])):
            play.compare(f"{name} {day} {what}", expected, actual, where)


def day(play, step):
    agreement = play.agreement(step)
    log, where = play.day_log(agreement, step["day"], step.get("superseded"))
    version = f" v{step['superseded']}" if "superseded" in step else ""
    figures = {"version": log["version"], "amount": log["sums"]["amount"], "timeliness": TIMELINESS[log["timeliness"]],
               "disputed": "disputed_at" in log, "reason": REASON[log["dispute_reason"]],
               "worker_confirmed": "worker_at" in log, "union_approved": "union_at" in log, "accrued": "accrued_period" in log,
               "settled": log["settled"], "settle_day": payroll.day_text(log["settle_day"]), "flag_count": log["flag_count"],
               "flags_accepted": log["flag_decision"] == 1}
    play.compare_all(f"log {step['agreement']} {step['day']}{version}", step["expect"], figures, where)


def receipts_of(play, accounts):
    """The places of all receipts with one of `accounts` as a party, oldest first."""
    places = {}
    for name in accounts:
        for item in play.wallet.pages(f"/v1/accounts/{play.wallet.account(name)}/txs?limit=100", "union"):
            places[(item["height"], item["index"])] = item
    return sorted(places.items())


def vouchers(play, step):
    """All vouchers of the ledger's people, from verified receipts: the year's serials, and how the tool writes the sums."""
    names = {account.account: name for name, account in play.wallet.keys.items()}
    found = []
    for (height, index), item in receipts_of(play, play.wallet.keys):
        if any(e["type"] == "lxr.voucher_issued" for e in item["events"]):
            found += verified_vouchers(play, height, index)
    found.sort(key=lambda v: (v["year"], v["serial"]))
    figures = {"years": sorted({v["year"] for v in found}), "serials": [v["serial"] for v in found],
               "amounts": [int(v["amount"]) for v in found], "capitals": [v["capital"] for v in found],
               "from": [names.get(v["from"], "") for v in found], "to": [names.get(v["to"], "") for v in found],
               "purposes": [v["purpose"] if isinstance(v["purpose"], str) else PURPOSE[v["purpose"]] for v in found]}
    play.compare_all("vouchers", step["expect"], figures, f"{len(found)} vouchers in proved receipts")


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
    play.compare_all(f"signatures {step['agreement']}", step["expect"], figures, "all receipts of the agreement, proved")


def cv(play, step):
    value, where = eventually(lambda: play.account_record(records.CV_TABLE, step["account"], records.CV_BALANCE),
                              lambda read: micro(read[0]["global"]) == step["expect"].get("global"))
    figures = {"global": micro(value["global"]), "lifetime": micro(value["lifetime"]), "acts": value["acts"]}
    play.compare_all(f"CV of {step['account']}", step["expect"], figures, where)


def act(play, step):
    raw = records.raw_key(*records.ACT_TABLE, bytes.fromhex(play.acts[step["act"]]))
    value, where = eventually(lambda: play.record(raw, records.ACT),
                              lambda read: bool(read[0]["credited"]) == step["expect"].get("credited"))
    figures = {"credited": bool(value["credited"]), "result": micro(value["result"]), "base": micro(value["base"]["value"]),
               "units": value["units"], "demand_ppm": value["demand"]["value"], "resource": value["resource"]}
    play.compare_all(f"act {step['act']}", step["expect"], figures, where)


CHECKS = {"balance": balance, "supply": supply, "party": party, "coverage": coverage, "settlement": settlement, "day": day,
          "vouchers": vouchers, "signatures": signatures, "cv": cv, "act": act}
