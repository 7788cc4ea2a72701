"""What is played: a text is negotiated on the secretariat's node, and evidence crosses from one State to another."""

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from secrets import token_hex
from typing import Any

from comity.cli.demonstration.evidence import write_log
from comity.cli.demonstration.programme import Programme
from comity.cli.demonstration.stage import Player, SignIn, ask, raise_curtain
from comity.errors.demonstration import SceneFailed
from comity.words import Instant, Language

TITLE = "Draft convention"
_CERTIFIED = ("submission", "relay", "delivery")
_PATIENCE = "600"  # seconds in which a peer's worker must have done its part
_OFFICERS: Mapping[str, tuple[SignIn, ...]] = {
    "ZZ": (
        SignIn("secretariat", ("secretariat",)),
        SignIn("chair", ("chair",)),
        SignIn("delegate of Aldova", ("delegate",), of="XA"),
        SignIn("delegate of Borania", ("delegate",), of="XB"),
    ),
    "XA": (SignIn("duty", ("duty-officer",), "XA/duty"), SignIn("oversight", ("oversight",))),
    "XB": (SignIn("duty", ("duty-officer",), "XB/duty"), SignIn("oversight", ("oversight",))),
}
_TEXT = "draft-convention"  # as its address names it
_OPEN_TO_ALL, _ADDED = "Where data have been preserved", ", wherever they are established"
_PROPOSED = (
    "Where data have been preserved under Article 7, each State Party shall ensure that preservation is possible "
    f"regardless of whether one or more service providers took part in the transmission{_ADDED}."
)
_PARTY = """
[[instruments]]
id = "UNCC"
since = 2026-03-02

[requests]
languages = ["en", "fr"]
"""


