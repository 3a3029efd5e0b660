"""State records out of verified facts: a small reader of the ledger's strict Protobuf subset, on its own.

Kinds: "u" unsigned or enum or bool, "i" signed (zigzag), "b" bytes, "s" text, a dict for a nested message, a list with one
kind for a repeated field (numbers are packed). Absent numbers are 0, absent lists empty, absent optionals missing.
"""

from .programs import Failure

CONTRACT_LXR, CONTRACT_PAYROLL, CONTRACT_CONTRIBUTION = 2, 3, 4

BALANCE = {1: ("available", "i"), 2: ("reserved", "i")}
SUPPLY = {1: ("total", "i"), 2: ("halted_banks", "u")}
CV_BALANCE = {1: ("global", "i"), 2: ("lifetime", "i"), 3: ("acts", "u")}
VOUCHER_NUMBER = {1: ("year", "u"), 2: ("serial", "u")}
PARAMETER = {1: ("value", "i"), 2: ("version", "u")}
DAY_SUMS = {1: ("orders", "u"), 2: ("minutes", "u"), 3: ("agreed", "i"), 4: ("items", ["i"]), 5: ("amount", "i")}
PAY_ITEM = {1: ("name", "s"), 2: ("kind", "u"), 3: ("rate", "i")}
SETTLED_DAY = {1: ("day", "i"), 2: ("version", "u"), 3: ("hash", "b"), 4: ("basis", "u"), 5: ("timeliness", "u"),
               6: ("sums", DAY_SUMS), 7: ("paid_before", "i"), 8: ("amount", "i")}
HELD_DAY = {1: ("day", "i"), 2: ("version", "u"), 3: ("reason", "u"), 4: ("amount", "i")}
SETTLEMENT = {1: ("agreement", "b"), 2: ("sequence", "u"), 3: ("employer", "b"), 4: ("worker", "b"),
              5: ("union_account", "b"), 6: ("from", "i"), 7: ("to", "i"), 8: ("payday", "i"), 9: ("settled_at", "i"),
              10: ("terms_version", "u"), 11: ("items", [PAY_ITEM]), 12: ("days", [SETTLED_DAY]),
              13: ("held", [HELD_DAY]), 14: ("gross", "i"), 15: ("fee_ppm", PARAMETER), 16: ("fee", "i"),
              17: ("net", "i"), 18: ("wage_voucher", VOUCHER_NUMBER), 19: ("fee_voucher", VOUCHER_NUMBER),
              20: ("wage_paid_at", "i"), 21: ("fee_paid_at", "i"), 22: ("attempts", "u")}
FLAG = {1: ("kind", "u"), 2: ("entry", "u"), 3: ("elsewhere", "u"), 4: ("other_reference", "s")}
DAY_LOG = {1: ("version", "u"), 2: ("hash", "b"), 3: ("sums", DAY_SUMS), 4: ("batch", "b"), 5: ("uploaded_at", "i"),
           6: ("timeliness", "u"), 7: ("settle_day", "i"), 8: ("cutoff_s", PARAMETER), 9: ("entries", "u"),
           10: ("flags", [FLAG]), 11: ("flag_count", "u"), 12: ("flag_decision", "u"), 13: ("worker_at", "i"),
           14: ("union_at", "i"), 15: ("disputed_at", "i"), 16: ("dispute_reason", "u"), 17: ("ruled", "u"),
           18: ("accrued_period", "u"), 19: ("settlement", "u"), 20: ("settled", "i")}
ACCRUAL = {1: ("from", "i"), 2: ("to", "i"), 3: ("payday", "i"), 4: ("days", ["i"]), 5: ("sums", DAY_SUMS)}
PARTY = {1: ("agreements", "u"), 2: ("late_uploads", "u"), 3: ("flagged_logs", "u"), 4: ("shortages", "u")}
ACT = {1: ("provider", "b"), 2: ("counterpart", "b"), 3: ("resource", "s"), 4: ("units", "u"), 5: ("season", "u"),
       6: ("completed_at", "i"), 7: ("recorded_at", "i"), 8: ("evidence", "b"), 9: ("base", PARAMETER),
       10: ("demand", PARAMETER), 11: ("rating_of_provider", "u"), 12: ("rating_of_counterpart", "u"),
       13: ("credited", "u"), 14: ("result", "i")}
OPTIONAL = {"wage_voucher", "fee_voucher", "wage_paid_at", "fee_paid_at", "worker_at", "union_at", "disputed_at",
            "accrued_period"}

BALANCE_TABLE = (CONTRACT_LXR, 1)
SUPPLY_TABLE = (CONTRACT_LXR, 2)
DAY_LOG_TABLE = (CONTRACT_PAYROLL, 3)
SUPERSEDED_TABLE = (CONTRACT_PAYROLL, 4)
ACCRUAL_TABLE = (CONTRACT_PAYROLL, 7)
SETTLEMENT_TABLE = (CONTRACT_PAYROLL, 8)
PARTY_TABLE = (CONTRACT_PAYROLL, 11)
ACT_TABLE = (CONTRACT_CONTRIBUTION, 1)
CV_TABLE = (CONTRACT_CONTRIBUTION, 3)


def _varint(data, at):
    value = shift = 0
    while True:
        if at >= len(data):
            raise Failure("a record ends inside a number")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _number(kind, value):
    return (value >> 1) ^ -(value & 1) if kind == "i" else value


def _value(kind, payload):
    if isinstance(kind, dict):
        return decode(payload, kind)
    return payload.decode() if kind == "s" else bytes(payload)


def _packed(kind, payload):
    out, at = [], 0
    while at < len(payload):
        value, at = _varint(payload, at)
        out.append(_number(kind, value))
    return out


def _empty(kind):
    if isinstance(kind, list):
        return []
    return {"u": 0, "i": 0, "b": b"", "s": ""}.get(kind) if isinstance(kind, str) else None


def decode(data, schema):
    out = {name: _empty(kind) for name, kind in schema.values() if name not in OPTIONAL}
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if number not in schema or wire not in (0, 2):
            raise Failure(f"a record has a field {number} of wire type {wire} that this reader does not know")
        name, kind = schema[number]
        value, at = _varint(data, at)
        if wire == 0:
            out[name] = _number(kind, value)
            continue
        payload, at = data[at:at + value], at + value
        if not isinstance(kind, list):
            out[name] = _value(kind, payload)
        elif isinstance(kind[0], str) and kind[0] in "ui":
            out[name] = _packed(kind[0], payload)
        else:
            out[name].append(_value(kind[0], payload))
    return out


def raw_key(contract, table, *parts):
    """The raw key of a state record, hex: contract byte, table byte, then bytes or big-endian 64-bit numbers."""
    out = bytes([contract, table])
    for part in parts:
        out += part if isinstance(part, bytes) else (part & (2**64 - 1)).to_bytes(8, "big")
    return out.hex()


def day_part(number):
    """A day as part of a raw key: numbers before 1970 sort first."""
    return number ^ 1 << 63


_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def account_bytes(address):
    """The 32 bytes of an account's address (its checksum is the programs' business, not this reader's)."""
    groups = [_BECH32.index(c) for c in address[address.rindex("1") + 1:-6]]
    number = 0
    for group in groups:
        number = number << 5 | group
    return (number >> (len(groups) * 5 - 256)).to_bytes(32, "big")
