"""What is wrong with a request is said to whoever sent it, and the ledger stays as it was."""

import http.client
import json
import urllib.parse

from tools.world import DEPOSIT_FEN, FEE, NO_RECORD, World
from xhnet import payroll

EXIT_CONFIG, EXIT_KEY, EXIT_REFUSED = 3, 7, 9
MAX_REQUEST_BYTES = 2 * 1024 * 1024


def bad_input_is_refused_with_its_reason(case):
    world, other = World(case, "one"), World(case, "other")
    malformed(case, world)
    oversized(case, world)
    foreign(case, world, other)
    expired(case, world)
    replayed(case, world)
    other_content(case, world)
    unauthorised(case, world)
    overdrawn(case, world)
    world.wallet.batch(world.transfers(1))
    world.wait_agreed()
    case.check(payroll.balance(world.wallet, "E1") == DEPOSIT_FEN - 2, "two good transfers of all that moved anything")


def transfer_arguments(world, amount="1"):
    return json.dumps({"to": world.wallet.account("E2"), "amount": amount, "purpose": FEE, "reference": NO_RECORD})


def tool(world, *arguments, key="E1"):
    """(exit code, answer) of xinghuo -o json."""
    done = world.wallet.run("--as", key, *arguments, "-o", "json", check=False)
    answer = json.loads(done.stdout) if done.stdout.strip() else {}
    return done.returncode, answer


def code_of(answer):
    errors = answer.get("errors") or [{}]
    return errors[0].get("code") or (answer.get("data") or {}).get("code")


def file_of(world, name, *options, amount="1"):
    """A signed transaction in a file, not sent."""
    path = world.consortium.folder / f"{name}.json"
    world.wallet.run("--as", "E1", "tx", "call", "lxr.transfer", "--args", transfer_arguments(world, amount), "--unsigned",
                     str(path), *options)
    world.wallet.run("--as", "E1", "tx", "sign", str(path))
    return path


def malformed(case, world):
    for what, body in (("no JSON", "{"), ("wrong member", '{"tx":[]}'), ("no hex", '{"transactions":["xyz"]}'),
                       ("empty list", '{"transactions":[]}')):
        status, answer = world.ask(0, "/v1/txs", body)
        case.check(status == 400 and answer["code"] == "BAD_INPUT" and answer["detail"], f"{what}: {status} {answer}")
    status, answer = world.ask(0, "/v1/txs", '{"transactions":["0a0b0c"]}')
    result = answer["data"]["results"][0]
    case.check(status == 200 and (result["state"], result["code"]) == ("refused", "MALFORMED"), f"no transaction: {answer}")
    status, answer = world.ask(0, "/v1/txs", b"\x00\x00\x00\x09ab", {"Content-Type": "application/octet-stream"})
    case.check(status == 400 and answer["code"] == "BAD_INPUT", f"frame past the end: {status} {answer}")
    status, answer = world.ask(0, "/v1/nothing")
    case.check(status == 404 and answer["code"] == "NOT_FOUND", f"unknown path: {status} {answer}")


def oversized(case, world):
    # The node answers as soon as it knows the length; the client listens before it has sent everything.
    connection = http.client.HTTPConnection(urllib.parse.urlparse(world.network.api(0)).netloc, timeout=20)
    connection.putrequest("POST", "/v1/txs")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(2 * MAX_REQUEST_BYTES))
    connection.endheaders()
    answer = connection.getresponse()
    body = json.load(answer)
    connection.close()
    case.check(answer.status == 413 and body["code"] == "TOO_LARGE", f"a large body: {answer.status} {body}")
    status, body = world.ask(0, "/v1/txs", json.dumps({"transactions": ["00"] * 1001}))
    case.check(status == 400 and "1000" in body["detail"], f"1001 transactions: {status} {body}")


def field(number, content):
    """One length-delimited Protobuf field."""
    size, head = len(content), bytes([number << 3 | 2])
    while size >= 0x80:
        head, size = head + bytes([size & 0x7F | 0x80]), size >> 7
    return head + bytes([size]) + content


def wire_of(path):
    """The encoded transaction of a file, as the tool would send it."""
    file = json.loads(path.read_text())
    signatures = [field(1, bytes.fromhex(s["key"])) + field(2, bytes.fromhex(s["signature"])) for s in file["signatures"]]
    return field(1, bytes.fromhex(file["body"])) + b"".join(field(2, s) for s in signatures)


