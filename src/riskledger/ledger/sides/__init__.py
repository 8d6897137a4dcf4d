"""The sheets an analyst keeps beside the ledger: customers, contact log, contracts, exchange rates and aliases."""

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
from riskledger.workbook.book import Book

__all__ = ["Beside", "SideSheets", "beside_ledger", "renamed_sheets", "side_layouts", "side_sheets"]

_Row = TypeVar("_Row", bound=SideRow)


@dataclass(frozen=True, slots=True)
class SideSheets:
    """What a workbook holds beside its ledger, as read and not yet linked to it."""

    customer_files: tuple[CustomerFile, ...] = ()
    contact_logs: tuple[ContactLog, ...] = ()
    contracts: tuple[Contracts, ...] = ()
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
    problems: tuple[SideProblem, ...]
    rate_tables: tuple[RateTable, ...] = ()


def beside_ledger(sheets: SideSheets, ledger: Ledger) -> Beside:
    """Link what a workbook holds beside its ledger to the ledger's customers."""
    roster = roster_of(ledger) if sheets != SideSheets() else Roster()
    customers = known_customers(sheets.customer_files, roster)
    contacts, contracts = known_contacts(sheets.contact_logs, roster), known_contracts(sheets.contracts, roster)
    problems = (*sheets.problems, *customers.problems, *contacts.problems, *contracts.problems)
    return Beside(customers, contacts, contracts, problems, sheets.rate_tables)


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
    )


def side_layouts(book: Book, ledger_sheet: str) -> tuple[SideLayout, ...]:
    """The customers sheets, contact logs, contracts, rates and aliases of a workbook; never the ledger or our result sheets."""
    left_out = {ledger_sheet, *(own.name for own in book.own_sheets().values())}
    found = (recognise_side(book.peek(entry.name)) for entry in book.sheets if entry.name not in left_out)
    return tuple(layout for layout in found if layout is not None)


def side_sheets(book: Book, ledger_sheet: str) -> SideSheets:
    """Find and read what a workbook holds beside its ledger. CannotRun("damaged") as for any sheet."""
    files, logs, contracts, rates, aliases = [], [], [], [], []
    for layout in side_layouts(book, ledger_sheet):
        cells = book.read(layout.sheet)
        if layout.kind == "customers":
            files.append(read_customer_file(cells, layout, epoch1904=book.epoch1904))
        elif layout.kind == "contacts":
            logs.append(read_contact_log(cells, layout, epoch1904=book.epoch1904))
        elif layout.kind == "contracts":
            contracts.append(read_contracts(cells, layout, epoch1904=book.epoch1904))
        elif layout.kind == "rates":
            rates.append(read_rate_table(cells, layout, epoch1904=book.epoch1904))
        else:
            aliases.append(read_alias_sheet(cells, layout, epoch1904=book.epoch1904))
    return SideSheets(tuple(files), tuple(logs), tuple(contracts), tuple(rates), tuple(aliases))
