"""Electronic evidence: intake, seal, custody, transfer, disclosure."""
