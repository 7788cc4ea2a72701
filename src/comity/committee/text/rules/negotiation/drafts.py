"""The Chair issues a draft, and every open proposal is carried onto a revised one.

* A draft names its provisions in the order of the text, each after the one it stands under. Their numbers are counted
  anew: divisions and articles through the whole text, paragraphs within what holds them.
* In a revised draft a provision is known by its identity. Words that are kept keep their numbers, and so their history;
  words that an open proposal offered and the draft now has in its place are that proposal's words: it is taken up.
* A draft does not change what is agreed: agreed words are reopened first.                              twn.my hi250206
* A provision that the draft leaves out is struck; one that is only proposed stays proposed.
* Every proposal and every bracket open before a revised draft is in one of three piles after it: untouched, changed
  (with the words before and now), or returned to those who made it, with the reason. Nothing vanishes unseen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import ROOT, Entry, Given, Issue, ProvisionId
from comity.committee.text.rules.negotiation.carrying import renumbered
from comity.committee.text.rules.negotiation.proposals import require_open_text
from comity.committee.text.rules.negotiation.state import (
    Carried,
    Matter,
    Pile,
    Provision,
    Reason,
    Standing,
    Status,
    Version,
    WordId,
    brought_by,
    walk,
    word_ids,
)
from comity.committee.text.rules.negotiation.worktable import Desk, Worktable
from comity.committee.text.rules.words import Words
from comity.errors.text import AgreedWordsChanged, DraftOutOfTurn, MalformedDraft

_THROUGH = frozenset({Kind.CHAPTER, Kind.ARTICLE, Kind.ANNEX})  # counted through the whole text


@dataclass(slots=True)
class _Carrying:
    """What has been carried so far, and how many words the draft has brought."""

    entry: Entry
    fresh: int = 0
    piles: list[Carried] = field(default_factory=list)


def issue(table: Worktable, entry: Entry, act: Issue) -> None:
    """Take a draft."""
    require_open_text(table)
    if act.draft != table.now.draft + 1:
        raise DraftOutOfTurn(act.draft, expected=table.now.draft + 1)
    children = _children(act)
    ordinals = ordinals_of(act.provisions)
    carrying = _Carrying(entry)
    before = table.children
    for given in act.provisions:
        _lay(table, carrying, given, ordinals[given.id])
    named = frozenset(children) | {given.id for given in act.provisions}
    kept = _keep_proposed(table, carrying, before, named)
    children.update((name, []) for name in kept)
    table.children = {parent: tuple(_merged(before, names, kept, parent)) for parent, names in children.items()}
    piles = {**table.now.piles, act.draft: tuple(carrying.piles)} if table.now.draft else {}
    table.now = replace(table.now, draft=act.draft, language=act.language, piles=piles)


def _children(act: Issue) -> dict[ProvisionId, list[ProvisionId]]:
    """What stands under what, in order; every provision once, after the one that holds it."""
    children: dict[ProvisionId, list[ProvisionId]] = {ROOT: []}
    for given in act.provisions:
        if not given.id or given.id in children or given.parent not in children:
            raise MalformedDraft(given.id[:40])
        children[given.parent].append(given.id)
        children[given.id] = []
    if not act.provisions:
        raise MalformedDraft("*")
    return children


def ordinals_of(provisions: Iterable[Given]) -> Mapping[ProvisionId, int]:
    """Count provisions of each kind, through the text or within what holds them."""
    counts: dict[tuple[ProvisionId, Kind], int] = {}
    found: dict[ProvisionId, int] = {}
    for given in provisions:
        scope = (ROOT if given.kind in _THROUGH else given.parent, given.kind)
        counts[scope] = found[given.id] = counts.get(scope, 0) + 1
    return found


def _lay(table: Worktable, carrying: _Carrying, given: Given, ordinal: int) -> None:
    """Lay one provision of the draft on the table: new, or as it continues the one that stands."""
    entry = carrying.entry
    if given.id not in table.provisions:
        ids = word_ids(entry.number, len(given.words), first=carrying.fresh)
        carrying.fresh += len(ids)
        versions = (Version(entry.number, ids),)
        fresh = Provision(
            given.id,
            given.kind,
            given.parent,
            given.words,
            ids,
            ordinal=ordinal,
            number=given.number,
            versions=versions,
        )
        table.add(fresh, entry)
        return
    desk = table.desk(given.id, entry)
    _stand(desk, entry, carrying)
    _revise(desk, carrying, given.words)
    provision = desk.provision
    said = (given.kind, given.parent, ordinal, given.number, Standing.STANDS)
    if said == (
        provision.kind,
        provision.parent,
        provision.ordinal,
        provision.number,
        provision.standing,
    ):
        return
    desk.provision = replace(
        provision,
        kind=given.kind,
        parent=given.parent,
        ordinal=ordinal,
        number=given.number,
        standing=Standing.STANDS,
    )


def _stand(desk: Desk, entry: Entry, carrying: _Carrying) -> None:
    """If the provision was only proposed: the draft takes that proposal up."""
    number = desk.provision.proposal
    if desk.provision.standing is Standing.PROPOSED and number:
        proposal = desk.proposals[number]
        desk.proposals[number] = replace(
            proposal, status=Status.TAKEN_UP, closed=entry.number, reason=Reason.WORDS_STAND
        )
        carrying.piles.append(Carried(number, desk.provision.id, Pile.RETURNED, Reason.WORDS_STAND))


def _revise(desk: Desk, carrying: _Carrying, words: Words) -> None:
    """Give a provision the words of the draft, and carry what is open on it."""
    entry, provision = carrying.entry.number, desk.provision
    if words == provision.words:
        carrying.piles += [Carried(each.number, provision.id, Pile.UNTOUCHED) for each in desk.all_open()]
        return
    if provision.agreed:
        raise AgreedWordsChanged(provision.id, entry=provision.agreed)
    waiting = desk.all_open()
    ids, count = renumbered(provision.words, provision.ids, words, entry=entry, first=carrying.fresh)
    carrying.fresh += count
    taken, ids = _taken_up(desk, words, ids, entry)
    lost = next((word for word in provision.agreed_words if word not in set(ids)), None)
    if lost is not None:
        raise AgreedWordsChanged(provision.id, entry=provision.agreed_words[lost])
    for number in taken:
        desk.close(number, Status.TAKEN_UP, entry, Reason.WORDS_STAND)
    told = {number: (pile, stood) for number, pile, stood in desk.reword(words, ids, entry)}
    carrying.piles += [_carried(desk, each, told) for each in waiting]


def _carried(desk: Desk, each: Matter, told: Mapping[int, tuple[Pile, Words]]) -> Carried:
    """Say in which pile something lies that was open before the draft."""
    name = desk.provision.id
    now = desk.proposals.get(each.number) or desk.brackets[each.number]
    if not now.is_open:
        stood = _stood(told, each.number)
        return Carried(each.number, name, Pile.RETURNED, now.reason, stood)
    pile, stood = told.get(each.number, (Pile.UNTOUCHED, ()))  # what amends a proposal stands on its words
    if pile is not Pile.CHANGED:
        return Carried(each.number, name, pile)
    return Carried(each.number, name, pile, Reason.NONE, stood, desk.provision.words[now.start : now.end])


def _stood(told: Mapping[int, tuple[Pile, Words]], number: int) -> Words:
    """The words that something stood on before they changed."""
    return told[number][1] if number in told else ()


def _taken_up(
    desk: Desk, words: Words, ids: tuple[WordId, ...], entry: int
) -> tuple[list[int], tuple[WordId, ...]]:
    """Find the open proposals whose words the draft now has where they were offered; give them their words' numbers."""
    numbers = list(ids)
    places = {word: at for at, word in enumerate(ids)}
    taken: list[int] = []
    before = desk.provision.ids
    for each in desk.proposals.values():
        if not each.is_open or each.on or each.change is not None:
            continue
        left = -1 if each.start == 0 else places.get(before[each.start - 1])
        right = len(ids) if each.end == len(before) else places.get(before[each.end])
        if left is None or right is None or any(word in places for word in before[each.start : each.end]):
            continue
        between = slice(left + 1, right)
        offered = [word.strip() for word in each.words]
        if right > left and [word.strip() for word in words[between]] == offered:
            taken.append(each.number)
            if all(brought_by(word) == entry for word in numbers[between]):
                numbers[between] = each.ids
    return taken, tuple(numbers)


