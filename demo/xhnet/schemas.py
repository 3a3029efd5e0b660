"""The fields of state records and events by number, as the contracts' headers (records.h, events.h) say them: what
records.py needs to read their bytes. Kinds are explained there; a name with ? may be absent, which is not zero.
"""

BALANCE = {1: ("available", "i"), 2: ("reserved", "i")}
SUPPLY = {1: ("total", "i"), 2: ("halted_banks", "u")}
CUSTODY_STATEMENT = {1: ("balance", "i"), 2: ("as_of", "i"), 3: ("filed_at", "i"), 4: ("number", "u"),
                     5: ("transaction", "b")}
CUSTODY = {1: ("issued", "i"), 2: ("burned_since", "i"), 3: ("last_movement", "i"), 4: ("statement?", CUSTODY_STATEMENT),
           5: ("halted", "u")}
VOUCHER_YEAR = {1: ("year", "u"), 2: ("from", "i"), 3: ("until", "i"), 4: ("issued", "u")}
VOUCHER_YEARS = {1: ("years", [VOUCHER_YEAR])}
VOUCHER_NUMBER = {1: ("year", "u"), 2: ("serial", "u")}
VOUCHER_ISSUED = {1: ("number", VOUCHER_NUMBER), 2: ("amount", "i"), 3: ("from", "b"), 4: ("to", "b"), 5: ("purpose", "u"),
                  6: ("transaction", "b"), 7: ("reference", "b"), 8: ("at", "i")}
LEDGER_EVENT = {1: ("contract", "u"), 2: ("kind", "u"), 3: ("parties", ["b"]), 4: ("data", "b")}
RECEIPT = {1: ("source", "u"), 2: ("transaction", "b"), 3: ("due_sequence", "u"), 4: ("effective", "i"), 5: ("height", "u"),
           6: ("code", "s"), 7: ("rule", "s"), 8: ("message", "s"), 9: ("events", [LEDGER_EVENT])}
WITHDRAWAL = {1: ("account", "b"), 2: ("bank", "b"), 3: ("amount", "i"), 4: ("destination", "b"), 5: ("state", "u"),
              6: ("requested_at", "i"), 7: ("settled_at", "i"), 8: ("position", "u"), 9: ("batch", "u"), 10: ("reason", "s"),
              11: ("bank_reference", "s")}
PAY_TIER = {1: ("from", "u"), 2: ("rate", "i")}
MILESTONE = {1: ("name", "s"), 2: ("amount", "i")}
PAY_ITEM = {1: ("name", "s"), 2: ("kind", "u"), 3: ("rate", "i"), 4: ("tiers", [PAY_TIER]), 5: ("night_ppm", "u"),
            6: ("milestones", [MILESTONE])}
USED_PARAMETER = {1: ("value", "i"), 2: ("version", "u")}
DAY_SUMS = {1: ("orders", "u"), 2: ("minutes", "u"), 3: ("agreed", "i"), 4: ("items", ["i"]), 5: ("amount", "i"),
            6: ("night_orders", "u"), 7: ("night_minutes", "u"), 8: ("cut", "i"), 9: ("raised", "i"), 10: ("top_up", "i"),
            11: ("min_hour?", USED_PARAMETER), 12: ("milestones", ["s"])}
SETTLED_DAY = {1: ("day", "i"), 2: ("version", "u"), 3: ("hash", "b"), 4: ("basis", "u"), 5: ("timeliness", "u"),
               6: ("sums", DAY_SUMS), 7: ("paid_before", "i"), 8: ("amount", "i"), 9: ("amendment", "u"),
               10: ("settled_before", "u")}
HELD_DAY = {1: ("day", "i"), 2: ("version", "u"), 3: ("reason", "u"), 4: ("amount", "i")}
PAY_FACTORS = {1: ("night_from", "u"), 2: ("night_to", "u"), 3: ("day_floor", "i"), 4: ("day_cap", "i"),
               5: ("period_floor", "i"), 6: ("period_cap", "i"), 7: ("min_wage_top_up", "u")}
PAY_RULES = {1: ("amendment", "u"), 2: ("items", [PAY_ITEM]), 3: ("factors?", PAY_FACTORS)}
APPLIED_RULES = {1: ("factors?", PAY_FACTORS), 2: ("other_rules", [PAY_RULES]), 3: ("period_cut", "i"),
                 4: ("period_raised", "i")}
TAX_BASE = {1: ("income", "i"), 2: ("contributions", "i"), 3: ("months", "u"), 4: ("withheld", "i")}
TAX_LINE = {1: ("regime", "u"), 2: ("base", TAX_BASE), 3: ("deduction", "i"), 4: ("deduction_ppm", "i"),
            5: ("rate_ppm", "i"), 6: ("quick", "i"), 7: ("amount", "i")}
