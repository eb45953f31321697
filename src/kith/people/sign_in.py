"""Signing in: accounts are made for people a co-op knows, never by whoever passes by."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth's rules, with the door to signing up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """A co-op adds its people; nobody adds themselves."""
        return False
