"""Identity data of a scenario's people: made up, and only there to be looked for where it must not be (I4)."""

import hashlib
import json
import secrets

SURNAMES = "赵钱孙李周吴郑王冯陈"
GIVEN = "晓明建国丽华志强春梅海燕"


def identity_of(name, given):
    """What the scenario file says of somebody, or data derived from the name, the same in every run."""
    if name in given:
        return dict(given[name])
    digits = str(int(hashlib.sha256(name.encode()).hexdigest(), 16))
    at = int(digits[:6])
    return {"name": SURNAMES[at % 10] + GIVEN[at % 12] + GIVEN[at // 12 % 12], "id_number": "510107" + digits[6:18],
            "phone": "139" + digits[18:26], "bank_account": "622202" + digits[26:39]}


def commitment(data):
    """Salted: whoever knows or guesses the data cannot find the commitment without the salt."""
    return hashlib.sha256(secrets.token_bytes(32) + json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
