"""Changes of the validator set, as their operators make them: `xinghuo validators ...`. Node i's validator is operated by member i."""

from xhnet.programs import Failure

from .waiting import wait_until

EPOCH_LIMIT_S = 90


class Governance:
    def __init__(self, case, fleet, operators):
        """`operators`: wallet keys, one a seat of the present set."""
        self._case, self._fleet, self.operators = case, fleet, list(operators)

    def set_of(self, node):
        return self._fleet.ask(node, "/v1/validators")[1]["data"]

    def propose(self, *words):
        """("propose-remove", "E2"): proposed by the first operator; gives the change's key."""
        data = self._fleet.wallet.run_json("--as", self.operators[0], "validators", *words, "--wait")
        if "change" not in data:
            raise Failure(f"the proposal brought no change: {data}")
        return data["change"]

    def approve(self, change, ask):
        """By one operator after the other, until it is accepted or done."""
        for operator in self.operators[1:]:
            open_ = {c["change"]: c for c in self.set_of(ask)["changes"]}
            if change not in open_ or open_[change]["accepted"]:
                return
            self._fleet.wallet.run_json("--as", operator, "validators", "approve", change, "--wait")

    def wait_epoch(self, epoch, nodes):
        """All of these nodes are in that epoch; gives the seconds it took."""
        def there():
            try:
                return all(self._fleet.status(n)["epoch"] >= epoch for n in nodes)
            except OSError:
                return False
        return wait_until(there, lambda: f"epoch {epoch} on nodes {nodes}: {self._state(nodes)}", EPOCH_LIMIT_S)

    def _state(self, nodes):
        return [(n, s["epoch"], s["height"], s["view"]) for n in nodes for s in [self._fleet.status(n)]], self.set_of(nodes[0])["changes"]

    def change(self, nodes, *words):
        """Proposes, approves, waits for the next epoch on `nodes`."""
        before = self.set_of(nodes[0])["epoch"]
        key = self.propose(*words)
        self.approve(key, nodes[0])
        took = self.wait_epoch(before + 1, nodes)
        names = [v["name"] for v in self.set_of(nodes[0])["validators"]]
        self._case.note(f"{' '.join(words[:2])}: epoch {before + 1} {took:.1f} s after the last approval; validators {', '.join(names)}")
        return names
