"""Floods against one node's ports while honest clients go on: what is open is bounded, honest transactions get in, nothing crashes."""

import http.client
import urllib.parse

from tools.checker import check_chain
from tools.fleet import Fleet
from tools.flood import Flood, descriptors, raise_descriptor_limit
from tools.load import Load
from tools.settling import working
from tools.waiting import wait_until

TARGET = 0
SECONDS, SECONDS_QUICK = 7, 4
GROWTH_LIMIT_KIB = 200 * 1024
CONNECTIONS = 1000
EVENT_STREAMS = 300
CLIENT_HELLO_START = bytes.fromhex("16030102000100")  # a TLS record of 512 bytes is promised, and no more comes
READ_TIMEOUT_S = 30
TOO_MUCH = 8 << 20


def floods(case):
    raise_descriptor_limit()
    fleet = Fleet(case).up()
    seconds = SECONDS_QUICK if case.quick else SECONDS
    api = ("127.0.0.1", fleet.p2p_port(TARGET) + 1)
    p2p = ("127.0.0.1", fleet.p2p_port(TARGET))
    with Load(fleet) as load:
        under(case, fleet, load, "nobody else", None, seconds)
        under(case, fleet, load, "peer port, silent connections", Flood(p2p, CONNECTIONS), seconds, restart_peer)
        under(case, fleet, load, "peer port, stalled TLS handshakes", Flood(p2p, CONNECTIONS, CLIENT_HELLO_START), seconds, restart_peer)
        under(case, fleet, load, "API, slow headers", Flood(api, CONNECTIONS, b"GET /v1/status HTTP/1.1\r\nX-Slow: ", drip=b"x"), seconds)
        under(case, fleet, load, "API, subscriptions that nobody reads",
              Flood(api, EVENT_STREAMS, b"GET /v1/events?ids=1 HTTP/1.1\r\nHost: x\r\n\r\n", deaf=True), seconds)
        oversized(case, fleet)
        load.wait_for(10)
    check_chain(case, fleet, load)


def under(case, fleet, load, what, flood, seconds, meanwhile=None):
    process, before, kib = fleet.processes[TARGET], len(load.latencies_s), fleet.processes[TARGET].resident_kib()
    if flood is None:
        count, longest = working(fleet, load, seconds)
    else:
        with flood:
            wait_until(lambda: flood.opened >= CONNECTIONS // 4, f"{what}: the flood has begun")
            count, longest = working(fleet, load, seconds)
            open_descriptors = descriptors(process.pid)
            if meanwhile:
                meanwhile(case, fleet, what)
        wait_until(lambda: fleet.is_live(TARGET), f"{what}: the API answers when the flood is over", READ_TIMEOUT_S)
        case.note(f"{what}: {flood.summary()}; the node held {open_descriptors} descriptors")
    grown = process.resident_kib() - kib
    case.check(process.running and count > 0, f"{what}: honest transactions get in: {count}")
    case.check(grown < GROWTH_LIMIT_KIB, f"{what}: memory grew by {grown} KiB")
    case.note(f"{what}: {count} honest in {seconds} s, p50 {load.percentile_ms(0.5, before)} ms, "
              f"p99 {load.percentile_ms(0.99, before)} ms, longest gap {longest:.1f} s, memory {grown:+d} KiB")


def restart_peer(case, fleet, what):
    """An honest peer gets a session with the flooded node all the same."""
    fleet.kill(1)
    fleet.start([1])
    took = wait_until(lambda: fleet.status(1)["peers_up"] == 3, f"{what}: a restarted peer is connected to all", 30)
    case.note(f"{what}: node 1, restarted, had all its peers after {took:.1f} s")


def oversized(case, fleet):
    """A body over the cap, announced and unannounced (chunked)."""
    place = urllib.parse.urlparse(fleet.api(TARGET)).netloc
    for chunked in (False, True):
        connection = http.client.HTTPConnection(place, timeout=20)
        connection.putrequest("POST", "/v1/txs")
        connection.putheader("Content-Type", "application/json")
        connection.putheader(*(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(TOO_MUCH))))
        connection.endheaders()
        try:
            for _ in range(TOO_MUCH >> 16 if chunked else 0):
                connection.send(b"10000\r\n" + bytes(1 << 16) + b"\r\n")
        except OSError:
            pass  # it answers and closes before it has read everything
        try:
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            status = "closed"
        connection.close()
        case.check(status in (413, "closed") and (chunked or status == 413), f"a body over the cap, chunked {chunked}: {status}")
    case.check(fleet.is_live(TARGET), "and the node answers")


def slow_headers_are_dropped(case):
    """A connection that sends a byte a second is closed after the read limit, however busy it looks."""
    fleet = Fleet(case).up()
    with Flood(("127.0.0.1", fleet.p2p_port(TARGET) + 1), 20, b"GET /v1/status HTTP/1.1\r\nX-Slow: ", drip=b"x") as flood:
        wait_until(lambda: flood.closed_by_node >= 20, lambda: f"slow senders are dropped: {flood.summary()}", READ_TIMEOUT_S + 15)
    case.check(max(flood.lived_s) < READ_TIMEOUT_S + 5, f"after {max(flood.lived_s):.1f} s at most")
    case.note(flood.summary())
