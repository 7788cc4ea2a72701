"""Taking a file in through a page: what arrives is never written to a disk in the clear.

The browser sends a file of unknown size, piece by piece. Each piece is enciphered at once under a key that lives in
memory only and is forgotten with the upload; from there the file is sealed for the authority that keeps it.
"""

import os
from tempfile import TemporaryFile
from typing import IO, Any, ClassVar

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _

from comity.node import own
from comity.regime.evidence.rules import Event

_BLOCK = 16


class Spool:
    """A file that is enciphered as it is written, and read anywhere: a source for sealing. Used by several threads."""

    def __init__(self) -> None:
        folder = own.objects().scratch().parent
        self._file: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115  # closed by ``close``, with the upload
        self._key, self._nonce = os.urandom(32), os.urandom(8)
        self._writing = self._cipher(0)
        self._size = 0

    @property
    def size(self) -> int:
        """How many bytes were written."""
        return self._size

    def write(self, piece: bytes) -> None:
        """Encipher ``piece`` and write it at the end."""
        self._file.write(self._writing.update(piece))
        self._size += len(piece)

    def finish(self) -> None:
        """Make what was written readable."""
        self._file.flush()

    def read_at(self, buffer: memoryview, offset: int) -> int:
        """Fill ``buffer`` from ``offset`` with what was written there, deciphered."""
        within = offset % _BLOCK
        enciphered = os.pread(self._file.fileno(), len(buffer), offset)
        plain = self._cipher(offset // _BLOCK, skip=within).update(enciphered)
        buffer[: len(plain)] = plain
        return len(plain)

    def close(self) -> None:
        """Forget the file and its key."""
        self._file.close()
        self._key = b""

    def _cipher(self, block: int, *, skip: int = 0) -> CipherContext:
        """Begin the key stream at ``block``; the nonce is never used for another file."""
        counter = self._nonce + block.to_bytes(8, "big")
        stream = Cipher(AES(self._key), CTR(counter)).encryptor()
        stream.update(bytes(skip))
        return stream


class SpooledFile(UploadedFile):  # type: ignore[type-arg]  # Django's class takes no argument when it runs
    """What a page's form holds of a file that was sent to it."""

    def __init__(self, spool: Spool, name: str, content_type: str) -> None:
        super().__init__(file=None, name=name, content_type=content_type, size=spool.size)
        self.spool = spool

    def close(self) -> None:
        """Forget what was sent."""
        self.spool.close()


class SpoolHandler(FileUploadHandler):
    """Receives the pieces of a file for Django's reader of forms."""

    chunk_size = 1024 * 1024

    def new_file(self, *arguments: Any, **options: Any) -> None:
        """Begin a file."""
        super().new_file(*arguments, **options)
        self.spool = Spool()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002  # Django's signature
        """Take the next piece."""
        self.spool.write(raw_data)

    def file_complete(self, file_size: int) -> SpooledFile:  # noqa: ARG002  # Django's signature
        """Hand over the whole."""
        self.spool.finish()
        return SpooledFile(self.spool, self.file_name or "", self.content_type or "application/octet-stream")

    def upload_interrupted(self) -> None:
        """Forget what was sent so far."""
        self.spool.close()


class IntakeForm(forms.Form):
    """What is said of a file that is taken in."""

    ways: ClassVar = [
        (Event.COLLECTED, _("Collected as it is, such as a file handed over by a provider")),
        (Event.ACQUIRED, _("Acquired by copying, such as an image of a device")),
    ]
    file = forms.FileField(
        label=_("Which file?"),
        help_text=_("Any size. It is sealed as it arrives; nothing is kept in the clear."),
        allow_empty_file=True,
    )
    event = forms.ChoiceField(
        label=_("How did it come into your hands?"), widget=forms.RadioSelect, choices=ways
    )
    how = forms.CharField(
        label=_("From whom, where, by which means?"),
        help_text=_("It stands in the chain of custody as you write it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    conditions = forms.CharField(
        label=_("Conditions of use, if any"),
        required=False,
        max_length=256,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class PurposeForm(forms.Form):
    """Why evidence is opened or destroyed."""

    purpose = forms.CharField(
        label=_("For which purpose?"),
        help_text=_("It stands in the chain of custody as you write it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
