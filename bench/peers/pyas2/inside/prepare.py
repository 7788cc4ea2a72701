"""Make the peer's database: its own organization, and the one partner that will write to it."""

import os
from pathlib import Path

import django
from django.core.management import call_command

django.setup()

from pyas2.models import Organization, Partner, PrivateKey, PublicCertificate

HOME = Path(os.environ["PEER_HOME"])


def main() -> None:
    """Migrate, then write the rows that a person would enter in the peer's own pages."""
    (HOME / "files").mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    key = PrivateKey(name="receiver", key=(HOME / "receiver.pem").read_bytes(), key_pass="throwaway")
    key.save()
    Organization.objects.create(name="Receiver", as2_name="receiver", encryption_key=key, signature_key=key)
    certificate = PublicCertificate(name="sender", certificate=(HOME / "sender.crt").read_bytes())
    certificate.save()
    Partner.objects.create(
        name="Sender",
        as2_name="sender",
        target_url="http://127.0.0.1:1/",
        encryption="aes_256_cbc",
        encryption_cert=certificate,
        signature="sha256",
        signature_cert=certificate,
        mdn=True,
        mdn_mode="SYNC",
        mdn_sign="sha256",
    )


main()
