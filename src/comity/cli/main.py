"""The command ``comity``: one file per group of commands, each loaded only when it is called."""


def main() -> None:
    """Run the command line."""
