"""What the demo adds to every page: the list of hats to try, for the sign-in page."""

from django.conf import settings
from django.http import HttpRequest

from kith.demo.accounts import PASSWORD, DemoAccount, demo_accounts


def hats_to_try(_request: HttpRequest) -> dict[str, list[DemoAccount] | str]:
    """`hats_to_try` and `demo_password` in the demo, nothing elsewhere."""
    return {"hats_to_try": demo_accounts(), "demo_password": PASSWORD} if settings.DEMO else {}
