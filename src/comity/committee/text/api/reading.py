"""Operations that only read a text: how far it is, what would remain, its languages, what changed between drafts."""

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from comity.committee.text.models import draft_of, figures, follow_text, history, log_of, text_of
from comity.committee.text.models.changing import changed
from comity.committee.text.rules.figures import Figures
from comity.committee.text.rules.negotiation.acts import ROOT
from comity.committee.text.rules.negotiation.expressions import queue
from comity.committee.text.rules.negotiation.lifting import pivotal, remaining
from comity.committee.text.rules.negotiation.meetings import by_session
from comity.committee.text.rules.negotiation.progress import (
    Shares,
    forecast,
    nearest,
    oldest,
    progress,
)
from comity.node.middleware import actor_of
from comity.words import Language

reading = Router(auth=None, tags=["text"])
_OLDEST, _NEAREST = 20, 10


class FiguresTold(Schema):
    """How far words are agreed; shares from 0 to 1."""

    words: int
    in_brackets: int
    in_options: int
    open: int
    ad_referendum: int
    share_in_brackets: float
    share_open: float
    brackets: int
    depth: int
    options: int
    alternatives: int
    placeholders: int


class StageTold(Schema):
    """One draft and what changed since the one before; articles by identity."""

    number: int
    figures: FiguresTold
    newly_agreed: list[str]
    newly_opened: list[str]
    still_open: list[str]
    new: list[str]
    dropped: list[str]


class FollowedTold(Schema):
    """One article through the drafts; null where it does not stand."""

    id: str
    heading: str
    share_open: list[float | None]
    words: list[int | None]


class ConvergenceTold(Schema):
    """A text through its drafts."""

    stages: list[StageTold]
    articles: list[FollowedTold]


class SharesTold(Schema):
    """Words of a text by what they are."""

    words: int
    agreed: int
    free: int
    bracketed: int
    alternatives: int


class SessionTold(Schema):
    """The whole text at the end of a session, and its clusters by their identity."""

    session: str
    shares: SharesTold
    clusters: dict[str, SharesTold]


class OpenTold(Schema):
    """A proposal or bracket that is open: its number, where, who opened it, when."""

    number: int
    provision: str
    by: str
    at: str
    meeting: str


class ForecastTold(Schema):
    """Meetings until nothing is open, and the range in which four of five would fall; null where none can be named."""

    steps: int
    meetings: int | None
    earliest: int | None
    latest: int | None


class ProgressTold(Schema):
    """How far a negotiation is; provisions by their identity, with all that stands under each."""

    whole: SharesTold
    provisions: dict[str, SharesTold]
    sessions: list[SessionTold]
    oldest: list[OpenTold]
    nearest: list[str]
    forecast: ForecastTold


class RemainingTold(Schema):
    """A supposition: the shares before and after, the provisions it would change, and those it would free."""

    before: SharesTold
    after: SharesTold
    changed: list[str]
    freed: list[str]
    pivotal: dict[str, int]


class WaitingTold(Schema):
    """An agreed provision whose expression in one language is not confirmed, and why."""

    provision: str
    language: str
    consistency: str


class ArticleChangeTold(Schema):
    """What became of an article from one draft to another, in words; null places say that it is new, or dropped."""

    id: str
    old: int | None
    new: int | None
    kept: int
    deleted: int
    inserted: int


def _told(shares: Shares) -> SharesTold:
    return SharesTold(
        words=shares.words,
        agreed=shares.agreed,
        free=shares.free,
        bracketed=shares.bracketed,
        alternatives=shares.alternatives,
    )


