"""HTTP of the load clients: one kept connection a node, short time limits, signed reads."""

import hashlib
import http.client
import json
import time
import urllib.parse

from .transfers import tagged_hash

TIMEOUT_S = 8


class NodeDown(Exception):
    """No answer: refused, cut off or too late."""


class Connections:
    """Not for several threads."""

    def __init__(self, fleet):
        self._fleet = fleet
        self._open = {}

    def request(self, node, method, target, body=None, headers=None):
        """(status, document); NodeDown when none comes."""
        fresh = node not in self._open
        if fresh:
            place = urllib.parse.urlparse(self._fleet.api(node)).netloc
            self._open[node] = http.client.HTTPConnection(place, timeout=TIMEOUT_S)
        connection = self._open[node]
        try:
            connection.request(method, target, body=body, headers=headers or {})
            answer = connection.getresponse()
            document = json.loads(answer.read())
        except (http.client.HTTPException, OSError, ValueError) as error:
            self.close(node)
            if not fresh and isinstance(error, (ConnectionError, http.client.RemoteDisconnected)):
                return self.request(node, method, target, body, headers)  # the node closed a kept connection
            raise NodeDown(f"node {node}: {error!r}") from error
        return answer.status, document

    def close(self, node):
        connection = self._open.pop(node, None)
        if connection is not None:
            connection.close()

    def close_all(self):
        for node in list(self._open):
            self.close(node)


def signed_headers(signer, chain_tag_hex, address, target, offset_ms=0):
    """For a read of the account's own records; `offset_ms` is how far the node's clock is from ours."""
    moment = str(time.time_ns() // 1_000_000 + offset_ms)
    content = "\n".join(["GET", target, address, moment, hashlib.sha256(b"").hexdigest()])
    digest = tagged_hash("xh/api-request/1", bytes.fromhex(chain_tag_hex), content.encode())
    return {"X-Xinghuo-Account": address, "X-Xinghuo-Time": moment, "X-Xinghuo-Key": signer.public.hex(),
            "X-Xinghuo-Signature": signer.sign(digest).hex()}
