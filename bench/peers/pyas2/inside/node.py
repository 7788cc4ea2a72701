"""Send messages as the peer itself does from one installation to another, with its own ``sendas2message``.

Each line ``<bytes>`` on standard input asks for one exchange; the answer is its seconds. What the command does in a
process of its own is done here in one that lives on, its program loaded: the message is signed and encrypted, kept,
sent, and the signed receipt verified and kept.
"""

import os
import sys
import time
from uuid import uuid4

import django

django.setup()

from pyas2.models import Message, Organization, Partner
from pyas2lib import Message as As2Message


def exchange(payload: bytes) -> None:
    """Do as ``sendas2message`` does with a payload that was read."""
    sender = Organization.objects.get(as2_name="sender")
    receiver = Partner.objects.get(as2_name="receiver")
    message = As2Message(sender=sender.as2org, receiver=receiver.as2partner)
    message.build(
        payload,
        filename=f"{uuid4()}.json",
        subject=receiver.subject,
        content_type=receiver.content_type,
        disposition_notification_to="no-reply@example.com",
    )
    kept, _ = Message.objects.create_from_as2message(
        as2message=message, payload=payload, filename="request.json", direction="OUT", status="P"
    )
    kept.send_message(message.headers, message.content)
    if kept.status != "S" or not kept.mdn.signed:
        raise SystemExit(f"the peer's receipt does not hold: {kept.status} {kept.detailed_status}")


def main() -> None:
    """Answer one line for each line."""
    for line in sys.stdin:
        payload = os.urandom(int(line) * 3 // 4 + 3).hex()[: int(line)].encode()
        since = time.perf_counter()
        exchange(payload)
        print(time.perf_counter() - since, flush=True)


main()
