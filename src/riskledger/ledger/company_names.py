"""Normal forms of company names: the compact form (NFKC, lower case, no accents, blanks or punctuation) and the core (no company form).

A company form is what law or habit adds to the name: 有限公司, 股份有限公司, 集团, (中国), Co., Ltd., Corp., LLC, GmbH, S.A. What stands
elsewhere than at the end is part of the name, and so are branches (北京分公司), numbers and regions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from typing import Final, NamedTuple

# Company forms at the end of a Latin name → the form they stand for; "" says nothing about which company it is.
_SPELT_FORMS: Final = {
    "co": "", "company": "", "ltd": "ltd", "limited": "ltd", "coltd": "ltd", "corp": "corp", "corporation": "corp", "inc": "inc",
    "incorporated": "inc", "pty": "pty", "proprietary": "pty", "pvt": "pvt", "private": "pvt", "sdn": "bhd", "bhd": "bhd", "group": "group",
}  # fmt: skip
_ABBREVIATED_FORMS: Final = """
    llc llp lp plc pllc pte gmbh ag kg kgaa ohg ug se sa sas sarl srl spa sl slu bv nv ab oy oyj aps as asa doo sro kft zrt kk ltda
    jsc ojsc pjsc ooo oao zao pao
"""
_LATIN_FORMS: Final = {**_SPELT_FORMS, **{form: form for form in _ABBREVIATED_FORMS.split()}}
_CHINESE_FORM: Final = re.compile(
    # 有限责任公司 and 有限公司 are one form in law.
    r"(?:(?P<shares>股份有限公司|股份公司)|(?P<limited>有限责任公司|有限公司)|公司|(?P<group>集团|集團)"
    r"|(?P<partners>(?:特殊)?普通合伙|有限合伙)|(?P<trader>个体工商户))$"
)
_HOME: Final = frozenset({"中国", "中國", "china", "prc"})
_BRACKETED_HOME: Final = re.compile(r"\(\s*(?:中国|中國|china|prc)\s*\)\W*$")
_WORD: Final = re.compile(r"[0-9]+|[\u3400-\u9fff\U00020000-\U0003ffff]+|[^\W\d_\u3400-\u9fff\U00020000-\U0003ffff]+|[^\W_]|\+")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")  # those of Latin, Greek and Cyrillic; in Japanese they would tell letters apart


class Normal(NamedTuple):
    """A name's normal forms: `compact`, its `core` (with the core's words), the forms found after it and what kinds they stand for."""

    compact: str
    core: str
    words: tuple[str, ...]
    forms: tuple[str, ...]
    form_kinds: frozenset[str]


def normal(name: str) -> Normal:
    """The normal forms of a name as written."""
    folded = _folded(name)
    words = _words(folded)
    rest, forms, kinds = _without_forms(folded, words)
    core, compact = _joined(rest), _joined(words)
    # One letter is no name: A公司 and A集团 may be anyone.
    return Normal(compact, core, tuple(rest), forms, kinds) if len(core) > 1 else Normal(compact, compact, tuple(words), forms, kinds)


def differences(names: Collection[str]) -> tuple[str, ...]:
    """What keeps names of one compact form apart: each of width, case, accents, punctuation, blanks that alone would still do so."""
    return tuple(kept for kept in _OVERLOOKED if len(_overlook(names, but=kept)) > len(_overlook(names)))


def _overlook(names: Collection[str], *, but: str = "") -> set[str]:
    left = set(names)
    for what, plainly in _OVERLOOKED.items():
        if what != but:
            left = {plainly(name) for name in left}
    return left


def _without_accents(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))


_OVERLOOKED: Final[dict[str, Callable[[str], str]]] = {
    "width": lambda name: unicodedata.normalize("NFKC", name),
    "case": str.casefold,
    "accents": _without_accents,
    "punctuation": lambda name: re.sub(r"[^\w\s]|_", "", name.replace("&", "and").replace("＆", "and")),
    "blanks": lambda name: "".join(name.split()),
}


def is_chinese(character: str) -> bool:
    """Whether a character is written without blanks between words: Chinese and whatever else lies beyond the alphabets."""
    return character >= "\u3400"


def _folded(text: str) -> str:
    folded = _without_accents(unicodedata.normalize("NFKC", text).casefold())
    return folded.replace("&", " and ").replace("'", "").replace("’", "")


def _words(folded: str) -> list[str]:
    """Words, numbers and runs of Chinese; neighbouring single letters are one abbreviation (s. a. → sa), neighbouring Chinese one run."""
    words: list[str] = []
    letters = False
    for word in _WORD.findall(folded):
        one = len(word) == 1 and "a" <= word <= "z"
        if words and ((one and letters) or (is_chinese(word[0]) and is_chinese(words[-1][-1]))):
            words[-1] += word
        else:
            words.append(word)
        letters = one
    return words


def _joined(words: Sequence[str]) -> str:
    """The words without blanks, save between two numbers: Store 1 2 is not Store 12."""
    parts: list[str] = []
    for word in words:
        if parts and word[0].isdigit() and parts[-1][-1].isdigit():
            parts.append(" ")
        parts.append(word)
    return "".join(parts)


def _without_forms(folded: str, words: Sequence[str]) -> tuple[list[str], tuple[str, ...], frozenset[str]]:
    """The words before the company forms, the forms as found, and what they stand for (without those that say nothing)."""
    rest, forms, kinds = list(words), list[str](), set[str]()
    at_home = bool(_BRACKETED_HOME.search(folded))
    while rest and (found := _last_form(rest, home=bool(forms) or at_home)):
        form, kept, kind = found
        if not kept and len(rest) == 1:
            break
        forms.insert(0, form)
        kinds.add(kind)
        rest[-1:] = [kept] if kept else []
        if len(rest) > 1 and rest[-1] == "and":  # GmbH & Co. KG
            rest.pop()
    return rest, tuple(forms), frozenset(kinds - {""})


def _last_form(words: Sequence[str], *, home: bool) -> tuple[str, str, str] | None:
    """The form at the end, what is left of its word, the kind of form. China is one only `home`: in brackets or before another form."""
    last = words[-1]
    if last in _LATIN_FORMS:
        return last, "", _LATIN_FORMS[last]
    if home and last in _HOME and words[-2:-1] not in (["of"], ["in"], ["and"]):  # Bank of China
        return last, "", "china"
    if home and last[-2:] in _HOME and len(last) > 3:
        return last[-2:], last[:-2], "china"
    if match := _CHINESE_FORM.search(last):
        return match[0], last[: match.start()], match.lastgroup or ""
    return None


# -- slips of the pen --------------------------------------------------------------------------------------------------

# Short names and short words differ by one letter too often for good reasons: Harland and Hartland, Clark and Clarke.
_LETTERS_OF_NAME: Final = 12
_LETTERS_OF_WORD: Final = 6
_DOUBLED: Final = re.compile(r"([a-z])\1")


def slips(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Forms in which a long Latin name and a slip of it are alike: doubled letters made one; the inner letters of each word in order."""
    if sum(map(len, words)) < _LETTERS_OF_NAME or not "".join(words).isascii():
        return ()
    single = tuple(_DOUBLED.sub(r"\1", word) for word in words)
    ordered = tuple(word[0] + "".join(sorted(word[1:])) if word.isalpha() else word for word in words)
    return ("doubled", *single), ("swapped", *ordered)


def is_slip(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether two names differ in one long word only, by a letter doubled or two neighbours swapped; first letters are rarely wrong."""
    differing = [(a, b) for a, b in zip(one, two, strict=False) if a != b]
    if len(one) != len(two) or len(differing) != 1:
        return False
    short, long = sorted(differing[0], key=len)
    if len(long) < _LETTERS_OF_WORD or not long.isalpha():
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if at == 0:
        return False
    if len(short) < len(long):
        return long[at] == long[at - 1] and short[at:] == long[at + 1 :]
    return short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
