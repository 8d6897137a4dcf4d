"""The sheets an analyst keeps beside the ledger: customers, contact log, contracts, receipts, exchange rates and aliases."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TypeVar

from riskledger.ledger.intake import Ledger
from riskledger.ledger.sides.alias_sheet import AliasSheet, Renaming, read_alias_sheet
from riskledger.ledger.sides.cells import SideProblem, SideRow
from riskledger.ledger.sides.contact_log import ContactLog, KnownContacts, known_contacts, read_contact_log
from riskledger.ledger.sides.contracts import Contracts, KnownContracts, known_contracts, read_contracts
from riskledger.ledger.sides.customer_file import CustomerFile, KnownCustomers, known_customers, read_customer_file
from riskledger.ledger.sides.layout import SideLayout, recognise_side
from riskledger.ledger.sides.linking import Roster, roster_of
from riskledger.ledger.sides.rate_table import RateTable, read_rate_table
from riskledger.ledger.sides.receipt_list import KnownReceipts, ReceiptList, known_receipts, read_receipts
from riskledger.ledger.terms import Order
from riskledger.workbook.book import Book

__all__ = ["Beside", "SideSheets", "beside_ledger", "renamed_sheets", "side_layouts", "side_sheets"]

_Row = TypeVar("_Row", bound=SideRow)


@dataclass(frozen=True, slots=True)
class SideSheets:
    """What a workbook holds beside its ledger, as read and not yet linked to it."""

    customer_files: tuple[CustomerFile, ...] = ()
    contact_logs: tuple[ContactLog, ...] = ()
    contracts: tuple[Contracts, ...] = ()
    receipts: tuple[ReceiptList, ...] = ()
    rate_tables: tuple[RateTable, ...] = ()
    alias_sheets: tuple[AliasSheet, ...] = ()

    @property
    def problems(self) -> tuple[SideProblem, ...]:
        """What has to be told about the sheets themselves, in the order of kind and sheet."""
        sheets: tuple[CustomerFile | ContactLog | Contracts | RateTable | AliasSheet, ...] = (
            *self.customer_files,
            *self.contact_logs,
            *self.contracts,
            *self.rate_tables,
            *self.alias_sheets,
        )
        return tuple(problem for sheet in sheets for problem in sheet.problems)


@dataclass(frozen=True, slots=True)
class Beside:
    """The side sheets linked to the ledger's customers, and everything that has to be told of them."""

    customers: KnownCustomers
    contacts: KnownContacts
    contracts: KnownContracts
    receipts: KnownReceipts
    problems: tuple[SideProblem, ...]
    rate_tables: tuple[RateTable, ...] = ()


def beside_ledger(sheets: SideSheets, ledger: Ledger) -> Beside:
    """Link what a workbook holds beside its ledger to the ledger's customers."""
    roster = roster_of(ledger) if sheets != SideSheets() else Roster()
    customers = known_customers(sheets.customer_files, roster)
    contacts, contracts = known_contacts(sheets.contact_logs, roster), known_contracts(sheets.contracts, roster)
    receipts = known_receipts(sheets.receipts, ledger, roster)
    problems = (*sheets.problems, *customers.problems, *contacts.problems, *contracts.problems, *receipts.problems)
    return Beside(customers, contacts, contracts, receipts, problems, sheets.rate_tables)


def renamed_sheets(sheets: SideSheets, names: Renaming) -> SideSheets:
    """The sheets with every alias read as the customer it stands for, as in the ledger."""
    if not names.targets:
        return sheets

    def rows(found: tuple[_Row, ...]) -> tuple[_Row, ...]:
        who = [names.of(row.customer, row.customer_id) for row in found]
        return tuple(dataclasses.replace(row, customer=name, customer_id=number) for row, (name, number) in zip(found, who, strict=True))

    return dataclasses.replace(
        sheets,
        customer_files=tuple(dataclasses.replace(file, rows=rows(file.rows)) for file in sheets.customer_files),
        contact_logs=tuple(dataclasses.replace(log, rows=rows(log.rows)) for log in sheets.contact_logs),
        contracts=tuple(dataclasses.replace(listed, rows=rows(listed.rows)) for listed in sheets.contracts),
        receipts=tuple(_renamed_receipts(listed, names) for listed in sheets.receipts),
    )


def _renamed_receipts(listed: ReceiptList, names: Renaming) -> ReceiptList:
    who = [names.of(name, number) for name, number in zip(listed.customer, listed.customer_id, strict=True)]
    return dataclasses.replace(listed, customer=[name for name, _ in who], customer_id=[number for _, number in who])


def side_layouts(book: Book, ledger_sheet: str) -> tuple[SideLayout, ...]:
    """The customers sheets, contact logs, contracts, rates and aliases of a workbook; never the ledger or our result sheets."""
    left_out = {ledger_sheet, *(own.name for own in book.own_sheets().values())}
    found = (recognise_side(book.peek(entry.name)) for entry in book.sheets if entry.name not in left_out)
    return tuple(layout for layout in found if layout is not None)


def side_sheets(book: Book, ledger_sheet: str, month_end_order: Order | None = None) -> SideSheets:
    """Find and read what a workbook holds beside its ledger. CannotRun("damaged") as for any sheet.

    month_end_order: how terms on the customers sheet mean days beside "end of month".
    """
    files, logs, contracts, receipts, rates, aliases = [], [], [], [], [], []
    for layout in side_layouts(book, ledger_sheet):
        cells = book.read(layout.sheet)
        match layout.kind:
            case "customers":
                files.append(read_customer_file(cells, layout, epoch1904=book.epoch1904, month_end_order=month_end_order))
            case "contacts":
                logs.append(read_contact_log(cells, layout, epoch1904=book.epoch1904))
            case "contracts":
                contracts.append(read_contracts(cells, layout, epoch1904=book.epoch1904))
            case "receipts":
                receipts.append(read_receipts(cells, layout, epoch1904=book.epoch1904))
            case "rates":
                rates.append(read_rate_table(cells, layout, epoch1904=book.epoch1904))
            case "aliases":
                aliases.append(read_alias_sheet(cells, layout, epoch1904=book.epoch1904))
    return SideSheets(tuple(files), tuple(logs), tuple(contracts), tuple(receipts), tuple(rates), tuple(aliases))
