"""A pool of connections that ends at an application in this process: what goes over it is HTTP all the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from urllib3 import HTTPResponse


@dataclass
class Wire:
    """Stands where ``urllib3.PoolManager`` stands."""

    app: Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | BytesIO = b"", **how: object
    ) -> HTTPResponse:
        how.pop("timeout", None)  # nothing here takes time
        assert how == {"redirect": False, "preload_content": False}
        named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        environ = {
            **named,
            "REQUEST_METHOD": method,
            "PATH_INFO": urlsplit(url).path,
            "wsgi.input": BytesIO(body) if isinstance(body, bytes) else body,
        }
        told: list[Any] = []
        content = b"".join(self.app(environ, lambda *head: told.extend(head)))
        return HTTPResponse(
            BytesIO(content), headers=dict(told[1]), status=int(told[0].split()[0]), preload_content=False
        )
