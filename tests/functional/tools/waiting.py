"""Waiting for events, each with a limit."""

import time

from xhnet.programs import Failure

POLL_S = 0.03


def wait_until(holds, what, limit_s=60, poll_s=POLL_S):
    """Asks until `holds()` is true; gives the seconds it took. `what` is what the failure says."""
    started = time.monotonic()
    while True:
        if holds():
            return time.monotonic() - started
        if time.monotonic() - started > limit_s:
            raise Failure(f"waited {limit_s} s in vain: {what() if callable(what) else what}")
        time.sleep(poll_s)


def stays(holds, seconds, poll_s=0.1):
    """True when `holds()` held at every look during `seconds`: for claims that nothing happens."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not holds():
            return False
        time.sleep(poll_s)
    return True
