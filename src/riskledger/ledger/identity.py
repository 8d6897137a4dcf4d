"""Customers written in several ways: which entries of a ledger look like one customer, and what joining them would change.

Names are looked up by normal forms (`company_names`), never compared with all others. Nothing is merged here.
Doubt is decided for silence: branches, numbered customers, sister companies of other regions and single letters are different customers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal, NamedTuple

from riskledger.ledger.company_names import differences, is_chinese, is_slip, normal, slips

Kind = Literal["case_or_blanks", "suffix", "zero_stripped", "one_name_two_ids", "one_id_two_names", "id_missing", "typo"]


class Spelling(NamedTuple):
    """One way a customer is written: the ledger's key, the name and id as written, revenue in minor units, rows that write it so.

    One per distinct key and name: an id that stands beside two names comes twice, with the same key.
    """

    key: str
    name: str
    number: str | None
    revenue: int
    rows: int


@dataclass(frozen=True, slots=True)
class Group:
    """Spellings that look like one customer (for `one_id_two_names`: one id that looks like two customers), by falling revenue.

    `normal_form` is what they have in common. `evidence` is what they differ in: for `case_or_blanks` words out of width, case, accents,
    punctuation, blanks, id; for `suffix` the company forms; for `one_id_two_names` and `typo` the names; else the ids.
    """

    members: tuple[Spelling, ...]
    kind: Kind
    normal_form: str
    evidence: tuple[str, ...]


class Effect(NamedTuple):
    """Shares of revenue as fractions: of the largest customer of a group alone, and of the group if it were one customer."""

    largest_alone: float
    merged: float


# Names that many customers share on purpose, in compact form.
_COLLECTIVE: Final = frozenset(
    """
    散客 散户 零散客户 现金客户 零售客户 个人 个人客户 其他 其它 其他客户 其它客户 一次性客户 临时客户 cash cashcustomer cashsale cashsales
    walkin walkincustomer onetimecustomer misc miscellaneous various other others othercustomers sundry sundries unknown
    """.split()  # noqa: SIM905 - forty quoted words would fill half a page
)
# An id beside more spellings than this is a placeholder (0, 000, 9999) and identifies nobody.
_SPELLINGS_OF_AN_ID: Final = 50


class _Entry:
    """A spelling with its normal forms."""

    def __init__(self, spelling: Spelling) -> None:
        self.spelling = spelling
        self.name = normal(spelling.name)
        number = spelling.number or ""
        self.number = number.lower() if not number or (number.isascii() and number.isalnum()) else normal(number).compact
        self.nameless = not self.name.compact or self.name.compact.isdecimal()
        # A name of digits only is an id in the wrong column; it is compared with its like, not with ids.
        written = self.number or (self.name.compact if self.nameless else "")
        self.id_form = (bool(self.number), (written.lstrip("0") if written.isdecimal() else "") or written) if written else None


def near_duplicates(spellings: Iterable[Spelling]) -> tuple[Group, ...]:
    """Customers that seem to be written in several ways, and ids that seem to stand for several customers.

    A spelling belongs to at most one group of duplicates, whose kind is the boldest step it takes: one name with two ids, a slip of the
    pen, an id without its leading zeros, a company form, a missing id, at last mere case, blanks or punctuation. Two ids that were given to
    names with different company forms are believed. The order of the input does not matter.

    Args:
        spellings: one per distinct key and name of the ledger.

    Returns:
        Groups by falling revenue (minor units), then by normal form.
    """
    entries = [_Entry(spelling) for spelling in sorted(set(spellings), key=_rank)]
    joined = _Joined(len(entries))
    for same in _alike(entries):
        for i in same:
            joined.join(same[0], i)
    _join_slips(entries, joined)
    sets = [[entries[i] for i in members] for members in joined.sets()]
    groups = [_duplicates(members) for members in sets if len({entry.spelling.key for entry in members}) > 1]
    groups += _torn_ids(entries)
    return tuple(sorted(groups, key=lambda group: (-sum(member.revenue for member in group.members), group.normal_form, group.kind)))


def _rank(spelling: Spelling) -> tuple[object, ...]:
    return -spelling.revenue, spelling.key, spelling.name, spelling.number or "", spelling.rows


class _Joined:
    """Places that were joined into sets."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        self._parent[self.root(j)] = self.root(i)

    def sets(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._parent)):
            found[self.root(i)].append(i)
        return [members for members in found.values() if len(members) > 1]


def _alike(entries: Sequence[_Entry]) -> Iterator[list[int]]:
    """Places that are alike by name, then by id."""
    by_core: dict[str, list[int]] = defaultdict(list)
    by_id: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for i, entry in enumerate(entries):
        if not entry.nameless and entry.name.compact not in _COLLECTIVE:
            by_core[entry.name.core].append(i)
        if entry.id_form:
            by_id[entry.id_form].append(i)
    for same in by_core.values():
        yield from _by_form(entries, same)
    for same in by_id.values():
        while 1 < len(same) <= _SPELLINGS_OF_AN_ID:
            agreeing = [i for i in same if _agree(entries[same[0]], entries[i])]
            yield agreeing
            same = [i for i in same if i not in agreeing]


