"""Django has read the settings once this page is imported; import it before any page that needs them."""

import django

django.setup()
