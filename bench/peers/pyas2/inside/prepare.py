"""Make the database of one of the peer's two installations: its own organization, and the other as its partner."""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

django.setup()

from pyas2.models import Organization, Partner, PrivateKey, PublicCertificate

HOME = Path(os.environ["PEER_HOME"])


def main() -> None:
    """Migrate, then write the rows that a person would enter in the peer's own pages."""
    own, other = sys.argv[1:]
    (HOME / "files").mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    key = PrivateKey(name=own, key=(HOME.parent / f"{own}.pem").read_bytes(), key_pass="throwaway")
    key.save()
    Organization.objects.create(name=own, as2_name=own, encryption_key=key, signature_key=key)
    certificate = PublicCertificate(name=other, certificate=(HOME.parent / f"{other}.crt").read_bytes())
    certificate.save()
    Partner.objects.create(
        name=other,
        as2_name=other,
        target_url=os.environ["PEER_URL"],
        content_type="application/octet-stream",
        encryption="aes_256_cbc",
        encryption_cert=certificate,
        signature="sha256",
        signature_cert=certificate,
        mdn=True,
        mdn_mode="SYNC",
        mdn_sign="sha256",
    )


main()
