"""Who leads a view, learnt from the blocks: round robin over an order that the ledger fixes (rule R14), seen from outside."""

from xhnet.programs import Failure

from .waiting import wait_until


class Leaders:
    """Needs a chain in which every validator has led; `learn` sends until that is so."""

    def __init__(self, fleet):
        self._fleet = fleet
        self._order = {}  # view modulo n -> validator

    def learn(self, load):
        """From proposer and view of the blocks that `load` makes; contradictions end the case."""
        size, seen = len(self._fleet.nodes), 0

        def known():
            nonlocal seen
            height = self._fleet.height(0)
            for h in range(seen + 1, height + 1):
                block = self._fleet.ask(0, f"/v1/blocks/{h}")[1]["data"]
                if self._order.setdefault(block["view"] % size, block["proposer"]) != block["proposer"]:
                    raise Failure(f"view {block['view']} was led by {block['proposer']}, not in round robin: {self._order}")
            seen = height
            return len(self._order) == size
        wait_until(known, lambda: f"every validator has led a block: {self._order}", 60)
        load.wait_for(1)
        return self

    def of_view(self, view):
        return self._order[view % len(self._fleet.nodes)]

    def now(self, ask):
        """The leader of the view that node `ask` is in."""
        return self.of_view(self._fleet.status(ask)["view"])
