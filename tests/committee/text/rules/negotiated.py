"""Negotiating texts drawn at random: headings, numbers, options, brackets in and out of balance, six scripts."""

from hypothesis import strategies as st

LINES = st.sampled_from(
    [
        "# A title",
        "## Preamble",
        "## Chapter I. General",
        "### Section 1",
        "#### Article 1",
        "#### Article 2. Use of terms",
        "#### Use of terms",
        "### المادة 3",
        "第一条 宗旨",
        "Annex",
        "*Recalling* the Charter,",
        "1. Each State Party [shall][should] adopt measures [without delay (XA, XB)].",
        "1 bis. [A new paragraph (XC)]",
        "2. [Text (XA; del. XB)] [agreed ad referendum]",
        "   (a) To [prevent [and combat] (XD)];",
        "      (i) such acts;",
        "(b) [...]",
        "   **Option 1:** [one thing (XA)]",
        "   **Option 2:** another thing",
        "Option 3 (XA): a third",
        "Plain words that [never close",
        "and ] close here & there <b>tag</b>",
        "[^1]: a note",
        "- [ ] a dash",
        "---",
        "{: .class}",
        "[name]: https://example.org/x",
        "words with a [link](https://example.org/x) and a mark[^1]",
        "各缔约国[应]采取措施。",
        "تتخذ كل دولة طرف [التدابير (XA)]",
        "\ufeff   ",
        "",
        "",
    ]
)
ENDS = st.sampled_from(["\n", "\n", "\r\n", "\r"])


@st.composite
def negotiating_texts(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.tuples(LINES, ENDS), max_size=14))
    return "".join(line + end for line, end in lines)
