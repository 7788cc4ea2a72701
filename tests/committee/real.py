"""The three states of a real negotiated text, the oldest first."""

NEGOTIATION = (
    "negotiation/unfccc_agreement_23-oct-2015.md",
    "negotiation/unfccc_agreement_4-dec-2015.md",
    "negotiation/unfccc_agreement_12-dec-2015.md",
)
