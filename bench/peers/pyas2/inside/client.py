"""Send messages with the peer's library alone.

Each line ``<bytes>`` on standard input asks for one exchange; the answer is its seconds. It is over when the
signed receipt is verified and says "processed". The sender keeps its keys loaded and its connection open, and
writes nothing to disk: it does less than our sender, never more.
"""

import os
import sys
import time
from pathlib import Path

import requests
from pyas2lib import Mdn, Message, Organization, Partner

HOME = Path(os.environ["PEER_HOME"]).parent


def parties() -> tuple[Organization, Partner]:
    """Load the sender's key and the receiver's certificate."""
    key = (HOME / "sender.pem").read_bytes()
    certificate = (HOME / "receiver.crt").read_bytes()
    sender = Organization(
        as2_name="sender",
        sign_key=key,
        sign_key_pass="throwaway",
        decrypt_key=key,
        decrypt_key_pass="throwaway",
        domain="localhost",
    )
    receiver = Partner(
        as2_name="receiver",
        verify_cert=certificate,
        encrypt_cert=certificate,
        sign=True,
        digest_alg="sha256",
        encrypt=True,
        enc_alg="aes_256_cbc",
        mdn_mode="SYNC",
        mdn_digest_alg="sha256",
    )
    return sender, receiver


def exchange(
    session: requests.Session, url: str, sender: Organization, receiver: Partner, payload: bytes
) -> None:
    """Sign, encrypt, post, and verify the signed receipt that comes back."""
    message = Message(sender, receiver)
    message.build(payload, filename="request.json", content_type="application/octet-stream")
    answer = session.post(url, data=message.content, headers=message.headers, timeout=600)
    answer.raise_for_status()
    receipt = Mdn()
    headers = "".join(f"{name}: {value}\n" for name, value in answer.headers.items())
    status, detail = receipt.parse(headers.encode() + b"\n" + answer.content, lambda *_: message)
    if status != "processed" or detail or receipt.digest_alg != "sha256":
        raise SystemExit(f"the peer's receipt does not hold: {status} {detail}")


def main() -> None:
    """Answer one line for each line."""
    sender, receiver = parties()
    url = os.environ["PEER_URL"]
    with requests.Session() as session:
        for line in sys.stdin:
            payload = os.urandom(int(line) * 3 // 4 + 3).hex()[: int(line)].encode()
            since = time.perf_counter()
            exchange(session, url, sender, receiver, payload)
            print(time.perf_counter() - since, flush=True)


main()
