"""What a scenario can do. Every step that writes is a transaction through `xinghuo batch`; expectations on it are compared
with its receipt, proved and verified by the light client."""

import secrets

import general
from scenario import BadScenario, Word, refuse_missing, refuse_unknown
from xhnet import payroll, records
from xhnet.programs import Failure

CV = 1_000_000  # micro-CV


def send(play, step, key, call, args, name, expect=None, **more):
    """One transaction. Without an expected code it must be OK; a refusal that is expected is a figure like others."""
    expect = step.get("expect", {}) if expect is None else expect
    result = play.wallet.send(key, call, args, check=False, **more)
    if result.get("state") != "final":
        raise Failure(f"{name}: {result}")
    if "code" not in expect and result["code"] != "OK":
        raise Failure(f"{name}: refused with {result['code']}: {result['message']}")
    return result


def compare_receipt(play, result, expect, name, details):
    """What the receipt says; proved and verified when something is expected of it."""
    receipt, where = play.receipt(result) if expect else (result, "receipt as the node sent it, not proved")
    figures = {"code": receipt["code"], "rule": receipt.get("rule", ""), "message": receipt.get("message", "")}
    play.compare_all(name, expect or {}, {**figures, **details(receipt["events"])}, where, show=False)


def events_of(events, kind):
    return [e["data"] for e in events if e["type"] == kind]


def clock(play, step):
    play.clock(*step["to"].split(" "))


def deposit(play, step):
    supply, _ = play.record(records.raw_key(*records.SUPPLY_TABLE), records.SUPPLY)
    held = supply["total"] if supply else 0
    play.network.advance_clock("1s")  # a bank's statement is later than its last movement
    lines = payroll.deposit_lines(play.wallet, play.network.clock(), held + step["fen"],
                                  [(step["to"], step["fen"], step["reference"])])
    statement, result = play.wallet.batch(lines, check=False)
    if statement["code"] != "OK" or ("expect" not in step and result["code"] != "OK"):
        raise Failure(f"deposit: {statement} {result}")
    compare_receipt(play, result, step.get("expect"), f"deposit {step['reference']}", lambda _: {})


TERMS = ("form", "trade", "factors", "roles")  # of the contract's terms, as they are called there


def item_of(item):
    refuse_unknown("an item", item, {"name", "kind", "fen", "tiers", "night_ppm", "milestones"})
    refuse_missing("an item", item, ("name", "kind"))
    out = {"name": item["name"], "kind": item["kind"], "rate": str(item.get("fen", 0))}
    if "tiers" in item:
        out["tiers"] = [{"from": tier["from"], "rate": str(tier["fen"])} for tier in item["tiers"]]
    if "milestones" in item:
        out["milestones"] = [{"name": one["name"], "amount": str(one["fen"])} for one in item["milestones"]]
    return out | ({"night_ppm": item["night_ppm"]} if "night_ppm" in item else {})


def factors_of(given):
    known = {"night_from", "night_to", "day_floor", "day_cap", "period_floor", "period_cap", "min_wage_top_up"}
    refuse_unknown("'factors'", given, known)
    return {name: str(value) if name.endswith(("floor", "cap")) else value for name, value in given.items()}


def terms_line(play, step, key, employer, worker, call):
    schedule = step["schedule"]
    refuse_unknown("the schedule", schedule, {"kind", "days"})
    more = {name: step[name] for name in TERMS if name in step}
    if "factors" in more:
        more["factors"] = factors_of(more["factors"])
    return payroll.agreement_line(play.wallet, key, employer, worker, step["effective"], [item_of(i) for i in step["items"]],
                                  (schedule["kind"], schedule["days"]), step.get("zone", "Asia/Shanghai"), call=call, **more)


