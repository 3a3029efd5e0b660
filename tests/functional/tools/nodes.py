"""Reads of several nodes' public API."""

import json
import urllib.error
import urllib.request
from http.client import HTTPException

from .waiting import wait_until


class Nodes:
    """Needs `api(node)`, the node's address, and `nodes`, their numbers."""

    def ask(self, node, target, body=None, headers=None, timeout_s=20):
        """(status, document) of one node's API; OSError when it does not answer."""
        data = body.encode() if isinstance(body, str) else body
        request = urllib.request.Request(self.api(node) + target, data=data,
                                         headers=headers or ({"Content-Type": "application/json"} if data else {}))
        try:
            with urllib.request.urlopen(request, timeout=timeout_s) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def status(self, node, timeout_s=20):
        return self.ask(node, "/v1/status", timeout_s=timeout_s)[1]["data"]

    def height(self, node):
        return self.status(node)["height"]

    def heights(self, nodes=None):
        """Heights of those that answer within two seconds."""
        out = {}
        for node in self.nodes if nodes is None else nodes:
            try:
                out[node] = self.status(node, timeout_s=2)["height"]
            except (OSError, ValueError, KeyError, HTTPException):
                pass  # no answer, or 503 from one that is flooded
        return out

    def tip(self, node):
        status = self.status(node)
        return status["height"], status["block_id"], status["state_root"]

    def metrics(self, node):
        """Name to number of /metrics."""
        with urllib.request.urlopen(self.api(node) + "/metrics", timeout=20) as answer:
            lines = answer.read().decode().splitlines()
        return {line.split(" ")[0]: float(line.split(" ")[1]) for line in lines if line and not line.startswith("#")}

    def wait_agreed(self, nodes=None, limit_s=90):
        """Waits until the nodes stand at one block with nothing pending; gives (height, block, state root)."""
        nodes = list(self.nodes if nodes is None else nodes)

        def agreed():
            try:
                states = [self.status(n, timeout_s=5) for n in nodes]
            except OSError:
                return False
            return len({s["block_id"] for s in states}) == 1 and all(s["mempool_transactions"] == 0 for s in states)
        wait_until(agreed, lambda: f"nodes {nodes} at one block with nothing pending; heights {self.heights(nodes)}", limit_s)
        return self.tip(nodes[0])

    def wait_height(self, node, height, limit_s=60):
        return wait_until(lambda: self.heights([node]).get(node, -1) >= height,
                          lambda: f"node {node} at height {height}; heights {self.heights()}", limit_s)

    def blocks(self, node, height):
        return [self.ask(node, f"/v1/blocks/{h}")[1]["data"]["id"] for h in range(1, height + 1)]

    def transaction_ids(self, node):
        out, cursor = [], ""
        while cursor is not None:
            page = self.ask(node, f"/v1/txs?limit=100{cursor}")[1]["data"]
            out += [t["id"] for t in page["transactions"]]
            cursor = f"&cursor={page['next_cursor']}" if page.get("next_cursor") else None
        return out
