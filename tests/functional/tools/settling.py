"""What a case looks at while a fault lasts."""

from .waiting import stays, wait_until

LOOK_S = 0.1
STILL_LOOKS = 10


def working(fleet, load, seconds):
    """Lets the clients send for `seconds`; gives how many transactions were acknowledged meanwhile, and the longest time without a
    new block on the nodes that go on."""
    before, longest, last, waited = load.count, 0.0, None, 0.0

    def look():
        nonlocal longest, last, waited
        height = max(fleet.heights([n for n in fleet.nodes if n not in fleet.paused]).values(), default=0)
        waited = 0.0 if height != last else waited + LOOK_S
        last, longest = height, max(longest, waited)
        return True
    stays(look, seconds, LOOK_S)
    return load.count - before, longest


def settled_heights(fleet, nodes=None):
    """Node to height, once what was under way at the moment of a fault has arrived: unchanged at ten looks."""
    seen = []

    def settled():
        seen.append(fleet.heights(nodes))
        return len(seen) >= STILL_LOOKS and all(heights == seen[-1] for heights in seen[-STILL_LOOKS:])
    wait_until(settled, lambda: f"blocks under way have arrived: {seen[-1]}", 20, LOOK_S)
    return seen[-1]


def settled_height(fleet, node):
    return settled_heights(fleet, [node])[node]


def wait_any_height(fleet, height, limit_s=60):
    """Seconds until the first node stands at `height`."""
    return wait_until(lambda: max(fleet.heights().values(), default=0) >= height,
                      lambda: f"height {height} on any node; heights {fleet.heights()}", limit_s)