CHARGE_LINE = {1: ("name", "s"), 2: ("employer", "i"), 3: ("worker", "i")}
CHARGES = {1: ("contract", "b"), 2: ("month", "i"), 3: ("base", "i"), 4: ("lines", [CHARGE_LINE]), 5: ("worker", "i"),
           6: ("subsidy", "i"), 7: ("employer", "i"), 8: ("rates_version", "u"), 9: ("refund", "i")}
DEDUCTIONS = {1: ("tax?", TAX_LINE), 2: ("insurance", CHARGES), 3: ("advance", "i"), 4: ("correction", "i"),
              5: ("correction_left", "i"), 6: ("minimum?", USED_PARAMETER), 7: ("contribution", "i"), 8: ("orders", "u"),
              9: ("cooperating", "u")}
VAULT_SUMS = {1: ("wages", "i"), 2: ("interest", "i"), 3: ("charges", "i"), 4: ("fees", "i")}
PAYMENT = {1: ("at", "i"), 2: ("wage", "i"), 3: ("interest", "i"), 4: ("charges", "i"), 5: ("fee", "i"), 6: ("tax", "i"),
           7: ("contribution", "i"), 8: ("paid_out", "i"), 9: ("wage_voucher?", VOUCHER_NUMBER),
           10: ("interest_voucher?", VOUCHER_NUMBER), 11: ("fee_voucher?", VOUCHER_NUMBER), 12: ("payout?", "b")}
PROGRESS = {1: ("vault", "i"), 2: ("vault_entry", "u"), 3: ("wage", "i"), 4: ("paid", VAULT_SUMS), 5: ("tax", "i"),
            6: ("paid_out", "i"), 7: ("collected", "u"), 8: ("payments", [PAYMENT])}
SETTLEMENT = {1: ("agreement", "b"), 2: ("sequence", "u"), 3: ("employer", "b"), 4: ("worker", "b"),
              5: ("union_account", "b"), 6: ("from", "i"), 7: ("to", "i"), 8: ("payday", "i"), 9: ("settled_at", "i"),
              10: ("terms_version", "u"), 11: ("items", [PAY_ITEM]), 12: ("days", [SETTLED_DAY]), 13: ("held", [HELD_DAY]),
              14: ("gross", "i"), 15: ("fee_ppm", USED_PARAMETER), 16: ("fee", "i"), 17: ("net", "i"),
              18: ("wage_voucher?", VOUCHER_NUMBER), 19: ("fee_voucher?", VOUCHER_NUMBER), 20: ("wage_paid_at?", "i"),
              21: ("fee_paid_at?", "i"), 22: ("attempts", "u"), 23: ("rules?", APPLIED_RULES),
              24: ("deductions", DEDUCTIONS), 25: ("progress", PROGRESS)}
FLAG = {1: ("kind", "u"), 2: ("entry", "u"), 3: ("elsewhere", "u"), 4: ("other_reference", "s")}
DAY_LOG = {1: ("version", "u"), 2: ("hash", "b"), 3: ("sums", DAY_SUMS), 4: ("batch", "b"), 5: ("uploaded_at", "i"),
           6: ("timeliness", "u"), 7: ("settle_day", "i"), 8: ("cutoff_s", USED_PARAMETER), 9: ("entries", "u"),
           10: ("flags", [FLAG]), 11: ("flag_count", "u"), 12: ("flag_decision", "u"), 13: ("worker_at?", "i"),
           14: ("union_at?", "i"), 15: ("disputed_at?", "i"), 16: ("dispute_reason", "u"), 17: ("ruled", "u"),
           18: ("accrued_period?", "u"), 19: ("settlement", "u"), 20: ("settled", "i"), 21: ("amendment", "u"),
           22: ("flag_reason", "u")}
ACCRUAL = {1: ("from", "i"), 2: ("to", "i"), 3: ("payday", "i"), 4: ("days", ["i"]), 5: ("sums", DAY_SUMS)}
APPORTION_THRESHOLD = {1: ("total", "i"), 2: ("weight_sum", "i"), 3: ("leftover", "i"), 4: ("remainder", "i"),
                       5: ("id", "b"), 6: ("order", "u")}
