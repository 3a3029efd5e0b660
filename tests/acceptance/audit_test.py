"""The audit finds each kind of breach in a made-up trace of blocks, and none in a sound one."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

from audit import Audit  # noqa: E402
from xhnet import records  # noqa: E402

ALICE, BOB, BANK = bytes([1]) * 32, bytes([2]) * 32, bytes([9]) * 32


def varint(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def number(tag, value):
    return varint(tag << 3) + varint(value) if value else b""


def signed(tag, value):
    return number(tag, value << 1 if value >= 0 else (-value << 1) - 1)


def data(tag, value):
    return varint(tag << 3 | 2) + varint(len(value)) + value


def record(table, owner, value):
    return {"key": (bytes(table) + owner).hex(), "value": value.hex()}


def balance(owner, available, reserved=0):
    return record(records.BALANCE_TABLE, owner, signed(1, available) + signed(2, reserved))


def supply(total):
    return record(records.SUPPLY_TABLE, b"", signed(1, total))


def custody(issued):
    return record(records.CUSTODY_TABLE, BANK, signed(1, issued))


def years(count):
    return record(records.VOUCHER_YEARS_TABLE, b"", data(1, number(1, 2026) + number(4, count)))


def voucher(serial, amount, giver, taker):
    body = data(1, number(1, 2026) + number(2, serial)) + signed(2, amount) + data(3, giver) + data(4, taker)
    event = number(1, records.CONTRACT_LXR) + number(2, 1) + data(4, body)
    return data(9, event).hex()


NOBODY = bytes(32)
SOUND = [
    {"height": 0, "records": [], "receipts": []},
    {"height": 1, "records": [balance(ALICE, 100), supply(100), custody(100), years(1)], "receipts": [voucher(1, 100, NOBODY, ALICE)]},
    {"height": 2, "records": [balance(ALICE, 60), balance(BOB, 40), years(2)], "receipts": [voucher(2, 40, ALICE, BOB)]},
    {"height": 3, "records": [balance(BOB, 30, 10)], "receipts": []},
    {"height": 1, "header": "00", "transactions": ["616263"]},
]


def audited(lines, texts=()):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return Audit(texts).read(path)


def broken(lines, texts=()):
    return sorted(name for name, places in audited(lines, texts).broken.items() if places)


def changed(height, **members):
    return [{**line, **members} if line["height"] == height and "records" in line else line for line in SOUND]


class AuditTest(unittest.TestCase):
    def test_sound_ledger_breaks_nothing(self):
        self.assertEqual(broken(SOUND, ["Zhang"]), [])

    def test_money_from_nowhere_breaks_the_sum_and_has_no_voucher(self):
        self.assertEqual(broken(changed(3, records=[balance(BOB, 31, 10)])), ["I1", "I3"])

    def test_custody_below_the_supply_breaks_the_sum(self):
        self.assertEqual(broken(changed(3, records=[custody(99)])), ["I1"])

    def test_debt_is_a_negative_balance_even_when_the_sums_fit(self):
        lines = changed(2, records=[balance(ALICE, -10), balance(BOB, 110), years(2)], receipts=[voucher(2, 110, ALICE, BOB)])
        lines[3] = {"height": 3, "records": [], "receipts": []}
        self.assertEqual(broken(lines), ["I2"])

    def test_posting_without_voucher_is_found(self):
        self.assertEqual(broken(changed(2, receipts=[], records=[balance(ALICE, 60), balance(BOB, 40)])), ["I3"])

    def test_gap_in_the_serials_is_found(self):
        self.assertEqual(broken(changed(2, receipts=[voucher(3, 40, ALICE, BOB)])), ["I3"])

    def test_two_vouchers_for_one_posting_are_found(self):
        self.assertEqual(broken(changed(2, receipts=[voucher(2, 40, ALICE, BOB), voucher(3, 40, ALICE, BOB)])), ["I3"])

    def test_personal_text_is_found_in_a_record_a_receipt_and_a_transaction(self):
        for text in ("张三", "abc"):
            lines = [*SOUND, {"height": 4, "records": [record((1, 1), ALICE, text.encode("gb18030"))], "receipts": []}]
            self.assertEqual(broken(lines, [text]), ["I4"])
        self.assertEqual(broken(SOUND, ["abc"]), ["I4"])

    def test_bare_hash_of_a_personal_text_is_found(self):
        import hashlib
        lines = [*SOUND, {"height": 4, "records": [], "receipts": [data(2, hashlib.sha256("张三".encode()).digest()).hex()]}]
        self.assertEqual(broken(lines, ["张三"]), ["I4"])


if __name__ == "__main__":
    unittest.main()