def agree(play, step):
    key = payroll.record_key()
    line = terms_line(play, step, key, step["employer"], step["worker"], "payroll.sign_agreement")
    result = play.wallet.batch([line], check=False)[0]
    if "expect" not in step and result.get("code") != "OK":
        raise Failure(f"agreement {step['agreement']}: {result}")
    play.agreements[step["agreement"]] = {"key": key, "employer": step["employer"], "worker": step["worker"],
                                          "schedule": step["schedule"]}
    compare_receipt(play, result, step.get("expect"), f"agreement {step['agreement']}", lambda _: {})


def amend(play, step):
    """Other terms from a day on; the schedule stays."""
    made = play.agreement(step)
    given = {"schedule": made["schedule"], **step}
    line = terms_line(play, given, made["key"], made["employer"], made["worker"], "payroll.amend_agreement")
    result = play.wallet.batch([line], check=False)[0]
    if "expect" not in step and result.get("code") != "OK":
        raise Failure(f"amendment of {step['agreement']}: {result}")
    compare_receipt(play, result, step.get("expect"), f"amendment of {step['agreement']}", lambda _: {})


ENTRY = {"reference", "orders", "minutes", "fen", "start", "end", "milestone"}


def entry_of(day, entry):
    refuse_unknown("an entry", entry, ENTRY)
    out = {k: entry[k] for k in ("reference", "orders", "minutes", "milestone") if k in entry}
    if "fen" in entry:
        out["agreed_amount"] = str(entry["fen"])
    for side in ("start", "end"):
        if side in entry:
            out[side] = payroll.ms_at(day, entry[side])
    return out


def upload(play, step):
    """`again`: the very same upload, batch key included; otherwise each upload has its own batch."""
    agreement = play.agreement(step)
    day, name = step["day"], f"{step['agreement']} {step['day']} upload"
    log = {"agreement": agreement["key"], "day": payroll.day_number(day), "replaces": step.get("replaces", 0),
           "entries": [entry_of(day, e) for e in step["entries"]]}
    batch = agreement.setdefault("batches", {})
    key = batch[day] if step.get("again") else payroll.record_key()
    batch[day] = key
    result = send(play, step, agreement["employer"], "payroll.submit_work", {"batch": key, "logs": [log]}, name)
    recorded = payroll.recorded_days([result])
    if recorded:
        ref = recorded[0]["log"]
        play.days[(step["agreement"], day)] = play.versions[(step["agreement"], day, ref["version"])] = ref
    compare_receipt(play, result, step.get("expect"), name, day_details)


def day_details(events):
    recorded = events_of(events, "payroll.day_recorded")
    batches = events_of(events, "payroll.batch_recorded")
    if not recorded:
        return {"late": batches[0]["late"], "batch_repeated": batches[0]["repeated"], "days_recorded": 0} if batches else {}
    day = recorded[0]
    return {"amount": int(day["amount"]), "timeliness": day["timeliness"], "version": day["log"]["version"],
            "replaced": int(day["replaced_amount"]), "change": int(day["amount"]) - int(day["replaced_amount"]), "repeated": day["repeated"], "days_recorded": len(recorded),
            "flags": sorted({f["kind"] for f in day["flags"]}), "batch_repeated": batches[0]["repeated"],
            "late": batches[0]["late"]}


def ref_of(play, step):
    ref = play.days.get((step["agreement"], step["day"]))
    if ref is None:
        raise BadScenario(f"{step['agreement']} has no log of {step['day']}")
    return ref


def signing(call, signer, arguments):
    def step_of(play, step):
        agreement, ref = play.agreement(step), ref_of(play, step)
        key = agreement["worker"] if signer == "worker" else "union"
        name = f"{step['agreement']} {step['day']} {step['do']}"
        result = send(play, step, key, call, arguments(step, ref), name)
        compare_receipt(play, result, step.get("expect"), name, signature_details)
    return step_of


def signature_details(events):
    out = {"confirmed": [e["by"] for e in events_of(events, "payroll.day_confirmed")],
           "accrued": [int(e["amount"]) for e in events_of(events, "payroll.day_accrued")]}
    for event in events_of(events, "payroll.day_disputed"):
        out |= {"reason": event["reason"], "disputed_version": event["log"]["version"]}
    return out


