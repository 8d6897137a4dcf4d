"""Payment terms as due-date rules: read from what people write, kept as a small value, shown in either language.

Terms with one meaning become `Terms`; terms with several become `Ambiguous` and carry their readings; the rest, such as an
ERP's codes, becomes `Unknown`. Nothing is chosen silently: only a stated `order` settles the two orders of "days" and
"end of month".
"""

from riskledger.ledger.terms.model import MONTH_END, Ambiguous, Discount, Instalment, Order, Rule, Terms, Unknown
from riskledger.ledger.terms.on_rows import TermsCell, due_day, due_days, parse_terms_cell
from riskledger.ledger.terms.reading import read_terms

__all__ = [
    "MONTH_END",
    "Ambiguous",
    "Discount",
    "Instalment",
    "Order",
    "Rule",
    "Terms",
    "TermsCell",
    "Unknown",
    "due_day",
    "due_days",
    "parse_terms_cell",
    "read_terms",
]