class Play:
    """The scenes, in order. Each says what proves it, or raises."""

    def __init__(self, folder: Path, programme: Programme, *, size: int) -> None:
        self.folder, self.programme, self.size = folder, programme, size
        self.players = raise_curtain(folder)
        self.secretariat, self.asking, self.asked = (self.players[code] for code in ("ZZ", "XA", "XB"))
        self.reference = self.received = ""

    @property
    def scenes(self) -> list[tuple[str, Callable[[], str]]]:
        """The programme."""
        return [
            ("Three sovereign nodes are made, each with keys of its own", self.found),
            ("Officers are appointed", self.appoint),
            ("Two States pin one another's profile", self.pin),
            ("The nodes open their desks", self.start),
            ("Three drafts of a convention are read, bracket by bracket, the last in two languages", self.read),
            ("Aldova proposes words at the table, and Borania supports them", self.negotiate),
            ("Aldova asks Borania to preserve data", self.request),
            ("Borania's duty officer opens and accepts", self.accept),
            ("The data are preserved; Aldova announces its request for assistance", self.preserve),
            ("Borania takes the evidence into custody and discloses it sealed", self.disclose),
            ("The evidence crosses, every MiB verified as it lands", self.cross),
            ("Aldova opens every MiB again against the signed manifest", self.verify),
            ("A court verifies the whole story offline", self.court),
        ]

    def found(self) -> str:
        """Make the nodes, all at once."""

        def one(player: Player) -> str:
            kind = "secretariat" if player is self.secretariat else "state"
            named = [
                f"--also-named={tag}={name}" for tag, name in player.names.items() if tag != Language.ENGLISH
            ]
            words = ("--state", player.code, "--name", player.names[Language.ENGLISH], "--url", player.url)
            told = player.ask("node", "init", *words, "--kind", kind, *named, "--json")
            player.sign_ins.append(SignIn("administrator", ("administrator",), "", told["password"]))
            return f"{player.code} {told['fingerprint']}"

        with ThreadPoolExecutor() as pool:
            return "root keys " + ", ".join(pool.map(one, self.players.values()))

    def appoint(self) -> str:
        """Appoint the officers of each node; passwords are made anew at every run."""

        def one(player: Player) -> None:
            for office in _OFFICERS[player.code]:
                secret = token_hex(6)
                roles = [f"--role={role}" for role in office.roles]
                of = [f"--authority={office.authority}"] if office.authority else []
                of += [f"--of={office.of}"] if office.of else []
                words = ("node", "officer", "add", office.name, *roles, *of, "--password-file", "-", "--json")
                player.ask(*words, said=secret)
                player.sign_ins.append(SignIn(office.name, office.roles, office.authority, secret, office.of))

        with ThreadPoolExecutor() as pool:
            list(pool.map(one, self.players.values()))
        return f"{sum(len(player.sign_ins) for player in self.players.values())} offices, no person named"

    def pin(self) -> str:
        """Declare the two States Parties, and let each pin the other's profile after comparing its fingerprint."""

        def declare(player: Player) -> str:
            with (player.home / "node.toml").open("a", encoding="utf-8") as told:
                told.write(_PARTY)
            player.ask("profile", "sign", "--json")
            player.ask("profile", "export", str(player.home / "profile.jws"))
            return str(player.ask("profile", "show", "--json")["fingerprint"])

        def compare(player: Player, peer: Player, fingerprint: str) -> None:
            player.ask("profile", "pin", str(peer.home / "profile.jws"), "--fingerprint", fingerprint, "--json")

        pair = (self.asking, self.asked)
        with ThreadPoolExecutor() as pool:
            prints = list(pool.map(declare, pair))
            list(pool.map(compare, pair, pair[::-1], prints[::-1]))
        return "each profile is signed by its State's root key, and the fingerprints were compared"

    def start(self) -> str:
        """Start all nodes."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(Player.start, self.players.values()))
        return ", ".join(player.url for player in self.players.values())

    def read(self) -> str:
        """Import the three drafts, follow their convergence, and lay the Arabic words beside those of the last."""
        shares = [self._imported(f"draft-{number}.md") for number in (1, 2, 3)]
        _require(shares == sorted(shares, reverse=True), "text convergence", "the share does not fall")
        self._imported("draft-3.ar.md", "--language", "ar")
        return "words in brackets " + " → ".join(f"{share:.0%}" for share in shares) + "; round trips exact"

    def _imported(self, name: str, *words: str) -> float:
        """Import a draft; give the share of its words that stand in brackets."""
        with as_file(files("comity.reference") / "demonstration" / name) as draft:
            told = self.secretariat.ask(
                "text", "import", str(draft), "--of", TITLE, "--publish", *words, "--json"
            )
        _require(told["round_trip"] and not told["imbalances"], "text import", name)
        return float(told["figures"]["share_in_brackets"])

    def negotiate(self) -> str:
        """Open the second draft for negotiation; one delegation proposes words, another supports them."""
        self._at_the_table("open", "--draft", "2", "--as", "secretariat")
        lines = self._at_the_table("show", "--identities", "--as", "secretariat")
        place = next(line["provision"] for line in lines if line["words"].startswith(_OPEN_TO_ALL))
        words = ("--by", "XA", "--meeting", "2/1", "--as", "delegate of Aldova")
        (proposed,) = self._at_the_table("propose", place, _PROPOSED, *words)
        stance = ("support", "--by", "XB", "--meeting", "2/1", "--as", "delegate of Borania")
        (supported,) = self._at_the_table("position", str(proposed["number"]), *stance)
        whole = self._at_the_table("show", "--as", "chair")["reads"]
        _require(_ADDED in whole, "negotiation show", "the proposal does not stand in the text")
        return (
            f"acts {proposed['number']} and {supported['number']} of the log; every word answers who and when"
        )

    def _at_the_table(self, what: str, *words: str) -> Any:
        """Run a command on the negotiation of the text."""
        return self.secretariat.ask("negotiation", what, _TEXT, *words, "--json")

    def request(self) -> str:
        """Send the request, and wait until all that the other node certifies of it stands in our record."""
        file = self.folder / "request.json"
        file.write_text(json.dumps(_statements(self.asked)), encoding="utf-8")
        self.reference = self.asking.ask("request", "preserve", str(file), "--json")["reference"]
        sent = self._wait(self.asking, self.reference, "delivered")
        _require(len(sent["story"][-1]["receipts"]) == len(_CERTIFIED), "request wait", "a receipt is missing")
        listed = self.asked.ask("request", "list", "--json")
        _require(len(listed) == 1, "request list", "exactly one request stands at the addressee")
        self.received = listed[0]["reference"]
        return "receipts: " + ", ".join(sent["story"][-1]["receipts"])

    def accept(self) -> str:
        """Open and accept; the sender gets a receipt of retrieval and the answer."""
        self.asked.ask("request", "open", self.received, "--json")
        order = ("--order", "-", "--json")
        self.asked.ask("request", "accept", self.received, *order, said="preservation order 12/2026")
        told = self._wait(self.asking, self.reference, "accepted")
        return f"answer in Aldova's record at entry {told['story'][-1]['entry']}"

    def preserve(self) -> str:
        """Preserve for at least sixty days; announce the request for assistance that disclosure needs."""
        until = self.asked.ask("request", "preserved", self.received, "--json")["preserved_until"]
        self._wait(self.asking, self.reference, "preserved")
        self.asking.ask("request", "announce", self.reference, "XA-MLA-2026-0007", "--json")
        self._wait(self.asked, self.received, "assistance")
        return f"preserved until {until}"

    def disclose(self) -> str:
        """Take a generated log into custody, seal it for the requester, disclose it."""
        log = self.folder / "connection-log.csv"
        write_log(log, self.size)
        conditions = self.folder / "conditions.txt"
        conditions.write_text("this case only", encoding="utf-8")
        words = ("--how", "-", "--conditions", str(conditions), "--json")
        how = "handed over by the provider under the order"
        self.asked.ask("request", "disclose", self.received, str(log), *words, said=how)
        log.unlink()
        conditions.unlink()
        item = self.asked.ask("request", "show", self.received, "--json")["evidence"][0]
        return f"{item['size']} octets under manifest {item['manifest'][:16]}…"

    def cross(self) -> str:
        """Wait until the evidence stands whole on the requester's node."""
        item = self._wait(self.asking, self.reference, "evidence")["evidence"][0]
        return "custody: " + ", ".join(step["event"].rsplit(":", 1)[-1] for step in item["custody"])

    def verify(self) -> str:
        """Open and hash every MiB once more, as an officer would before relying on it."""
        item = self.asking.ask("custody", "list", "--json")[0]
        told = self.asking.ask("custody", "verify", item["reference"], "--json")
        _require(told["custody"][-1]["result"] == "matches", "custody verify", "the evidence does not match")
        return f"{told['size']} octets match the manifest that Borania signed"

    def court(self) -> str:
        """Verify the bundle with no node and no database, under both fingerprints."""
        file = self.folder / "bundle.zip"
        self.asking.ask("request", "bundle", self.reference, "--out", str(file), "--json")
        pins = [
            f"--pin={player.code}={player.ask('profile', 'show', '--json')['fingerprint']}"
            for player in (self.asking, self.asked)
        ]
        log = self.folder / "opened.csv"
        item = self.asking.ask("custody", "list", "--json")[0]["reference"]
        words = ("--out", str(log), "--purpose", "-", "--json")
        self.asking.ask("custody", "open", item, *words, said="produced in court")
        nowhere = self.folder / "a-court-without-a-node"
        told = ask("verify", str(file), *pins, "--evidence", str(log), "--json", home=nowhere)
        log.unlink()
        _require(told["verified"] and not told["to_compare"], "verify", "a fingerprint is still to be compared")
        _require(not told["unwitnessed"] and not told["absent"], "verify", "an act lacks its receipt")
        counts = ", ".join(f"{step['count']} {step['name']}" for step in told["steps"])
        return f"{len(told['steps'])} steps held ({counts}) and the evidence is the one disclosed"

    def _wait(self, player: Player, reference: str, until: str) -> Any:
        return player.ask("request", "wait", reference, "--until", until, "--patience", _PATIENCE, "--json")


def _require(held: object, scene: str, said: str) -> None:
    if not held:
        raise SceneFailed(scene, said=said)


def _statements(to: Player) -> dict[str, Any]:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since, until = (str(Instant.at(today - timedelta(days=days))) for days in (20, 11))
    return {
        "to": f"{to.code}/duty",
        "basis": "UNCC 42",
        "language": "en",
        "urgent": True,
        "urgency": "The provider keeps connection logs for fourteen days only; the oldest lapse within hours.",
        "stage": "investigation",
        "offences": ["illegal-access", "interference-with-system"],
        "facts": (
            "Unknown persons entered the control system of a regional hospital through a stolen account and stopped "
            "its appointment service for two days. The account was then used from addresses in Borania."
        ),
        "data": [
            {
                "kind": "account",
                "value": "acct-4471@mail.example",
                "service": "mail.example",
                "since": since,
                "until": until,
                "categories": ["subscriber", "traffic"],
            },
        ],
        "relation": "The account received the stolen password one hour before the first intrusion and was read there.",
        "custodian": "The provider of mail.example, established in Borania.",
        "necessity": "The logs alone show from where the account was used, and they are deleted after fourteen days.",
        "assistance": ["disclosure"],
        "confidential": True,
        "silent": True,
    }
