"""Rows of requests: how each stands on this node, and its story."""

from typing import Any, ClassVar, cast

from django.db import models

from comity.node.fields import instant
from comity.regime.requests.rules.clocks import Clock, Pause, answer_clock
from comity.regime.requests.rules.content import Content
from comity.regime.requests.rules.life import ENDED, FINISHED, Event, Side, State
from comity.regime.requests.rules.reading import Body
from comity.regime.requests.rules.standing import Standing
from comity.regime.requests.rules.statements import print_content, read_content
from comity.words import Article, AuthorityId, Instant


def _words(members: type[Side] | type[State]) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in members]


class Request(models.Model):
    """A request that this node drafts, has sent, or has received."""

    reference = models.CharField(max_length=24, unique=True)
    thread = models.CharField(max_length=64, blank=True, db_index=True)
    side = models.CharField(max_length=9, choices=_words(Side))
    state = models.CharField(max_length=10, choices=_words(State))
    ours = models.CharField(max_length=64)
    theirs = models.CharField(max_length=64, blank=True)
    content = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    opened: Instant = instant()  # when the draft was opened here, or the request received
    sent: Instant | None = instant(null=True)
    answer_due: Instant | None = instant(null=True)
    answered: Instant | None = instant(null=True)
    preserved_since: Instant | None = instant(null=True)
    preserved_until: Instant | None = instant(null=True)
    assistance = models.CharField(max_length=256, blank=True)
    changed: Instant = instant()

    class Meta:
        ordering: ClassVar = ["-changed"]
        indexes: ClassVar = [models.Index(fields=["side", "state", "answer_due"], name="desk_by_clock")]

    def __str__(self) -> str:
        return self.reference

    @property
    def standing(self) -> Standing:
        """The value that the rules and the access table read."""
        return Standing(
            reference=self.reference,
            thread=self.thread,
            side=Side(self.side),
            state=State(self.state),
            ours=AuthorityId(self.ours),
            theirs=AuthorityId(self.theirs) if self.theirs else None,
        )

    @property
    def statements(self) -> Content:
        """What the request states."""
        return read_content(self.content)

    def state_all(self, content: Content) -> None:
        """Take over what ``content`` states; it is written by whoever saves the row."""
        self.content = print_content(content)
        self.urgent = bool(content.urgent)
        self.theirs = content.to or ""

    @property
    def basis(self) -> Article | None:
        """The article it rests on."""
        return self.statements.basis

    @property
    def is_received(self) -> bool:
        """Whether this node is asked."""
        return self.side == Side.REQUESTED

    @property
    def is_finished(self) -> bool:
        """Whether nothing is awaited any more."""
        return self.state in FINISHED

    @property
    def has_ended(self) -> bool:
        """Whether nothing can follow."""
        return self.state in ENDED

    def answer_clock(self) -> Clock:
        """Return the clock in which the duty desk answers, with the times for which it stood still."""
        plain = answer_clock(self.opened, urgent=self.urgent)
        return Clock(
            name=plain.name,
            start=plain.start,
            length=plain.length,
            pauses=self._pauses(),
            stopped=self.answered,
        )

    def _pauses(self) -> tuple[Pause, ...]:
        pauses: list[Pause] = []
        for line in self.story.all():
            if line.event == Event.MORE_ASKED:
                pauses.append(Pause(line.at))
            elif line.event == Event.MORE_SUPPLIED and pauses and pauses[-1].until is None:
                pauses[-1] = Pause(pauses[-1].since, line.at)
        if pauses and pauses[-1].until is None and self.answered is not None:
            pauses[-1] = Pause(pauses[-1].since, self.answered)
        return tuple(pauses)


class Line(models.Model):
    """One line of a request's story: what happened, when, by whose hand, by which act."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="story")
    event = models.CharField(max_length=64)
    at: Instant = instant()
    by = models.CharField(max_length=128)
    authority = models.CharField(max_length=64)
    body = models.JSONField(default=dict)
    act = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.event

    @property
    def told(self) -> Body:
        """The body of the act, as it was read and checked when it came."""
        return cast("dict[str, Any]", self.body)
