"""The exchange has a table of addresses of its own, which stands whatever becomes of the desks."""

import pytest
from django.urls import Resolver404, resolve, reverse

DOORS = "comity.node.doors"


def test_the_exchange_stands_at_the_address_of_its_version() -> None:
    assert reverse("exchange:acts", urlconf=DOORS) == "/exchange/v1/acts"


@pytest.mark.parametrize(
    "address", ["/", "/sign-in/", "/requests/", "/static/comity/comity.css", "/exchange/v2/acts"]
)
def test_nothing_else_is_found_there(address: str) -> None:
    with pytest.raises(Resolver404):
        resolve(address, urlconf=DOORS)
