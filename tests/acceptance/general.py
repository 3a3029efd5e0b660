"""The free forms of a scenario: any call of the ledger, any record, any event, any signed read, any run of the tool. What has
a figure of its own in checks.py is easier to read there; these reach everything else."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import personal
from scenario import BadScenario, Word
from values import key_parts, readable, resolve
from xhnet import bank, payroll, records
from xhnet.programs import Failure, run

PLACE = re.compile(r"\{(\$[^}]+)\}")


def of_type(events, kind):
    return [event["data"] for event in events if event["type"] == kind]


def last_of_each(events):
    return {event["type"]: event["data"] for event in events}


def call(play, step):
    """One transaction of any call; joint with `co`. Refused without an expected code: the scenario breaks off."""
    name = step.get("name") or f"{step['as']} {step['call']}"
    expect = resolve(play, step.get("expect", {}))
    line = {"as": step["as"], "call": step["call"], "args": resolve(play, step.get("args", {}))}
    if step.get("co"):
        line["co"] = sorted(step["co"])
    result = play.wallet.batch([line], check=False)[0]
    if result.get("state") != "final":
        if "answer" not in expect:
            raise Failure(f"{name}: {json.dumps(result, ensure_ascii=False)[:600]}")
        play.compare_all(name, expect, {"answer": result.get("code", ""), "message": result.get("message", "")},
                         "answer of the tool or node: the transaction is in no block")
        return
    if "code" not in expect and result["code"] != "OK":
        raise Failure(f"{name}: refused with {result['code']} {result.get('rule', '')}: {result['message']}")
    receipt, where = play.receipt(result) if expect else (result, "receipt as the node sent it, not proved")
    play.compare_all(name, expect, receipt_figures(play, receipt), where, show=False)
    if "keep" in step:  # the fact as its sender gets it: what he can show to others
        play.wallet.fact(f"/v1/receipts/{play.place_of(result)}", step["as"], keep=play.folder / step["keep"])
    for target, path in step.get("save", {}).items():
        play.named[target] = found(receipt["events"], path)


def receipt_figures(play, receipt):
    events = receipt["events"]
    return {"code": receipt["code"], "rule": receipt.get("rule", ""), "message": receipt.get("message", ""),
            "events": [event["type"] for event in events],
            "data": readable(play, last_of_each(events))}


def found(events, path):
    """A member of an event, by the event's type and the member's path: "insurance.contract_signed.contract"."""
    parts = path.split(".")
    for event in reversed(events):
        if event["type"] == ".".join(parts[:2]):
            value = event["data"]
            for part in parts[2:]:
                value = value[int(part)] if isinstance(value, list) else value[part]
            return value
    raise BadScenario(f"no event {'.'.join(parts[:2])} to save {path} from; there are {[e['type'] for e in events]}")


def save(play, step, figures):
    """Members of what was read, by dots, under names that $key: finds again."""
    for target, path in step.get("save", {}).items():
        value = figures
        for part in path.split("."):
            value = value[int(part)] if isinstance(value, list) else value[part]
        play.named[target] = value


def record(play, step):
    """A state record by its table and key, proved; bytes read by xhnet/records.py where it knows the table."""
    contract, table = table_of(step["table"])
    raw = records.raw_key(contract, table, *key_parts(resolve(play, step.get("key", []))))
    fact = play.wallet.fact(f"/v1/records/{raw}", "union")
    where = f"record proved at height {fact.verified['height']}"
    present = fact.record is not None
    figures = {}
    if present and step["table"] in records.KNOWN:
        figures = plain(play, records.decode(fact.record, records.KNOWN[step["table"]][1]))
    elif present:
        figures = fact.verified["record"]["value"].get("data", {})
        where += ", read by the light client"
    figures = {"present": present, **readable(play, figures)}
    save(play, step, figures)
    play.compare_all(step.get("name") or f"record {step['table']} {' '.join(map(str, step.get('key', [])))}",
                     resolve(play, step.get("expect", {})), figures, where)


def table_of(name):
    if name in records.KNOWN:
        return records.KNOWN[name][0]
    contract, _, number = name.partition("/")
    if not (contract.isdigit() and number.isdigit()):
        raise BadScenario(f"no table '{name}'; known are {', '.join(sorted(records.KNOWN))}, others as contract/table")
    return int(contract), int(number)


def plain(play, value):
    """A record of xhnet/records.py with byte strings as the scenario writes them: accounts by name, keys as hex."""
    by_bytes = {records.account_bytes(account): name for account, name in play.names().items()}
    if isinstance(value, dict):
        return {key: plain(play, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(play, inner) for inner in value]
    return by_bytes.get(value, value.hex()) if isinstance(value, bytes) else value


def receipts_of(play, accounts):
    """The places of all receipts with one of `accounts` as a party, oldest first."""
    places = {}
    for name in accounts:
        for item in play.wallet.pages(f"/v1/accounts/{play.account(name)}/txs?limit=100", "union"):
            places[(item["height"], item["index"])] = item
    return sorted(places.items())


def events(play, step):
    """All events of a type that have somebody as a party, each from a proved receipt, oldest first."""
    data, days = [], []
    for (height, index), item in receipts_of(play, [step["of"]]):
        if any(event["type"] == step["type"] for event in item["events"]):
            fact = play.wallet.fact(f"/v1/receipts/{height}/{index}", "union")
            found_here = of_type(fact.events, step["type"])
            data += found_here
            days += [payroll.local_text(fact.verified["receipt"]["effective"])[:10]] * len(found_here)
    data = readable(play, data)
    figures = {"count": len(data), "days": days, "each": {member: [one.get(member) for one in data] for one in data for member in one},
               "last": data[-1] if data else {}}
    save(play, step, figures)
    play.compare_all(step.get("name") or f"events {step['type']} of {step['of']}", resolve(play, step.get("expect", {})),
                     figures, f"{len(data)} events in proved receipts")


def disclosure(play, step):
    """The last disclosure about somebody, from its proved receipt: each indicator by its name."""
    found_here, where = [], ""
    for (height, index), item in receipts_of(play, [step["of"]]):
        if any(event["type"] == "credit.disclosed" for event in item["events"]):
            fact = play.wallet.fact(f"/v1/receipts/{height}/{index}", "union")
            found_here += of_type(fact.events, "credit.disclosed")
            where = f"receipt proved at height {fact.verified['height']}"
    last = found_here[-1] if found_here else {"indicators": []}
    figures = {"count": len(found_here), "indicators": {one["indicator"]: one for one in last["indicators"]},
               "defaults": len(last.get("defaults", []))}
    play.compare_all(f"disclosure of {step['of']}", step.get("expect", {}), figures, where)


def read(play, step):
    """A signed read of the API: what the node computes. Refusals are figures too."""
    target = PLACE.sub(lambda place: str(resolve(play, place[1])), step["path"])
    done = play.wallet.run("--as", step["as"], "query", "get", "--signed", target, "-o", "json", check=False)
    figures = tool_figures(play, done)
    play.compare_all(step.get("name") or f"read {step['path']} by {step['as']}", resolve(play, step.get("expect", {})), figures,
                     "signed read")


def tool(play, step):
    """A run of `xinghuo`, with {$...} and {file:NAME} in its arguments; `alone` in an empty home, `stdin` to be read there."""
    arguments = [PLACE.sub(lambda place: str(resolve(play, place[1])), files(play, text)) for text in step["run"]]
    acting = ["--as", step["as"]] if "as" in step else []
    if step.get("alone"):
        done = run_alone(play, acting + arguments)
    else:
        done = play.wallet.run(*acting, *arguments, "-o", "json", check=False, stdin=step.get("stdin"))
    figures = tool_figures(play, done)
    save(play, step, figures)
    play.compare_all(step.get("name") or " ".join(["xinghuo", *step["run"]]), resolve(play, step.get("expect", {})), figures,
                     f"answer of xinghuo{' that knows the genesis and no node' if step.get('alone') else ''}")


def run_alone(play, arguments):
    """In an empty home: the process has the genesis and no node."""
    empty = play.folder / "alone"
    empty.mkdir(exist_ok=True)
    return run([play.programs.xinghuo, "--home", str(empty), "--genesis", str(play.network.genesis), *arguments, "-o", "json"],
               check=False)


def files(play, text):
    return re.sub(r"\{file:([^}]+)\}", lambda match: str(play.folder / Path(match[1]).name), text)


def tool_figures(play, done):
    try:
        answer = json.loads(done.stdout) if done.stdout.strip() else {}
    except ValueError:
        answer = {}
    errors = answer.get("errors") or [{}]
    return {"exit": done.returncode, "error": errors[0].get("code", ""),
            "data": readable(play, answer.get("data") or {})}


def payees(play, step):
    """A list of people's bank accounts for payout files, with the salts that the tool makes; the commitments are then known
    as $key:destination of NAME."""
    rows = []
    for name in [*step["people"], step["payer"]]:
        data = personal.identity_of(name, play.scenario.personal)
        play.secrets += data.values()
        rows.append((name, data["name"], data["bank_account"]))
    made = bank.destinations(play.wallet, rows, play.folder / "bare.json", play.folder / step["file"])
    play.named |= {f"destination of {name}": destination for name, destination in made.items()}


def bank_answer(play, step):
    """The bank's sheet for a payment file: everybody paid, but for those whose payment is `returned`."""
    bank.write_answer(play.folder / step["of"], play.folder / step["file"], step.get("returned", []))


