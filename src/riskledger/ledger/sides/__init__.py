"""The sheets an analyst keeps beside the ledger (customers, contact log, contracts, receipts): found, read and linked to the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from riskledger.ledger.intake import Ledger
from riskledger.ledger.sides.cells import SideProblem
from riskledger.ledger.sides.contact_log import ContactLog, KnownContacts, known_contacts, read_contact_log
from riskledger.ledger.sides.contracts import Contracts, KnownContracts, known_contracts, read_contracts
from riskledger.ledger.sides.customer_file import CustomerFile, KnownCustomers, known_customers, read_customer_file
from riskledger.ledger.sides.layout import SideLayout, recognise_side
from riskledger.ledger.sides.linking import Roster, roster_of
from riskledger.ledger.sides.receipt_list import KnownReceipts, ReceiptList, known_receipts, read_receipts
from riskledger.ledger.terms import Order
from riskledger.workbook.book import Book

__all__ = ["Beside", "SideSheets", "beside_ledger", "side_layouts", "side_sheets"]


@dataclass(frozen=True, slots=True)
class SideSheets:
    """What a workbook holds beside its ledger, as read and not yet linked to it."""

    customer_files: tuple[CustomerFile, ...] = ()
    contact_logs: tuple[ContactLog, ...] = ()
    contracts: tuple[Contracts, ...] = ()
    receipts: tuple[ReceiptList, ...] = ()

    @property
    def problems(self) -> tuple[SideProblem, ...]:
        """What has to be told about the sheets themselves, in the order of kind and sheet."""
        sheets: tuple[CustomerFile | ContactLog | Contracts, ...] = (*self.customer_files, *self.contact_logs, *self.contracts)
        return tuple(problem for sheet in sheets for problem in sheet.problems)


@dataclass(frozen=True, slots=True)
class Beside:
    """The side sheets linked to the ledger's customers, and everything that has to be told of them."""

    customers: KnownCustomers
    contacts: KnownContacts
    contracts: KnownContracts
    receipts: KnownReceipts
    problems: tuple[SideProblem, ...]


def beside_ledger(book: Book, ledger: Ledger) -> Beside:
    """Find, read and link what a workbook holds beside its ledger. CannotRun("damaged") as for any sheet."""
    sheets = side_sheets(book, ledger.layout.sheet, ledger.due_rules.month_end_order)
    roster = roster_of(ledger) if sheets != SideSheets() else Roster()
    customers = known_customers(sheets.customer_files, roster)
    contacts, contracts = known_contacts(sheets.contact_logs, roster), known_contracts(sheets.contracts, roster)
    receipts = known_receipts(sheets.receipts, ledger, roster)
    problems = (*sheets.problems, *customers.problems, *contacts.problems, *contracts.problems, *receipts.problems)
    return Beside(customers, contacts, contracts, receipts, problems)


def side_layouts(book: Book, ledger_sheet: str) -> tuple[SideLayout, ...]:
    """The customers sheets, contact logs, lists of contracts and receipts, by their first rows; never the ledger or our result sheets."""
    left_out = {ledger_sheet, *(own.name for own in book.own_sheets().values())}
    found = (recognise_side(book.peek(entry.name)) for entry in book.sheets if entry.name not in left_out)
    return tuple(layout for layout in found if layout is not None)


def side_sheets(book: Book, ledger_sheet: str, month_end_order: Order | None = None) -> SideSheets:
    """Find and read what a workbook holds beside its ledger. CannotRun("damaged") as for any sheet.

    month_end_order: how terms on the customers sheet mean days beside "end of month".
    """
    files, logs, contracts, receipts = [], [], [], []
    for layout in side_layouts(book, ledger_sheet):
        cells = book.read(layout.sheet)
        if layout.kind == "customers":
            files.append(read_customer_file(cells, layout, epoch1904=book.epoch1904, month_end_order=month_end_order))
        elif layout.kind == "contacts":
            logs.append(read_contact_log(cells, layout, epoch1904=book.epoch1904))
        elif layout.kind == "receipts":
            receipts.append(read_receipts(cells, layout, epoch1904=book.epoch1904))
        else:
            contracts.append(read_contracts(cells, layout, epoch1904=book.epoch1904))
    return SideSheets(tuple(files), tuple(logs), tuple(contracts), tuple(receipts))
