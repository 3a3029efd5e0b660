"""Values with meaning in a scenario's free forms (`call`, `check record`, `check events`): texts that begin with $.

  $account:W1            the account of somebody of the scenario; also escrow and tax, whose keys nobody holds, and nobody
  $agreement:K1          the record key of an agreement that was made
  $key:NAME              a record key: random when first named, the same afterwards; also what a step saved
  $random                a new random record key
  $log:K1 2026-03-05 1   a day log of an agreement, in that version: what a signature names
  $day:2026-03-01        the ledger's number of a day          $month:2026-03   the number of a month's first day
  $time:2026-03-01 10:00 milliseconds, Asia/Shanghai           $now             the ledger's time
  $commitment:TEXT       a salted commitment to TEXT, which must occur nowhere on the ledger (I4)
  $$TEXT                 the text $TEXT
"""

import hashlib
import re
import secrets

from scenario import BadScenario
from xhnet import payroll, records

NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,18})")  # as the programs write Fen, CV and counts
LEAST_SECRET_BYTES = 9  # a shorter text may stand somewhere by chance
FIRST_MS = 10_000_000  # a day's number is below, a moment in milliseconds above
DAY_MEMBERS = {"day", "monday", "payday", "month", "first_day", "last_day", "effective_day", "from_day", "to_day", "settle_day",
               "first_month", "last_month"}



def keyless_accounts():
    """Accounts that a contract made and nobody holds keys of (insurance/payday.h, payroll/tax.h), and no account at all."""
    made = {"escrow": "xh/insurance/escrow/1", "tax": "xh/payroll/tax/1"}
    hashes = {name: hashlib.sha256(text.encode()).digest() for name, text in made.items()}
    return {name: records.address(account) for name, account in {**hashes, "nobody": bytes(32)}.items()}


def resolve(play, value):
    if isinstance(value, dict):
        return {key: resolve(play, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolve(play, inner) for inner in value]
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    if value.startswith("$$"):
        return value[1:]
    kind, _, rest = value[1:].partition(":")
    if kind not in FORMS:
        raise BadScenario(f"{value!r}: known forms are {', '.join('$' + name for name in FORMS)}; $$ begins a text with $")
    return FORMS[kind](play, rest)


def agreement(play, name):
    return play.agreement({"agreement": name})["key"]


def key(play, name):
    return play.named.setdefault(name, payroll.record_key())


def commitment(play, text):
    if len(text.encode()) < LEAST_SECRET_BYTES:
        raise BadScenario(f"'{text}' is too short to be looked for everywhere")
    play.secrets.append(text)
    return hashlib.sha256(secrets.token_bytes(32) + text.encode()).hexdigest()


def moment(play, text):
    day, _, time = text.partition(" ")
    return payroll.ms_at(day, time or "00:00")


def log(play, text):
    name, day, version = text.split(" ")
    if (name, day, int(version)) not in play.versions:
        raise BadScenario(f"nothing was recorded as {text}")
    return play.versions[(name, day, int(version))]


FORMS = {"log": log, "random": lambda play, text: payroll.record_key(),
         "account": lambda play, name: play.account(name), "agreement": agreement, "key": key, "commitment": commitment, "time": moment,
         "day": lambda play, text: payroll.day_number(text),
         "month": lambda play, text: payroll.day_number(text + "-01"),
         "now": lambda play, text: play.network.clock()}


def readable(play, value, name=""):
    """What the programs answered, as a scenario writes it: whole numbers as numbers, accounts by their names, days as dates."""
    if isinstance(value, dict):
        return {key: readable(play, inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [readable(play, inner, name) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool) and name in DAY_MEMBERS:
        return payroll.day_text(value) if abs(value) < FIRST_MS else payroll.local_text(value)
    if not isinstance(value, str):
        return value
    if NUMBER.fullmatch(value):
        return int(value)
    return play.names().get(value, value)


def key_parts(values):
    """Parts of a record's raw key: numbers, hex texts, accounts."""
    out = []
    for value in values:
        if isinstance(value, int):
            out.append(value)
        elif value.startswith("xh1"):
            out.append(records.account_bytes(value))
        else:
            out.append(bytes.fromhex(value))
    return out
