"""How a value is written for the one who reads: language, direction, numbers, sizes, times, spans.

* A moment is always written in UTC; where the node keeps another zone, that zone's time comes first, by name.
* A size is rounded to three significant digits in decimal units; a span to its two largest units.
* Whatever is written comes from Unicode's locale tables in the reader's language; digits are European in all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from django.conf import settings
from django.utils.translation import gettext as _

from comity.node.reader import reader
from comity.words import Instant, Language

OWN_NAMES = {
    Language.ARABIC: "العربية",
    Language.CHINESE: "中文",
    Language.ENGLISH: "English",
    Language.FRENCH: "Français",
    Language.RUSSIAN: "Русский",
    Language.SPANISH: "Español",
}
_LOCALES = {"ar": "ar", "zh": "zh_Hans_CN", "en": "en_GB", "fr": "fr", "ru": "ru", "es": "es"}
_DJANGO = {Language.CHINESE: "zh-hans"}
_TAGS = {Language.CHINESE: "zh-Hans"}
_SIZES = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")
_THOUSAND = 1000
_SPANS = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def zone() -> ZoneInfo:
    """Return the zone that this node's officers live by; ``zone`` in ``node.toml``, else UTC."""
    return ZoneInfo(str(settings.INSTALLATION.extra.get("zone", "UTC")))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads in one of the six languages."""

    language: Language

    @classmethod
    def now(cls) -> "Reader":
        """Return the reader whom Django's language of this request stands for."""
        return cls(reader())

    @property
    def locale(self) -> Locale:
        """Unicode's tables for this language."""
        return Locale.parse(_LOCALES[self.language])

    @property
    def tag(self) -> str:
        """The BCP 47 tag for ``lang``."""
        return _TAGS.get(self.language, str(self.language))

    @property
    def django_code(self) -> str:
        """The code by which Django's settings know this language."""
        return _DJANGO.get(self.language, str(self.language))

    @property
    def direction(self) -> str:
        """Which way the script runs, for ``dir``."""
        return self.language.direction

    @property
    def own_name(self) -> str:
        """The language's name in itself."""
        return OWN_NAMES[self.language]

    def number(self, value: float) -> str:
        """Write a number with the language's separators."""
        return str(format_decimal(value, locale=self.locale))

    def percent(self, fraction: float) -> str:
        """Write a fraction of one as whole per cent; only the whole itself is written as a hundred."""
        shown = min(fraction, 0.99) if fraction < 1 else fraction
        return str(format_percent(shown, format=None, locale=self.locale))

    def size(self, octets: int) -> str:
        """Write a size in decimal units, to three significant digits."""
        value, step = float(octets), 0
        while round(value) >= _THOUSAND and step + 1 < len(_SIZES):
            value, step = value / _THOUSAND, step + 1
        shown = value if step == 0 else float(f"{value:.3g}")
        return str(format_unit(shown, f"digital-{_SIZES[step]}", length="short", locale=self.locale))

    def span(self, length: timedelta) -> str:
        """Write a span, without its sign, in its two largest units; less than a minute counts as one."""
        seconds = max(60, abs(int(length.total_seconds())))
        words: list[str] = []
        for unit, worth in _SPANS:
            count, seconds = divmod(seconds, worth)
            if count:
                words.append(str(format_unit(count, f"duration-{unit}", length="short", locale=self.locale)))
        if len(words) == 1:
            return words[0]
        return _("{larger} {smaller}").format(larger=words[0], smaller=words[1])

    def day(self, at: Instant, *, there: ZoneInfo | None = None) -> str:
        """Write the day, with its year."""
        return _day(at.moment.astimezone(there or UTC).date(), self.locale)

    def hour(self, at: Instant, *, there: ZoneInfo | None = None) -> str:
        """Write hour and minute, of 24 hours."""
        return f"{at.moment.astimezone(there or UTC):%H:%M}"

    def all_of(self, words: Iterable[str]) -> str:
        """Join ``words`` the way the language lists things; each keeps its own direction."""
        return str(format_list([f"\u2068{word}\u2069" for word in words], locale=self.locale))


@lru_cache(maxsize=2048)
def _day(day: date, locale: Locale) -> str:
    """A page names few days, each many times."""
    return str(format_skeleton("yMMMMd", datetime(day.year, day.month, day.day, tzinfo=UTC), locale=locale))


def instant(value: object) -> Instant:
    """Take an ``Instant`` or a zoned ``datetime``, as rows and values give them."""
    return value if isinstance(value, Instant) else Instant.at(_moment(value))


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError(type(value).__name__)
    return value
