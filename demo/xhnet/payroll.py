"""The consortium's everyday work: members, deposits, agreements, daily logs and their confirmations."""

import hashlib
import secrets
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from .programs import Failure
from .wallet import BARRIER

ROLE_EMPLOYER, ROLE_WORKER, ROLE_BANK, ROLE_MEMBER = 2, 4, 8, 32
REFS_PER_CALL = 400  # contracts/payroll/terms.h
LOGS_PER_UPLOAD = 1000
ENTRIES_PER_UPLOAD = 5000
MEMBERS_PER_CALL = 1000
EPOCH = date(1970, 1, 1)


def day_number(day):
    """The ledger's number of a civil day: days since 1970-01-01."""
    return ((date.fromisoformat(day) if isinstance(day, str) else day) - EPOCH).days


def day_text(number):
    return date.fromordinal(EPOCH.toordinal() + number).isoformat()


def ms_at(day, time, zone="Asia/Shanghai"):
    """Milliseconds of a local time, e.g. ("2026-03-02", "20:00") or "23:58:59.999"."""
    local = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(zone))
    since = local - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return (since.days * 86400 + since.seconds) * 1000 + since.microseconds // 1000


def local_text(ms, zone="Asia/Shanghai"):
    """A moment as people write it, e.g. "2026-06-26 00:00"; seconds only where there are any."""
    local = datetime.fromtimestamp(ms / 1000, ZoneInfo(zone))
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second or local.microsecond else "%Y-%m-%d %H:%M")


def record_key():
    return secrets.token_hex(32)


def fixed_key(*parts):
    """A record key that is the same each time it is asked for: a batch that is made again is the same batch."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()


def registrations(wallet, names, role, commitment_to=lambda name: secrets.token_hex(32)):
    """Lines that make `names` members. The commitment is to nothing by default: a demo's people have no identity data."""
    for at in range(0, len(names), MEMBERS_PER_CALL):
        members = [{"policy": {"threshold": 1, "keys": [wallet.keys[name].public_key]}, "roles": role,
                    "commitment": commitment_to(name), "cooperating": False}
                   for name in names[at:at + MEMBERS_PER_CALL]]
        yield {"as": "union", "call": "identity.register_members", "args": {"members": members}}


def deposit_lines(wallet, now_ms, total_fen, deposits):
    """The bank states its custody account, then confirms the deposits [(account name, fen, receipt number)]."""
    return [{"as": "bank", "call": "lxr.custody_statement", "args": {"balance": str(total_fen), "as_of": now_ms}},
            BARRIER,
            {"as": "bank", "call": "lxr.confirm_deposit", "args": {"deposits": [
                {"account": wallet.account(name), "amount": str(fen), "reference": reference}
                for name, fen, reference in deposits]}}]


def terms_of(wallet, employer, worker, effective, items, schedule, zone="Asia/Shanghai", holidays="CN", **more):
    """Terms as the calls take them. `items`: (name, kind, fen) or whole items; `schedule`: (kind, days)."""
    return {"employer": wallet.account(employer), "worker": wallet.account(worker),
            "union_account": wallet.account("union"), "effective": day_number(effective), "zone": zone,
            "holidays": holidays, "schedule": {"kind": schedule[0], "days": schedule[1]},
            "items": [item if isinstance(item, dict) else dict(zip(("name", "kind", "rate"), map(str, item))) for item in items],
            **more}


def agreement_line(wallet, key, employer, worker, *terms, call="payroll.sign_agreement", **more):
    """The joint transaction of employer, worker and union; terms as terms_of() takes them."""
    return {"as": employer, "co": sorted([worker, "union"]), "call": call,
            "args": {"agreement": key, "terms": terms_of(wallet, employer, worker, *terms, **more)}, "label": key}


def uploads(employer, logs, name):
    """Lines of submit_work for day logs {agreement, day, replaces, entries}, cut at the ledger's limits."""
    part, entries, number = [], 0, 0
    for log in logs:
        if part and (len(part) == LOGS_PER_UPLOAD or entries + len(log["entries"]) > ENTRIES_PER_UPLOAD):
            yield _upload(employer, part, f"{name}/{number}")
            part, entries, number = [], 0, number + 1
        part.append(log)
        entries += len(log["entries"])
    if part:
        yield _upload(employer, part, f"{name}/{number}")


def _upload(employer, logs, name):
    return {"as": employer, "call": "payroll.submit_work", "args": {"batch": fixed_key(employer, name), "logs": logs}}


def recorded_days(results):
    """The payroll.day_recorded events of receipts: what each upload became, with the hash that all parties sign."""
    return [event["data"] for result in results for event in result["events"] if event["type"] == "payroll.day_recorded"]


def confirmation_lines(days, worker_of):
    """The workers' lines for recorded days; `worker_of`: agreement -> key name."""
    by_worker = {}
    for day in days:
        by_worker.setdefault(worker_of[day["log"]["agreement"]], []).append(day["log"])
    for worker, refs in by_worker.items():
        for at in range(0, len(refs), REFS_PER_CALL):
            yield {"as": worker, "call": "payroll.confirm_work", "args": {"logs": refs[at:at + REFS_PER_CALL]}}


def approval_lines(days, accept_flags=False):
    """The union's lines. Flagged days are left out unless their flags are accepted: that is a human's decision."""
    refs = [d["log"] for d in days if accept_flags or not d["flag_count"]]
    for at in range(0, len(refs), REFS_PER_CALL):
        part = refs[at:at + REFS_PER_CALL]
        accepted = [{"agreement": r["agreement"], "day": r["day"]} for r in part] if accept_flags else []
        yield {"as": "union", "call": "payroll.approve_work", "args": {"logs": part, "accept_flags": accepted}}


def settlements(wallet, agreement, key):
    return list(wallet.pages(f"/v1/payroll/agreements/{agreement}/settlements", key))


def balance(wallet, name):
    data = wallet.get(f"/v1/accounts/{wallet.account(name)}", "union")
    if data["reserved"] != "0":
        raise Failure(f"{name} has {data['reserved']} fen reserved")
    return int(data["balance"])