def post(world, wire):
    status, answer = world.ask(0, "/v1/txs", json.dumps({"transactions": [wire.hex()]}))
    result = answer["data"]["results"][0] if status == 200 else {}
    return result.get("state"), result.get("code"), result.get("message", "")


def foreign(case, world, other):
    """A transaction for another ledger: the tool notices, and the node refuses its very bytes, as it does a changed one."""
    path = file_of(other, "foreign")
    status, answer = tool(world, "tx", "broadcast", str(path))
    case.check(status != 0 and code_of(answer) is not None, f"the tool sends a foreign file: {status} {answer}")
    said = post(world, wire_of(path))
    case.check(said[:2] == ("refused", "MALFORMED") and "ledger" in said[2], f"a foreign transaction: {said}")
    own = wire_of(file_of(world, "changed"))
    changed = own[:-1] + bytes([own[-1] ^ 1])
    said = post(world, changed)
    case.check(said[:2] == ("refused", "BAD_SIGNATURE"), f"a changed signature: {said}")
    wrong = ["--genesis", str(other.network.genesis), "query", "get", "--signed", "/v1/lxr/supply"]
    status, answer = tool(world, *wrong)
    case.check(status == EXIT_CONFIG and code_of(answer) == "OTHER_LEDGER", f"the wrong genesis: {status} {answer}")


def expired(case, world):
    path = file_of(world, "expired", "--expires-in", "1s")
    world.network.advance_clock("1h")
    status, answer = tool(world, "tx", "broadcast", str(path))
    case.check(status == EXIT_REFUSED and code_of(answer) == "EXPIRED", f"expired: {status} {answer}")


def replayed(case, world):
    path = file_of(world, "replayed")
    first = tool(world, "tx", "broadcast", str(path), "--wait")
    again = tool(world, "tx", "broadcast", str(path), "--wait")
    case.check(first[0] == 0 and again[0] == 0, f"sending twice is safe: {first} {again}")
    case.check(first[1]["data"]["id"] == again[1]["data"]["id"], "and is the same transaction")
    case.check(payroll.balance(world.wallet, "E1") == DEPOSIT_FEN - 1, "that moved the money once")


def other_content(case, world):
    key = "5a" * 16
    paths = [file_of(world, f"same-key-{amount}", "--key", key, amount=amount) for amount in ("0", "2")]
    first = tool(world, "tx", "broadcast", str(paths[0]), "--wait")
    case.check(first[0] == EXIT_REFUSED and code_of(first[1]) == "AMOUNT_NOT_POSITIVE", f"nothing to move: {first}")
    second = tool(world, "tx", "broadcast", str(paths[1]), "--wait")
    case.check(second[0] == EXIT_REFUSED and code_of(second[1]) == "KEY_REUSED", f"same key, other content: {second}")


def unauthorised(case, world):
    account = world.wallet.account("E1")
    status, answer = world.ask(0, f"/v1/accounts/{account}")
    case.check(status == 401 and answer["code"] == "SIGNATURE_REQUIRED", f"an unsigned read: {status} {answer}")
    status, answer = tool(world, "query", "get", "--signed", f"/v1/accounts/{account}", key="E2")
    case.check(status == EXIT_KEY and code_of(answer) == "NOT_A_PARTY", f"another's balance: {status} {answer}")
    status, answer = tool(world, "tx", "call", "lxr.transfer", "--args", transfer_arguments(world), "--account", account, "--wait",
                          key="bank")
    case.check(status == EXIT_REFUSED and code_of(answer) == "UNAUTHORISED", f"another's account: {status} {answer}")
    status, answer = tool(world, "tx", "call", "lxr.confirm_deposit", "--args", json.dumps(
        {"deposits": [{"account": account, "amount": "1", "reference": "X"}]}), "--wait")
    case.check(status == EXIT_REFUSED and code_of(answer) == "ROLE_REQUIRED", f"an employer as a bank: {status} {answer}")


def overdrawn(case, world):
    status, answer = tool(world, "tx", "call", "lxr.transfer", "--args", transfer_arguments(world, str(DEPOSIT_FEN + 1)), "--wait")
    case.check(status == EXIT_REFUSED and code_of(answer) == "INSUFFICIENT_BALANCE", f"more than there is: {status} {answer}")
