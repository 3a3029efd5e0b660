"""Starts a consortium in FOLDER, feeds it DIR/courier_shifts.csv and leaves it running, with a handover file for whoever
reads it back: addresses, genesis and the union's key, nothing of what was written."""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

from couriers import EMPLOYER, STEPS, Couriers  # noqa: E402
from scenario import refuse_unknown  # noqa: E402
from steps import factors_of, item_of  # noqa: E402
from xhnet.consortium import Consortium  # noqa: E402
from xhnet.programs import Failure, Programs  # noqa: E402

STARTED = time.monotonic()


def say(text):
    print(f"[{time.monotonic() - STARTED:6.1f} s] {text}", file=sys.stderr, flush=True)


def hand_over(consortium, folder):
    secret = consortium.wallet.run_json("keys", "export", "union", "--unprotected")
    (folder / "handover.json").write_text(json.dumps({
        "nodes": consortium.network.apis(), "genesis": str(consortium.network.genesis),
        "xinghuo": consortium.programs.xinghuo, "reader": consortium.wallet.account("union"), "secret": secret_of(secret),
        "employer": consortium.wallet.account(EMPLOYER)}))


def secret_of(exported):
    for value in exported.values():
        if isinstance(value, str) and len(value) == 64 and value != exported.get("public_key"):
            return value
    raise Failure(f"keys export shows no bare secret, only {sorted(exported)}")


def terms_of(rules):
    """Items and other terms of a rule file, as the ledger's calls take them."""
    if rules is None:
        return None
    rule = json.loads(rules.read_text(encoding="utf-8"))
    refuse_unknown(str(rules), rule, {"title", "items", "factors", "form", "trade", "min_hour_fen"})
    more = {name: rule[name] for name in ("form", "trade") if name in rule}
    if "factors" in rule:
        more["factors"] = factors_of(rule["factors"])
    return [item_of(item) for item in rule["items"]], more


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("data", nargs="?", type=Path)
    parser.add_argument("--step", choices=STEPS, default="week", help="how often the employer uploads")
    parser.add_argument("--rules", type=Path, help="a pay rule of couriers_rules/ instead of the amounts of the file")
    parser.add_argument("--only", type=int, help="the first so many couriers")
    parser.add_argument("--destroy", action="store_true", help="ends the network of FOLDER and removes it")
    options = parser.parse_args()
    consortium = Consortium(Programs(), options.folder)
    if options.destroy:
        consortium.destroy()
        return
    consortium.create("couriers", Couriers.GENESIS_TIME, (EMPLOYER, "E2"), options=["--log-level", "warning"])
    run = Couriers(consortium, options.data / "courier_shifts.csv", say, options.step, terms_of(options.rules), options.only)
    run.prepare()
    run.feed()
    run.accept_flagged()
    run.pay_last()
    hand_over(consortium, options.folder)


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        print(f"couriers: {failure}", file=sys.stderr)
        sys.exit(1)
