"""What an import tells of a draft, as plain values: for the command line, the API and the record.

* Every square bracket is counted, by what it is for; the sums are the counts of the characters.
* Every place of imbalance is told by line, column and provision.
* The round trip is made and compared, not assumed.
"""

from collections.abc import Mapping

from comity.committee.text.rules.brackets import Use, count_signs
from comity.committee.text.rules.convergence import Convergence, heading
from comity.committee.text.rules.draft import Draft, printed
from comity.committee.text.rules.figures import Figures, articles, count, kinds, roll_up, total
from comity.committee.text.rules.identity import address

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


def import_report(draft: Draft) -> dict[str, Plain]:
    """Tell of one draft: figures, brackets, imbalances, articles, round trip."""
    own = count(draft)
    rolled = roll_up(draft, own)
    every: list[Plain] = [
        {
            "heading": heading(draft, place),
            "line": draft.provisions[place].line,
            **figures_report(rolled[place]),
        }
        for place in articles(draft)
    ]
    return {
        "title": draft.title(),
        "characters": len(draft.source),
        "round_trip": printed(draft) == draft.source,
        "signs": signs_report(draft),
        "imbalances": imbalance_report(draft),
        "provisions": {"total": sum(1 for _ in draft.negotiated()), **dict(sorted(kinds(draft).items()))},
        "figures": figures_report(total(own)),
        "articles": every,
    }


def signs_report(draft: Draft) -> dict[str, Plain]:
    """Count the characters ``[`` and ``]``, all and by use."""
    counts = count_signs(draft.brackets, draft.source)
    by_use: dict[str, Plain] = {
        use.value: {"[": counts[use]["["], "]": counts[use]["]"]} for use in Use if counts[use].total()
    }
    return {
        "[": sum(each["["] for each in counts.values()),
        "]": sum(each["]"] for each in counts.values()),
        "by_use": by_use,
    }


def imbalance_report(draft: Draft) -> list[Plain]:
    """Tell where a bracket has no partner."""
    return [
        {
            "sign": one.sign,
            "line": one.place.line,
            "column": one.place.column,
            "provision": address(draft, one.provision),
        }
        for one in draft.imbalances()
    ]


def figures_report(figures: Figures) -> dict[str, Plain]:
    """Give figures by name; shares are rounded to a tenth of a per mille."""
    return {
        "words": figures.words,
        "words_in_brackets": figures.in_brackets,
        "words_in_options": figures.in_options,
        "words_open": figures.open,
        "words_ad_referendum": figures.ad_referendum,
        "share_in_brackets": round(figures.share_in_brackets, 4),
        "share_open": round(figures.share_open, 4),
        "brackets": figures.brackets,
        "depth": figures.depth,
        "options": figures.options,
        "alternatives": figures.alternatives,
        "placeholders": figures.placeholders,
    }


def convergence_report(found: Convergence, names: Mapping[int, str]) -> dict[str, Plain]:
    """Tell how a text converges; ``names`` are the names of the drafts by number."""
    title = {each.id: each.heading for each in found.articles}
    stages: list[Plain] = [
        {
            "draft": stage.number,
            "name": names.get(stage.number, ""),
            **figures_report(stage.figures),
            "newly_agreed": [title[each] for each in stage.newly_agreed],
            "newly_opened": [title[each] for each in stage.newly_opened],
            "still_open": [title[each] for each in stage.still_open],
            "new": [title[each] for each in stage.new],
            "dropped": [title[each] for each in stage.dropped],
        }
        for stage in found.stages
    ]
    every: list[Plain] = [
        {
            "id": each.id,
            "heading": each.heading,
            "share_open": [None if one is None else round(one.share_open, 4) for one in each.figures],
            "share_in_brackets": [
                None if one is None else round(one.share_in_brackets, 4) for one in each.figures
            ],
            "words": [None if one is None else one.words for one in each.figures],
        }
        for each in found.articles
    ]
    return {"drafts": stages, "articles": every}
