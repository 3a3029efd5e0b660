"""What the union does beside wages, in the demo: an insurance contract for one courier, payout by a bank file, and a credit
disclosure with the courier's consent."""

import hashlib
import json
import secrets
from pathlib import Path

from xhnet import bank, payroll

RATES = Path(__file__).resolve().parent / "data" / "rates.json"
INDICATORS = ["income_cover", "on_time_rate"]
CONSENT_DAYS = 90


def commitment():
    """A salted commitment; the demo has no text behind it."""
    return secrets.token_hex(32)


def rates_line(wallet):
    given = json.loads(RATES.read_text(encoding="utf-8"))
    row = {"from": payroll.day_number(given["from"]), "floor": str(given["floor"]), "ceiling": str(given["ceiling"]),
           **{name: {"employer_ppm": employer, "worker_ppm": worker} for name, (employer, worker) in given["shares"].items()},
           **{f"flexible_{name}_ppm": value for name, value in given["flexible"].items()},
           "housing_min_ppm": given["housing"][0], "housing_max_ppm": given["housing"][1],
           "order_injury": {name: str(value) for name, value in given["order_injury"].items()}}
    source = hashlib.sha256(RATES.read_bytes()).hexdigest()
    return {"as": "union", "call": "insurance.set_rates", "args": {"city": given["city"], "source": source, "rows": [row]}}


def insure(wallet, worker, employer, month, months, say):
    """The union's contract with a worker, the employer owing its share (strict legal mode)."""
    wallet.batch([rates_line(wallet),
                  {"as": "union", "call": "insurance.classify",
                   "args": {"worker": wallet.account(worker), "city": "Chengdu", "months": months, "reason": commitment()}}])
    terms = {"worker": wallet.account(worker), "employer": wallet.account(employer), "scheme": "employee", "city": "Chengdu",
             "base": "0", "housing_employer_ppm": 0, "housing_worker_ppm": 0, "order_cover": "none"}
    wallet.batch([{"as": worker, "co": sorted(["union", employer]), "call": "insurance.sign",
                   "args": {"contract": payroll.fixed_key("demo insurance", worker), "terms": terms,
                            "from": payroll.day_number(month), "months": months}}])
    say(f"insurance contract of {worker} with the union, {employer} owing the employer's share: {months} months from {month}")


def name_bank_accounts(wallet, workers, folder, say):
    """Each worker says where the wage goes: a commitment on the ledger, the account number in the union's list alone."""
    rows = [(worker, worker.capitalize(), f"62220200000000{at:05d}") for at, worker in enumerate(workers, 1)]
    rows.append(("union", "Custody account of the union", "6222029999999999999"))
    made = bank.destinations(wallet, rows, folder / "bare.json", folder / "payees.json")
    wallet.batch([bank.payout_line(wallet, worker, made[worker]) for worker in workers])
    say(f"{len(workers)} couriers named the bank accounts that their wages go to; the ledger holds commitments only")


def pay_out(wallet, folder, payday, say):
    """The payout file, and the bank's answer to it."""
    file, answer = folder / "payout.xml", folder / "bank-answer.csv"
    for old in (file, answer):
        old.unlink(missing_ok=True)
    made = wallet.run_json("--as", "union", "payroll", "bank-file", "--bank", "bank", "--payees", str(folder / "payees.json"),
                           "--payer", "union", "--out", str(file), "--execution-day", str(payday))
    bank.write_answer(file, answer)
    done = wallet.run_json("--as", "bank", "payroll", "reconcile", str(answer), "--send")
    say(f"payout file {file}: {made['count']} payments, {int(made['control_sum']) / 100:,.2f} yuan; the bank paid "
        f"{int(done['paid_amount']) / 100:,.2f} and returned {int(done['returned_amount']) / 100:,.2f}")


def disclose(wallet, network, worker, folder, say):
    """The worker consents, the bank asks, the answer is a receipt that the bank can prove to anybody."""
    until = network.clock() + CONSENT_DAYS * 24 * 3600 * 1000
    wallet.batch([{"as": worker, "call": "credit.grant_consent",
                   "args": {"recipient": wallet.account("bank"), "purpose": "home_loan", "indicators": INDICATORS,
                            "expires_at": until, "text": commitment()}}])
    result = wallet.send("bank", "credit.disclose", {"worker": wallet.account(worker), "purpose": "home_loan",
                                                     "indicators": INDICATORS})
    place = wallet.get(f"/v1/txs/{result['id']}/receipt", "bank")
    fact = wallet.fact(f"/v1/receipts/{place['height']}/{place['index']}", "bank", keep=folder / "disclosure-fact.json")
    told = next(event["data"]["indicators"] for event in fact.events if event["type"] == "credit.disclosed")
    say(f"{worker} lets the bank see {', '.join(INDICATORS)} for a home loan, {CONSENT_DAYS} days; proof: "
        f"{folder / 'disclosure-fact.json'}")
    for one in told:
        print(f"told to the bank: {one['indicator']} = " + (f"{one['value']} {one['unit']}" if one["known"] else one["text"]))
