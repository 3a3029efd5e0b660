"""Money out of the ledger by payout files: destinations, the file, the bank's answer."""

import json
import xml.etree.ElementTree as ElementTree

CNAPS = "102651020013"  # any bank's number: twelve digits


def destinations(wallet, rows, bare, kept):
    """Salts and commitments for bank accounts. `rows`: [(key name, holder's name, bank account)]; `kept` gets the list with
    the salts, without which no payout file can be made. Gives key name -> destination."""
    bare.write_text(json.dumps([{"account": wallet.account(key), "name": name, "bank_account": number, "cnaps": CNAPS}
                                for key, name, number in rows], ensure_ascii=False), encoding="utf-8")
    answer = wallet.run_json("payout", "destinations", str(bare), "--out", str(kept))
    bare.unlink()
    by_account = {row["account"]: row["destination"] for row in answer["destinations"]}
    return {key: by_account[wallet.account(key)] for key, _, _ in rows}


def payout_line(wallet, key, destination):
    """The instruction of `key`: the net of each wage goes to that destination."""
    return {"as": key, "call": "lxr.set_payout",
            "args": {"instruction": {"bank": wallet.account("bank"), "destination": destination, "keep": False}}}


def payments(path):
    """(end-to-end id, amount text) of a pain.001 file, read on its own."""
    root = ElementTree.parse(path).getroot()
    space = root.tag[:root.tag.index("}") + 1]
    return [(payment.find(f".//{space}EndToEndId").text, payment.find(f".//{space}InstdAmt").text)
            for payment in root.iter(space + "CdtTrfTxInf")]


def write_answer(file, answer, returned=()):
    """The bank's sheet for a payment file: all paid, but for payments of the amounts in `returned`."""
    lines = [f"{key},{amount},{'returned,AC01' if amount in returned else 'paid,'}" for key, amount in payments(file)]
    answer.write_text("\n".join(["end_to_end_id,amount,status,reason", *lines]) + "\n", encoding="utf-8")