def _by_form(entries: Sequence[_Entry], same: list[int]) -> Iterator[list[int]]:
    """One core: all of it unless the ids object; then those of one company form, with the formless if there is but one form."""
    if len(same) < 2:
        return
    forms: dict[frozenset[str], list[int]] = defaultdict(list)
    for i in same:
        forms[entries[i].name.form_kinds].append(i)
    ids = {entries[i].id_form for i in same if entries[i].number}
    if len(ids) < 2 or (len(forms) == 2 and frozenset() in forms):
        yield same
    else:
        yield from forms.values()


def _agree(one: _Entry, two: _Entry) -> bool:
    """Whether the names of two entries can be one customer's when their ids are one."""
    return one.nameless or two.nameless or one.name.core == two.name.core or _one_in_the_other(one, two)


def _one_in_the_other(one: _Entry, two: _Entry) -> bool:
    """Whether one name is the other cut short: its first words, or Chinese characters left out (中石油 for 中国石油天然气)."""
    short, long = sorted((one.name, two.name), key=lambda name: len(name.core))
    if short.words == long.words[: len(short.words)]:
        return True
    if len(short.core) < 2 or not all(map(is_chinese, short.core)):
        return False
    left = iter(long.core)
    return all(character in left for character in short.core)


def _join_slips(entries: Sequence[_Entry], joined: _Joined) -> None:
    """Join long names that differ by a slip of the pen and in nothing else, unless two ids stand against it."""
    by_slip: dict[tuple[str, ...], dict[tuple[str, frozenset[str]], int]] = defaultdict(dict)
    ids: dict[int, set[object]] = defaultdict(set)
    for i, entry in enumerate(entries):
        for slip in slips(entry.name.words):
            by_slip[slip].setdefault((entry.name.core, entry.name.form_kinds), i)
        if entry.number:
            ids[joined.root(i)].add(entry.id_form)
    for same in by_slip.values():
        for i, j in combinations(same.values(), 2):
            both = ids[joined.root(i)] | ids[joined.root(j)]
            one, two = entries[i].name, entries[j].name
            if len(both) < 2 and one.form_kinds == two.form_kinds and is_slip(one.words, two.words):
                joined.join(i, j)
                ids[joined.root(i)] = both


def _duplicates(entries: Sequence[_Entry]) -> Group:
    numbered = [entry for entry in entries if entry.number]
    ids = sorted({str(entry.spelling.number) for entry in numbered})
    if len({entry.id_form for entry in numbered}) > 1:
        return _group(entries, "one_name_two_ids", ids)
    if any(is_slip(one, two) for one, two in combinations(sorted({entry.name.words for entry in entries}), 2)):
        return _group(entries, "typo", sorted({entry.spelling.name for entry in entries}))
    if len({entry.number for entry in numbered}) > 1:
        return _group(entries, "zero_stripped", ids)
    if all(entry.nameless for entry in entries) and not numbered:
        return _group(entries, "zero_stripped", sorted({entry.spelling.name for entry in entries}))
    if forms := {" ".join(entry.name.forms) for entry in entries} - {""} if len({entry.name.compact for entry in entries}) > 1 else None:
        return _group(entries, "suffix", sorted(forms))
    if len({entry.spelling.name for entry in entries}) == 1 and 0 < len(numbered) < len(entries):
        return _group(entries, "id_missing", ids)
    several = ("id",) if len({entry.spelling.number for entry in numbered}) > 1 else ()
    return _group(entries, "case_or_blanks", differences({entry.spelling.name for entry in entries}) + several)


def _group(entries: Sequence[_Entry], kind: Kind, evidence: Iterable[str]) -> Group:
    ranked = sorted(entries, key=lambda entry: _rank(entry.spelling))
    first = next((entry for entry in ranked if entry.id_form), ranked[0])
    if kind in ("zero_stripped", "one_id_two_names") and first.id_form:
        common = first.id_form[1]
    else:
        common = ranked[0].name.compact if kind == "case_or_blanks" else ranked[0].name.core
    return Group(tuple(entry.spelling for entry in ranked), kind, common, tuple(evidence))


def _torn_ids(entries: Sequence[_Entry]) -> Iterator[Group]:
    """Ids that stand beside names which are not one name: a renamed customer, or an id typed wrong."""
    by_key: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        if entry.number and not entry.nameless:
            by_key[entry.spelling.key].append(entry)
    for same in by_key.values():
        if not all(_agree(same[0], entry) for entry in same):
            yield _group(same, "one_id_two_names", sorted({entry.spelling.name for entry in same}))


def concentration_effect(group: Group, total_revenue: int) -> Effect | None:
    """What joining the group does to customer concentration: the share of its largest customer alone, and of all together.

    Args:
        group: spellings of one key are one customer already.
        total_revenue: of the book in the same period and currency, minor units.

    Returns:
        Fractions of revenue; None when there is no revenue to share.
    """
    if total_revenue <= 0:
        return None
    by_key: dict[str, int] = defaultdict(int)
    for member in group.members:
        by_key[member.key] += member.revenue
    return Effect(max(by_key.values()) / total_revenue, sum(by_key.values()) / total_revenue)