def _keep_proposed(
    table: Worktable,
    carrying: _Carrying,
    before: Mapping[ProvisionId, tuple[ProvisionId, ...]],
    named: frozenset[ProvisionId],
) -> set[ProvisionId]:
    """Keep what is only proposed where it still has a place; strike what the draft leaves out."""
    kept: set[ProvisionId] = set()
    for name in walk(before, ROOT):
        provision = table.look(name)
        if name in named or not provision.stands:
            continue
        desk = table.desk(name, carrying.entry)
        waiting = desk.all_open()
        proposed = provision.standing is Standing.PROPOSED
        if proposed and (provision.parent in named or provision.parent in kept):
            kept.add(name)
            carrying.piles += [Carried(each.number, name, Pile.UNTOUCHED) for each in waiting]
            continue
        if provision.agreed or provision.agreed_words:
            raise AgreedWordsChanged(name, entry=provision.agreed or max(provision.agreed_words.values()))
        desk.provision = replace(provision, standing=Standing.DROPPED if proposed else Standing.STRUCK)
        for each in list(desk.open_on(0)):
            desk.give_back(each, carrying.entry.number, Reason.PROVISION_GONE)
        carrying.piles += [_carried(desk, each, {}) for each in waiting]
    return kept


def _merged(
    before: Mapping[ProvisionId, tuple[ProvisionId, ...]],
    names: list[ProvisionId],
    kept: set[ProvisionId],
    parent: ProvisionId,
) -> list[ProvisionId]:
    """The provisions of the draft under ``parent``, with those only proposed after the ones they followed."""
    found = list(names)
    last = -1
    for name in before.get(parent, ()):
        if name in kept:
            last += 1
            found.insert(last, name)
        elif name in found:
            last = found.index(name)
    return found
