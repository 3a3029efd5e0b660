"""Signed API reads without `xinghuo`: BIP-340 and the request digest of docs/api.md, written a second time.

For scripts that check what was written on the ledger: they share no code with the programs that wrote it.
Not constant-time and not for secrets that matter; demo and test keys only.
"""

import hashlib
import http.client
import json
import secrets
import time
import urllib.parse

from .programs import Failure

_P = 2**256 - 2**32 - 977
_N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
      0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)


def _add(a, b):
    """Jacobian plus affine."""
    if a is None:
        return (b[0], b[1], 1)
    x1, y1, z1 = a
    zz = z1 * z1 % _P
    h = (b[0] * zz - x1) % _P
    r = (b[1] * zz * z1 - y1) % _P
    if h == 0:
        return _double(a) if r == 0 else None
    hh = h * h % _P
    hhh = h * hh % _P
    v = x1 * hh % _P
    x3 = (r * r - hhh - 2 * v) % _P
    return (x3, (r * (v - x3) - y1 * hhh) % _P, z1 * h % _P)


def _double(a):
    x, y, z = a
    s = 4 * x * y * y % _P
    m = 3 * x * x % _P
    x3 = (m * m - 2 * s) % _P
    return (x3, (m * (s - x3) - 8 * pow(y, 4, _P)) % _P, 2 * y * z % _P)


def _affine(a):
    inverse = pow(a[2], -1, _P)
    return (a[0] * inverse * inverse % _P, a[1] * pow(inverse, 3, _P) % _P)


def _powers_of_two():
    out, point = [], (*_G, 1)
    for _ in range(256):
        out.append(_affine(point))
        point = _double(point)
    return out


_DOUBLED = _powers_of_two()


def _times_generator(scalar):
    point = None
    for bit in range(256):
        if scalar >> bit & 1:
            point = _add(point, _DOUBLED[bit])
    return _affine(point)


def _tagged(tag, data):
    prefix = hashlib.sha256(tag.encode()).digest()
    return hashlib.sha256(prefix + prefix + data).digest()


class Signer:
    """BIP-340 with one key."""

    def __init__(self, secret_hex):
        secret = int(secret_hex, 16)
        point = _times_generator(secret)
        self._secret = secret if point[1] % 2 == 0 else _N - secret
        self.public = point[0].to_bytes(32, "big")

    def sign(self, message):
        mask = _tagged("BIP0340/aux", secrets.token_bytes(32))
        seed = bytes(a ^ b for a, b in zip(self._secret.to_bytes(32, "big"), mask))
        nonce = int.from_bytes(_tagged("BIP0340/nonce", seed + self.public + message), "big") % _N
        point = _times_generator(nonce)
        nonce = nonce if point[1] % 2 == 0 else _N - nonce
        r = point[0].to_bytes(32, "big")
        e = int.from_bytes(_tagged("BIP0340/challenge", r + self.public + message), "big") % _N
        return r + ((nonce + e * self._secret) % _N).to_bytes(32, "big")


class Reader:
    """Reads one node's API as `account`. One connection; not for several threads. `clock_offset_ms`: of the node's clock to ours."""

    def __init__(self, node, account, secret_hex, clock_offset_ms=0):
        self._clock_offset_ms = clock_offset_ms
        self._connection = http.client.HTTPConnection(urllib.parse.urlparse(node).netloc, timeout=60)
        self._account = account
        self._signer = Signer(secret_hex)
        self._chain_tag = bytes.fromhex(self.open("/v1/status")["chain_tag"])

    def open(self, target):
        return self._ask(target, {})

    def get(self, target):
        moment = str(time.time_ns() // 1_000_000 + self._clock_offset_ms)
        text = "\n".join(["GET", target, self._account, moment, hashlib.sha256(b"").hexdigest()])
        tag = hashlib.sha256(b"xh/api-request/1").digest()
        digest = hashlib.sha256(tag + self._chain_tag + text.encode()).digest()
        return self._ask(target, {"X-Xinghuo-Account": self._account, "X-Xinghuo-Time": moment,
                                  "X-Xinghuo-Key": self._signer.public.hex(),
                                  "X-Xinghuo-Signature": self._signer.sign(digest).hex()})

    def pages(self, target, name="items"):
        cursor = None
        while True:
            page = self.get(target if cursor is None else f"{target}?cursor={urllib.parse.quote(cursor)}")
            yield from page[name]
            cursor = page.get("next_cursor")
            if cursor is None:
                return

    def _ask(self, target, headers):
        for attempt in (1, 2):
            try:
                self._connection.request("GET", target, headers=headers)
                answer = self._connection.getresponse()
                body = json.loads(answer.read())
                break
            except (http.client.HTTPException, ConnectionError, OSError):
                self._connection.close()
                if attempt == 2:
                    raise
        if answer.status != 200:
            raise Failure(f"{target}: {answer.status} {body.get('code')} {body.get('detail')}")
        return body["data"]
