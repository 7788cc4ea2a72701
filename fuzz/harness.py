"""One decoder in the hands of the fuzzer, in a process of its own: ``python -m fuzz.harness DECODER [words]``.

Whatever the decoder raises that is no refusal of what others wrote ends the process; libFuzzer keeps the input.
"""

import sys

import atheris

with atheris.instrument_imports(include=["comity", "fuzz.decoders", "fuzz.wire", "tuf", "securesystemslib"]):
    from fuzz.decoders import DECODERS, attempt


def main() -> None:
    """Fuzz the decoder that the first word names."""
    name, *words = sys.argv[1:]
    decoder = DECODERS[name]
    atheris.Setup([sys.argv[0], *words], lambda data: attempt(decoder, data) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
