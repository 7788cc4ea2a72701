"""Two wordings laid into one: what only the first says is struck, what only the second says is underlined."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from comity.committee.text.rules.differences import spans
from comity.committee.text.rules.words import Words, joined


def compared(before: Words, after: Words) -> SafeString:
    """Show how ``after`` differs from ``before``, word by word."""
    parts: list[SafeString] = []
    for kept, old_start, old_end, new_start, new_end in spans(before, after):
        old, new = joined(before[old_start:old_end]), joined(after[new_start:new_end])
        if kept:
            gap = " " if old[-1:].isspace() and not new[-1:].isspace() and old_end < len(before) else ""
            parts.append(format_html("{}{}", new, gap))
            continue
        if old:
            parts.append(format_html("<del>{}</del>{}", old.strip(), " " if old[-1:].isspace() or new else ""))
        if new:
            parts.append(format_html("<ins>{}</ins>{}", new.strip(), " " if new[-1:].isspace() else ""))
    return format_html_join("", "{}", ((part,) for part in parts))