def edit(play, step):
    """Changes a file that a run of the tool wrote: what somebody on the way to the bank could do."""
    path = play.folder / step["file"]
    text = path.read_text(encoding="utf-8")
    if step["replace"] not in text:
        raise BadScenario(f"{step['file']} does not hold '{step['replace']}'")
    (play.folder / step.get("to", step["file"])).write_text(text.replace(step["replace"], step["by"], 1), encoding="utf-8")


def payment_file(play, step):
    """A pain.001 file, read here on its own: its control figures, and whether its lines make them."""
    root = ElementTree.parse(play.folder / step["file"]).getroot()
    space = root.tag[:root.tag.index("}") + 1]
    amounts = [element.text for element in root.iter(space + "InstdAmt")]
    header = root.find(f".//{space}GrpHdr")
    cents = sum(int(whole) * 100 + int(part) for whole, part in (amount.split(".") for amount in amounts))
    figures = {"namespace": space.strip("{}").rsplit(":", 1)[-1], "NbOfTxs": int(header.find(space + "NbOfTxs").text),
               "CtrlSum": header.find(space + "CtrlSum").text, "amounts": sorted(amounts, reverse=True),
               "lines": len(amounts), "sum_fen": cents,
               "currencies": sorted({element.get("Ccy") for element in root.iter(space + "InstdAmt")})}
    play.compare_all(f"file {step['file']}", step.get("expect", {}), figures, "the file's bytes")


