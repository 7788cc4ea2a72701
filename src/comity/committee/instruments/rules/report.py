"""Comparisons and measurements told in plain values, for programs: numbers, words, lists, objects."""

from comity.committee.instruments.rules.articles import Article
from comity.committee.instruments.rules.comparing import Comparison, compare
from comity.committee.instruments.rules.library import Library, Match
from comity.committee.instruments.rules.measuring import Quality
from comity.committee.text.rules.report import Plain


def quality_report(quality: Quality) -> dict[str, Plain]:
    """Tell how good the matching is, and which labels it missed."""
    return {
        "source": quality.source,
        "target": quality.target,
        "articles": quality.articles,
        "labels": len(quality.pairs),
        "declared": quality.declared,
        "declared_in_all": quality.declared_in_all,
        "right": quality.right,
        "precision": quality.precision,
        "recall": quality.recall,
        "strict_precision": quality.strict_precision,
        "recall_among_three": quality.recall_among_few,
        "missed": [
            {
                "article": f"{quality.source} {pair.article.number}",
                "title": pair.article.title,
                "wanted": f"{quality.target} {pair.wanted.number}",
                "nearest": f"{quality.target} {pair.found.number}" if pair.found else None,
                "nearness": round(pair.nearness, 4),
            }
            for pair in quality.pairs
            if not pair.right
        ],
    }


def article_report(article: Article, shelf: Library, *, count: int) -> dict[str, Plain]:
    """Tell which articles are nearest to ``article``, with what it changes, and the nearest of each paragraph."""
    paragraphs: list[Plain] = []
    for clause, words in article.paragraphs():
        match = shelf.nearest_paragraph(words)
        told: Plain = None
        if match:
            told = {"citation": match.citation, "nearness": round(match.nearness, 4)}
        paragraphs.append({"label": clause.label, "words": clause.words, "nearest": told})
    return {
        "number": article.number,
        "heading": article.heading,
        "nearest": [match_report(match, article) for match in shelf.nearest(article.words, count=count)],
        "paragraphs": paragraphs,
    }


def match_report(match: Match, article: Article) -> dict[str, Plain]:
    """Tell of one article near to ``article``, word by word."""
    comparison = compare(match.article, article)
    return {
        "citation": match.citation,
        "title": match.article.title,
        "nearness": round(match.nearness, 4),
        "faint": match.faint,
        "because": list(match.because),
        "likeness": round(comparison.likeness, 4),
        "rows": rows_report(comparison),
    }


def rows_report(comparison: Comparison) -> list[Plain]:
    """Tell the rows of a comparison: labels on either side, and the pieces between."""
    return [
        {
            "old": row.old.label if row.old else None,
            "new": row.new.label if row.new else None,
            "pieces": [{"fate": piece.fate.value, "words": piece.text} for piece in row.difference.pieces],
        }
        for row in comparison.rows
    ]