@reading.get("/{slug}/negotiation/progress", response=ProgressTold)
def tell_progress(request: HttpRequest, slug: str) -> ProgressTold:
    """Tell how far a negotiation is, by provision and by session, with what is oldest, nearest and foreseen."""
    here = log_of(actor_of(request), text_of(slug))
    counted = figures(here)
    shares, done = counted.shares, counted.meetings
    foreseen = forecast([each.shares.share_open for each in done])
    return ProgressTold(
        whole=_told(shares[ROOT]),
        provisions={name: _told(each) for name, each in shares.items() if name != ROOT},
        sessions=[
            SessionTold(
                session=each.session,
                shares=_told(each.shares),
                clusters={name: _told(cluster) for name, cluster in each.clusters.items()},
            )
            for each in by_session(done)
        ],
        oldest=[
            OpenTold(
                number=each.number,
                provision=each.provision,
                by=each.entry.by,
                at=str(each.entry.at),
                meeting=each.entry.meeting,
            )
            for each in oldest(here.text, here.log, _OLDEST)
        ],
        nearest=list(nearest(here.text, shares, _NEAREST)),
        forecast=ForecastTold(
            steps=foreseen.steps,
            meetings=foreseen.meetings,
            earliest=foreseen.earliest,
            latest=foreseen.latest,
        ),
    )


@reading.get("/{slug}/negotiation/remaining", response=RemainingTold)
def tell_remaining(request: HttpRequest, slug: str, by: str = "") -> RemainingTold:
    """Tell what would remain if those in ``by``, parted by commas, gave way; and who alone could free provisions."""
    here = log_of(actor_of(request), text_of(slug))
    found = remaining(here.text, [each for each in by.split(",") if each])
    return RemainingTold(
        before=_told(progress(found.before)[ROOT]),
        after=_told(progress(found.after)[ROOT]),
        changed=list(found.changed),
        freed=list(found.freed),
        pivotal=pivotal(here.text),
    )


@reading.get("/{slug}/negotiation/waiting", response=list[WaitingTold])
def tell_waiting(request: HttpRequest, slug: str, language: str = "") -> list[WaitingTold]:
    """List what is agreed and waits to be confirmed, in one language or in all."""
    here = log_of(actor_of(request), text_of(slug))
    wanted = set(Language) if not language else {Language(language)}
    return [
        WaitingTold(provision=each.provision, language=each.language, consistency=each.consistency)
        for each in queue(here.text.negotiation)
        if each.language in wanted
    ]


@reading.get("/{slug}/{language}/{int:old}/changes/{int:new}", response=list[ArticleChangeTold])
def tell_changes(request: HttpRequest, slug: str, language: str, old: int, new: int) -> list[ArticleChangeTold]:
    """Tell what became of every article from one draft to another."""
    actor, spoken = actor_of(request), Language(language)
    found = changed(draft_of(actor, slug, spoken, old), draft_of(actor, slug, spoken, new))
    return [
        ArticleChangeTold(
            id=each.id,
            old=each.old,
            new=each.new,
            kept=each.tally.kept,
            deleted=each.tally.deleted,
            inserted=each.tally.inserted,
        )
        for each in found
    ]


@reading.get("/{slug}/{language}/convergence", response=ConvergenceTold)
def convergence(request: HttpRequest, slug: str, language: str) -> ConvergenceTold:
    """Follow a text through its drafts."""
    rows = history(actor_of(request), text_of(slug), Language(language))
    if not rows:
        raise Http404(slug)
    found = follow_text(rows)
    stages = [
        StageTold(
            number=row.number,
            figures=figures_told(stage.figures),
            newly_agreed=list(stage.newly_agreed),
            newly_opened=list(stage.newly_opened),
            still_open=list(stage.still_open),
            new=list(stage.new),
            dropped=list(stage.dropped),
        )
        for row, stage in zip(rows, found.stages, strict=True)
    ]
    followed = [
        FollowedTold(
            id=one.id,
            heading=one.heading,
            share_open=[None if each is None else each.share_open for each in one.figures],
            words=[None if each is None else each.words for each in one.figures],
        )
        for one in found.articles
    ]
    return ConvergenceTold(stages=stages, articles=followed)


def figures_told(figures: Figures) -> FiguresTold:
    """Print figures."""
    return FiguresTold(**{name: getattr(figures, name) for name in FiguresTold.model_fields})
