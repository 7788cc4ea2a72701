"""Refusals of sealed files and their manifests."""

from comity.errors import (
    Conflicting,
    Excessive,
    Forbidden,
    Malformed,
    OperatorError,
    ProgrammerError,
    Unproved,
)


class NoRecipients(Malformed):
    """Nobody is named who could open the file."""


class TooManyRecipients(Excessive):
    """The header names more recipients than the limit."""


class NoKeys(Malformed):
    """No key is given to open the file with."""


class EmptyFile(Malformed):
    """There is not one byte where a sealed file should be."""


class MalformedHeader(Malformed):
    """The header is not written as age v1 writes it; the place says where."""


class NoSuchPlace(Malformed):
    """The header has no recipient at that place."""


class ArmouredFile(Malformed):
    """The file is an age file in letters; here it travels as bytes."""


class UnknownStanza(Forbidden):
    """The header also lets in a kind of recipient that we do not know or do not mix."""


class WrongKey(Unproved):
    """None of the keys given opens the seal."""


class HeaderMacWrong(Unproved):
    """A key opens the seal, but the header was changed after it was sealed."""


class ChunkAltered(Unproved):
    """A chunk of the payload is not the one that was sealed."""


class ChunkSwapped(Unproved):
    """A chunk stands at a place that is not its own."""


class FileCut(Unproved):
    """The file ends before what was sealed ends."""


class TrailingData(Unproved):
    """Bytes were added behind the end of what was sealed."""


class EndUnproved(Unproved):
    """The last chunk was altered, cut or added to, and no known size tells which."""


class EmptyLastChunk(Malformed):
    """The last chunk is empty although others come before it."""


class OutsideTheFile(Malformed):
    """Bytes are asked for beyond the end."""


class SourceChanged(Conflicting):
    """The file became shorter while it was being read."""


class MalformedManifest(Malformed):
    """The manifest is not written in its one form; the place says which member."""


class ManifestSizeWrong(Unproved):
    """The file is not as long as its manifest says."""


class ManifestRootWrong(Unproved):
    """The file opens, but it is not the one that the manifest names."""


class FileUnusable(OperatorError):
    """The system does not let us read or write a file."""


class OutputExists(Conflicting):
    """A file of that name stands already, and none is overwritten."""


class UnsafeSalt(ProgrammerError):
    """The salt of a tree does not have its 32 bytes."""
