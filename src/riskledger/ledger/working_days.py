"""Working days of a country, by the `holidays` library: public holidays, weekends, and the weekends worked in exchange."""

from __future__ import annotations

import datetime as dt
from functools import cache

# Their governments decree each year, late in the year before, which weekends are worked; until then a year is not known.
_DECREED_YEARLY = frozenset({"BY", "CN", "HU", "KZ", "LV", "RU", "UZ", "VN"})


def has_calendar(code: str) -> bool:
    """Whether the library knows a country (CN), or a part of one (GB-ENG), by its ISO 3166 code."""
    import holidays

    country, _, part = code.partition("-")
    known = holidays.list_supported_countries(include_aliases=False)
    return country in known and (not part or part in known[country])


@cache
def working_days(code: str) -> WorkingDays:
    """The calendar of a country or a part of one; it is worked out once, whatever the number of dates assessed."""
    return WorkingDays(code)


class WorkingDays:
    """The calendar of one country. Days are proleptic ordinals; where a year is not covered only its weekends are free."""

    def __init__(self, code: str) -> None:
        import holidays

        self.code = code
        country, _, part = code.partition("-")
        self._calendar = holidays.country_holidays(country, subdiv=part or None)
        decreed = getattr(self._calendar, "special_public_holidays", {}) if country in _DECREED_YEARLY else {}
        self._last_year = min(self._calendar.end_year, max(decreed, default=self._calendar.end_year))

    def covers(self, year: int) -> bool:
        """Whether the library knows the free days of a year."""
        return self._calendar.start_year <= year <= self._last_year

    def is_working(self, day: dt.date) -> bool:
        """Whether banks and offices work on a day."""
        if not self.covers(day.year):
            return not self._calendar.is_weekend(day)
        free = day in self._calendar  # also makes the library work out the year, and with it the weekends worked in exchange
        return day in self._calendar.weekend_workdays if self._calendar.is_weekend(day) else not free

    def on_or_after(self, ordinal: int) -> int:
        """The day itself if it is a working day, else the next one."""
        last = dt.date.max.toordinal()
        while ordinal < last and not self.is_working(dt.date.fromordinal(ordinal)):
            ordinal += 1
        return ordinal