def days(play, step):
    """A table of [day, orders, minutes, order pay, time pay, day's pay]: uploaded, confirmed and approved on each day."""
    agreement = play.agreement(step)
    for day, orders, minutes, *amounts in play.scenario.rows(step["table"]):
        play.clock(day, step["at"])
        inner = {"do": "upload", "agreement": step["agreement"], "day": day, "entries": [
            {"reference": f"{day}#1", "orders": orders, "minutes": minutes}]}
        upload(play, inner)
        ref = play.days[(step["agreement"], day)]
        play.wallet.batch([{"as": agreement["worker"], "call": "payroll.confirm_work", "args": {"logs": [ref]}},
                           {"as": "union", "call": "payroll.approve_work", "args": {"logs": [ref], "accept_flags": []}}])
        log, where = play.day_log(agreement, day)
        sums = log["sums"]
        figures = {"orders": sums["items"][0], "time": sums["items"][1], "day": sums["amount"]}
        play.compare_all(f"{step['agreement']} {day}", dict(zip(figures, amounts)), figures, where)


def record_act(play, step):
    name, provider = step["act"], step["provider"]
    args = {"counterpart": play.wallet.account(step["counterpart"]), "resource": step["resource"], "units": step["units"],
            "season": ["normal", "peak", "low"].index(step["season"]),
            "completed_at": payroll.ms_at(*step["completed"].split(" ")), "evidence": secrets.token_hex(32)}
    result = send(play, step, provider, "contribution.record_act", args, f"act {name}")
    recorded = events_of(result["events"], "contribution.act_recorded")
    if recorded:
        play.acts[name] = recorded[0]["act"]
    else:
        raise Failure(f"act {name}: no act in {result}")
    compare_receipt(play, result, step.get("expect"), f"act {name}", lambda _: {})


def rate(play, step):
    rating = ["none", "good", "medium", "bad"].index(step["rating"])
    name = f"act {step['act']} rated by {step['by']}"
    result = send(play, step, step["by"], "contribution.rate_act", {"act": play.acts[step["act"]], "rating": rating}, name)
    compare_receipt(play, result, step.get("expect"), name, lambda _: {})


def withdraw(play, step):
    args = {"bank": play.wallet.account("bank"), "amount": str(step["fen"]), "destination": secrets.token_hex(32)}
    name = f"withdrawal of {step['fen']} by {step['account']}"
    result = send(play, step, step["account"], "lxr.request_withdrawal", args, name)
    compare_receipt(play, result, step.get("expect"), name, lambda _: {})


def signing_word(*arguments, may=()):
    return Word(signing(*arguments), ("agreement", "day"), may)


STEPS = {
    "clock": Word(clock, ("to",)),
    "deposit": Word(deposit, ("to", "fen", "reference")),
    "agree": Word(agree, ("agreement", "employer", "worker", "effective", "items", "schedule"), ("zone", *TERMS)),
    "amend": Word(amend, ("agreement", "effective", "items"), TERMS),
    "upload": Word(upload, ("agreement", "day", "entries"), ("replaces", "again")),
    "confirm": signing_word("payroll.confirm_work", "worker", lambda step, ref: {"logs": [ref]}),
    "reject": signing_word("payroll.reject_work", "worker", lambda step, ref: {"log": ref, "reason": step["reason"]},
                           may=("reason",)),
    "approve": signing_word("payroll.approve_work", "union", lambda step, ref: {
        "logs": [ref], "accept_flags": [{"agreement": ref["agreement"], "day": ref["day"]}] if step.get("accept_flags") else []},
        may=("accept_flags",)),
    "days": Word(days, ("agreement", "table", "at")),
    "record_act": Word(record_act, ("act", "provider", "counterpart", "resource", "units", "season", "completed")),
    "rate": Word(rate, ("act", "by", "rating")),
    "withdraw": Word(withdraw, ("account", "fen")),
    **general.STEPS,
}