def balances(play, step):
    """Available money of several accounts at once, each from its proved record."""
    figures, where = {}, ""
    for name in step["accounts"]:
        value, where = play.account_record(records.BALANCE_TABLE, name, records.BALANCE)
        figures[name] = value["available"]
        figures[f"{name} reserved"] = value["reserved"]
    play.compare_all(step.get("name") or "balances", step.get("expect", {}), figures, where)


def remember(play, step):
    """Keeps balances and supply, for `check unchanged` after something was refused."""
    play.named["remembered"] = holdings(play, step["accounts"])


def holdings(play, accounts):
    supply, _ = play.record(records.raw_key(*records.SUPPLY_TABLE), records.SUPPLY)
    out = {"supply": supply["total"] if supply else 0}
    for name in accounts:
        value, _ = play.account_record(records.BALANCE_TABLE, name, records.BALANCE)
        out[name] = [value["available"], value["reserved"]]
    return out


def unchanged(play, step):
    before = play.named["remembered"]
    after = holdings(play, [name for name in before if name != "supply"])
    figures = {"changed": sorted(name for name in before if before[name] != after[name])}
    play.compare_all(step.get("name") or "balances and supply since they were remembered", step.get("expect", {}), figures,
                     "records, proved before and after")


NAMED = ("name",)
STEPS = {
    "call": Word(call, ("as", "call"), ("args", "co", "save", "keep", *NAMED)),
    "payees": Word(payees, ("file", "people", "payer")),
    "bank_answer": Word(bank_answer, ("file", "of"), ("returned",)),
    "edit": Word(edit, ("file", "replace", "by"), ("to",)),
    "remember": Word(remember, ("accounts",)),
    "run": Word(tool, ("run",), ("as", "alone", "save", "stdin", *NAMED)),
}
CHECKS = {
    "balances": Word(balances, ("accounts",), NAMED),
    "events": Word(events, ("of", "type"), ("save", *NAMED)),
    "disclosure": Word(disclosure, ("of",)),
    "payment_file": Word(payment_file, ("file",)),
    "read": Word(read, ("as", "path"), NAMED),
    "record": Word(record, ("table",), ("key", "save", *NAMED)),
    "tool": Word(tool, ("run",), ("as", "alone", "save", "stdin", *NAMED)),
    "unchanged": Word(unchanged, (), NAMED),
}
