"""Two small treaties and a draft, written for tests."""

OLD = b"""# An editor's heading

## Convention on Example Matters

### Article 1

#### Statement of purpose

The purpose of this Convention is to promote cooperation against example offences.

### Article 2

#### Protection of sovereignty

1. States Parties shall carry out their obligations under this Convention in a manner consistent with the principles of
sovereign equality and territorial integrity of States.

2. Nothing in this Convention entitles a State Party to undertake in the territory of another State the exercise of
jurisdiction.

### Article 3

#### Entry into force

1. This Convention shall enter into force on the ninetieth day after the date of deposit of the fortieth instrument of
ratification, acceptance, approval or accession.

(a) Nothing more.
"""

OTHER = b"""# Treaty on Other Matters

### Article 1

#### Respect for sovereignty

States Parties shall carry out their obligations in a manner consistent with the principles of sovereign equality of
States.

### Article 7

#### Entry into force

This Convention shall enter into force on the thirtieth day after the date of deposit of the twentieth instrument of
ratification or accession.
"""

DRAFT = """# Draft

## Article 1. Sovereignty

1. States Parties [shall][should (XA)] carry out their obligations under this Convention in a manner consistent with the
principles of sovereign equality of States.

2. [agreed ad referendum] Nothing in this Convention entitles a State Party to undertake in the territory of another
State the exercise of jurisdiction and performance of functions.

## Article 2. Something else

Fishing vessels fly flags.
"""
