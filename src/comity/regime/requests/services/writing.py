"""What every deed on a request shares: holding the row, taking the step, writing the line of the story."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from comity.access import Actor
from comity.errors.requests import NotTheAddressee
from comity.foundation.envelopes import Act, canonical
from comity.node.acts import Writer, acting
from comity.node.capabilities import held
from comity.regime.requests.models import Line, Request
from comity.regime.requests.rules.bodies import KINDS
from comity.regime.requests.rules.life import STEPS, Deed, Event, advance
from comity.regime.requests.rules.reading import Body
from comity.words import Article, AuthorityId, Digest


@dataclass(frozen=True, slots=True)
class Doing:
    """A deed that is being done to a request whose row is held."""

    act: Writer
    request: Request
    deed: Deed

    @property
    def event(self) -> Event:
        """What the record will say."""
        return STEPS[self.deed].event

    def tell(self, body: Body, *, basis: Sequence[Article] = (), evidence: Sequence[Digest] = ()) -> Act:
        """Send the act of this deed to the other side, and write the line and the entry that say so."""
        standing = self.request.standing
        if standing.theirs is None:
            raise NotTheAddressee("to", act=self.deed, side=standing.side)
        sent = self.act.send(
            kind=KINDS[self.deed],
            sender=standing.ours,
            to=[standing.theirs],
            thread=standing.thread or None,
            basis=basis or self._basis(),
            body=body,
            evidence=evidence,
        )
        self.request.thread = sent.thread
        self._write(body, sent.id)
        self.act.record(self.event, about=sent.thread)
        return sent

    def keep(self, body: Body, content: bytes = b"") -> None:
        """Write the line and the entry of a deed that tells nobody."""
        self._write(body, "")
        self.act.record(self.event, content or canonical(body), about=self.request.thread)

    def _write(self, body: Body, act: str) -> None:
        self.request.changed = self.act.at
        self.request.save()
        write_line(self.act, self.request, self.event, body, authority=self.request.ours, told=act)

    def _basis(self) -> tuple[Article, ...]:
        basis = self.request.basis
        return (basis,) if basis else ()


@contextmanager
def doing(actor: Actor, deed: Deed, request: Request) -> Iterator[Doing]:
    """Do ``deed`` to ``request`` if ``actor`` may and its life allows it now; one transaction, one entry."""
    with acting(actor, f"requests.{deed}", request.standing) as act:
        row = held(Request.objects.filter(pk=request.pk)).get()
        row.state = advance(row.standing.state, deed, side=row.standing.side)
        yield Doing(act, row, deed)
    request.refresh_from_db()


def write_line(
    act: Writer,
    request: Request,
    event: Event,
    body: Body,
    *,
    authority: AuthorityId | str,
    told: str = "",
    by: str = "",
) -> Line:
    """Write the next line of a request's story; ``told`` is the act that says it to the other side."""
    return Line.objects.create(
        request=request,
        event=event,
        at=act.at,
        by=by or act.actor.name,
        authority=authority,
        body=body,
        act=told,
    )
