"""Signed lxr.transfer transactions, encoded as docs/formats.md says, without the programs under test."""

import hashlib
import secrets
from dataclasses import dataclass

from xhnet.reader import Signer

LXR, TRANSFER = 2, 4  # contract and method
FEE = 4  # purpose: service fee
NO_TAG = bytes(32)


def varint(number):
    out = b""
    while number >= 0x80:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def number(field, value):
    return varint(field << 3) + varint(value) if value else b""


def signed_number(field, value):
    return number(field, (value << 1) ^ (value >> 63))


def text(field, content):
    return varint(field << 3 | 2) + varint(len(content)) + content


def tagged_hash(tag, chain, content):
    return hashlib.sha256(hashlib.sha256(tag.encode()).digest() + chain + content).digest()


def account_id(public_key_hex):
    """The account of a policy of this one key."""
    return tagged_hash("xh/account/1", NO_TAG, number(1, 1) + text(2, bytes.fromhex(public_key_hex)))


@dataclass(frozen=True)
class Transfer:
    id: str
    wire: bytes


class Payer:
    """Makes transfers of one fen from the account of `secret` to `receiver`, each with an idempotency key of its own."""

    def __init__(self, chain_id, chain_tag_hex, secret, receiver_key_hex):
        self._signer = Signer(secret)
        self._chain_id = chain_id.encode()
        self._tag = bytes.fromhex(chain_tag_hex)
        self._account = account_id(self._signer.public.hex())
        self._args = text(1, account_id(receiver_key_hex)) + signed_number(2, 1) + number(3, FEE) + text(4, bytes(32))

    def transfer(self, expires_at_ms):
        body = (text(1, self._chain_id) + text(2, self._account) + text(3, secrets.token_bytes(16)) +
                signed_number(4, expires_at_ms) + text(5, secrets.token_bytes(32)) +
                text(7, number(1, LXR) + number(2, TRANSFER) + text(3, self._args)))
        digest = tagged_hash("xh/tx/1", self._tag, body)
        signature = text(1, self._signer.public) + text(2, self._signer.sign(digest))
        return Transfer(digest.hex(), text(1, body) + text(2, signature))
