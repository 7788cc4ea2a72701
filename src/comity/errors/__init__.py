"""Every way Comity says no, as one tree, split by who must act.

    ComityError
    ├── SenderError            whoever gave us this must mend it
    │   ├── Malformed          it cannot be read: the place says where
    │   ├── Unproved           a proof does not hold: nothing of it may be used
    │   ├── Forbidden          it is read and proved, but a rule or the access table says no
    │   ├── Conflicting        it came twice, too late, too early, or contradicts what stands
    │   └── Excessive          it is over a limit of the table of limits
    ├── PeerError              another node did not do its part: we try again, or its operator must act
    ├── OperatorError          whoever runs this installation must act
    └── ProgrammerError        we made a mistake: nobody else can mend it

Leaf classes stand in this folder, one file per area. A class's code is its name in kebab case. It goes on the
wire and into the record and is never given another meaning. The sentences (what is wrong, what to do) stand in
``reference/errors/<area>.toml`` under that code, in six languages. ``facts`` fill the sentences; they never
hold the content of a case, and never a secret.
"""

import re
from typing import ClassVar


class ComityError(Exception):
    """A refusal: its code, the place it speaks of, and the facts that its sentence names."""

    code: ClassVar[str] = "comity-error"

    def __init__(self, place: object = "", /, **facts: object) -> None:
        super().__init__(place)
        self.place = str(place)
        self.facts = facts

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def __str__(self) -> str:
        facts = "; ".join(f"{name}: {fact}" for name, fact in self.facts.items())
        return self.code + (f" at {self.place}" if self.place else "") + (f" ({facts})" if facts else "")


class SenderError(ComityError):
    """Whoever gave us this must mend it."""


class PeerError(ComityError):
    """Another node did not do its part."""


class OperatorError(ComityError):
    """Whoever runs this installation must act."""


class ProgrammerError(ComityError):
    """We made a mistake."""


class Malformed(SenderError):
    """It cannot be read; the place says where."""


class Unproved(SenderError):
    """A proof does not hold; nothing of it may be used."""


class Forbidden(SenderError):
    """A rule or the access table says no."""


class Conflicting(SenderError):
    """It came twice, too late, too early, or contradicts what stands."""


class Excessive(SenderError):
    """It is over a limit."""