GRANT = {1: ("amount", "i"), 2: ("cover", "u"), 3: ("share?", APPORTION_THRESHOLD)}
ROUND = {1: ("at", "i"), 2: ("wages", GRANT), 3: ("interest", GRANT), 4: ("charges", GRANT), 5: ("fees", GRANT)}
EXACT_INTEREST = {1: ("high", "u"), 2: ("low", "u")}
VAULT = {1: ("employer", "b"), 2: ("at", "i"), 3: ("entries", "u"), 4: ("due", VAULT_SUMS), 5: ("granted", VAULT_SUMS),
         6: ("decided_at?", "i"), 7: ("round?", ROUND), 8: ("arrears", "i"), 9: ("accrued", EXACT_INTEREST),
         10: ("accrued_until", "i"), 11: ("interest_fixed", "u"), 12: ("interest_share?", APPORTION_THRESHOLD),
         13: ("cleared_at?", "i")}
VAULT_ENTRY = {1: ("agreement", "b"), 2: ("settlement", "u"), 3: ("worker", "b"), 4: ("wage", "i"), 5: ("charge", "i"),
               6: ("fee", "i"), 7: ("paid", VAULT_SUMS), 8: ("arrears", "i")}
VAULT_PAGE = {1: ("entries", [VAULT_ENTRY])}
PARTY_BOOK = {1: ("agreements", "u"), 2: ("late_uploads", "u"), 3: ("flagged_logs", "u"), 4: ("shortages", "u")}
TERMS = {1: ("worker", "b"), 2: ("employer", "b"), 3: ("scheme", "u"), 4: ("city", "s"), 5: ("base", "i"),
         6: ("housing_employer_ppm", "i"), 7: ("housing_worker_ppm", "i"), 8: ("order_cover", "u")}
CONTRACT = {1: ("terms", TERMS), 2: ("from", "i"), 3: ("last", "i"), 4: ("next_month", "i"), 5: ("state", "u"),
            6: ("signed_at", "i"), 7: ("ended_at?", "i"), 8: ("classification", "b"), 9: ("renews", "b"),
            10: ("renewed?", "i"), 11: ("open_months", ["i"])}
PARTS = {1: ("worker", "i"), 2: ("subsidy", "i"), 3: ("employer", "i")}
REMITTANCE = {1: ("withdrawal", "b"), 2: ("amount", "i"), 3: ("at", "i")}
MONTH = {1: ("contract", "b"), 2: ("month", "i"), 3: ("worker", "b"), 4: ("employers", ["b"]), 5: ("kind", "u"),
         6: ("gross", "i"), 7: ("fee", "i"), 8: ("base", "i"), 9: ("lines", [CHARGE_LINE]), 10: ("personal", "i"),
         11: ("due", PARTS), 12: ("paid", PARTS), 13: ("rates_version", "u"), 14: ("mode_version", "u"), 15: ("state", "u"),
         16: ("waits", "u"), 17: ("waited", "u"), 18: ("is_overdue", "u"), 19: ("due_at", "i"), 20: ("default_at", "i"),
         21: ("paid_at", "i"), 22: ("default_record", "b"), 23: ("is_closed", "u"), 24: ("is_unlinked", "u"),
         25: ("remitted", "i"), 26: ("remittance?", REMITTANCE)}
DEFAULT = {1: ("contract", "b"), 2: ("worker", "b"), 3: ("month", "i"), 4: ("at", "i"), 5: ("cure_by", "i"),
           6: ("ended?", "i"), 7: ("is_cured", "u"), 8: ("amount", "i"), 9: ("penalty", "i"), 10: ("statement", "b"),
           11: ("is_unlinked", "u")}
FACTOR = {1: ("name", "s"), 2: ("measure", "i"), 3: ("points", "i"), 4: ("weight", "i"), 5: ("is_short", "u")}
CLASSIFICATION = {1: ("worker", "b"), 2: ("city", "s"), 3: ("at", "i"), 4: ("factors", [FACTOR]), 5: ("score", "i"),
                  6: ("rule_months", "u"), 7: ("is_decided", "u"), 8: ("months", "u"), 9: ("reason", "b"),
                  10: ("is_used", "u")}
ORDER_MONTH = {1: ("orders", "u"), 2: ("due", "i"), 3: ("paid", "i"), 4: ("remitted", "i"), 5: ("remittance?", REMITTANCE)}
RULE_VALUE = {1: ("value", "i"), 2: ("version", "u")}
ACT = {1: ("provider", "b"), 2: ("counterpart", "b"), 3: ("resource", "s"), 4: ("units", "u"), 5: ("season", "u"),
       6: ("completed_at", "i"), 7: ("recorded_at", "i"), 8: ("evidence", "b"), 9: ("base", RULE_VALUE),
       10: ("demand", RULE_VALUE), 11: ("rating_of_provider", "u"), 12: ("rating_of_counterpart", "u"),
       13: ("credited", "u"), 14: ("result", "i")}
CV_BALANCE = {1: ("global", "i"), 2: ("lifetime", "i"), 3: ("acts", "u")}
