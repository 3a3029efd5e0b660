"""State records out of verified facts: a small reader of the ledger's strict Protobuf subset, on its own.

Kinds: "u" unsigned or enum or bool, "i" signed (zigzag), "b" bytes, "s" text, a dict for a nested message, a list with one
kind for a repeated field (numbers are packed). Absent numbers are 0, absent lists empty, absent messages made of absent
fields; a field whose name ends in ? is missing when it is absent. The fields are in schemas.py.
"""

from .programs import Failure
from .schemas import *  # noqa: F403  (the one list of fields; its names are this module's too)

CONTRACT_LXR, CONTRACT_PAYROLL, CONTRACT_CONTRIBUTION, CONTRACT_INSURANCE = 2, 3, 4, 5

BALANCE_TABLE = (CONTRACT_LXR, 1)
SUPPLY_TABLE = (CONTRACT_LXR, 2)
VOUCHER_YEARS_TABLE = (CONTRACT_LXR, 3)
WITHDRAWAL_TABLE = (CONTRACT_LXR, 6)
CUSTODY_TABLE = (CONTRACT_LXR, 8)
DAY_LOG_TABLE = (CONTRACT_PAYROLL, 3)
SUPERSEDED_TABLE = (CONTRACT_PAYROLL, 4)
ACCRUAL_TABLE = (CONTRACT_PAYROLL, 7)
SETTLEMENT_TABLE = (CONTRACT_PAYROLL, 8)
PARTY_TABLE = (CONTRACT_PAYROLL, 11)
VAULT_TABLE = (CONTRACT_PAYROLL, 30)
VAULT_PAGE_TABLE = (CONTRACT_PAYROLL, 31)
INSURANCE_CONTRACT_TABLE = (CONTRACT_INSURANCE, 2)
INSURANCE_MONTH_TABLE = (CONTRACT_INSURANCE, 3)
ORDER_MONTH_TABLE = (CONTRACT_INSURANCE, 7)
CLASSIFICATION_TABLE = (CONTRACT_INSURANCE, 8)
DEFAULT_TABLE = (CONTRACT_INSURANCE, 9)
ACT_TABLE = (CONTRACT_CONTRIBUTION, 1)
CV_TABLE = (CONTRACT_CONTRIBUTION, 3)

KNOWN = {"lxr.balance": (BALANCE_TABLE, BALANCE), "lxr.supply": (SUPPLY_TABLE, SUPPLY),
         "lxr.custody": (CUSTODY_TABLE, CUSTODY), "lxr.withdrawal": (WITHDRAWAL_TABLE, WITHDRAWAL),
         "payroll.day_log": (DAY_LOG_TABLE, DAY_LOG), "payroll.accrual": (ACCRUAL_TABLE, ACCRUAL),
         "payroll.settlement": (SETTLEMENT_TABLE, SETTLEMENT), "payroll.party": (PARTY_TABLE, PARTY_BOOK),
         "payroll.vault": (VAULT_TABLE, VAULT), "payroll.vault_page": (VAULT_PAGE_TABLE, VAULT_PAGE),
         "insurance.contract": (INSURANCE_CONTRACT_TABLE, CONTRACT), "insurance.month": (INSURANCE_MONTH_TABLE, MONTH),
         "insurance.order_month": (ORDER_MONTH_TABLE, ORDER_MONTH), "insurance.default": (DEFAULT_TABLE, DEFAULT),
         "insurance.classification": (CLASSIFICATION_TABLE, CLASSIFICATION), "contribution.act": (ACT_TABLE, ACT),
         "contribution.balance": (CV_TABLE, CV_BALANCE)}


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
    return {"u": 0, "i": 0, "b": b"", "s": ""}[kind] if isinstance(kind, str) else decode(b"", kind)


def decode(data, schema):
    out = {name: _empty(kind) for name, kind in schema.values() if not name.endswith("?")}
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if number not in schema or wire not in (0, 2):
            raise Failure(f"a record has a field {number} of wire type {wire} that this reader does not know")
        name, kind = schema[number][0].rstrip("?"), schema[number][1]
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


def address(account):
    """The address of an account's 32 bytes: bech32m (BIP-350) with the prefix xh."""
    bits = "".join(f"{byte:08b}" for byte in account)
    bits += "0" * (-len(bits) % 5)
    groups = [int(bits[i:i + 5], 2) for i in range(0, len(bits), 5)]
    prefix = [3, 3, 0, ord("x") & 31, ord("h") & 31]  # "xh": high bits, zero, low bits
    checksum = _polymod(prefix + groups + [0] * 6) ^ 0x2BC830A3
    groups += [checksum >> 5 * (5 - i) & 31 for i in range(6)]
    return "xh1" + "".join(_BECH32[group] for group in groups)


def _polymod(values):
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            checksum ^= generator if top >> i & 1 else 0
    return checksum
