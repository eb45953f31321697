"""Letters by e-mail to whoever asked. They say that there is news, never what: anybody may read a letter box."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from kith.asking.models import Referral
from kith.asking.rules import RECEIVED, shown_to_asker
from kith.membership.joining.letters import send_letter


def write_received(referral: Referral, secret: str) -> None:
    """Send the address of the asker's own page, once all is saved. Who gave no e-mail has seen it on the screen."""
    own = reverse("asking:status", kwargs={"coop": referral.coop.slug, "secret": secret})
    _send(referral, "received", "we have what you asked", own_address=settings.ADDRESS + own)


def write_news(referral: Referral) -> None:
    """Say that there is news on their own page; nothing to those who are only told that it was received."""
    if shown_to_asker(referral) != RECEIVED:
        _send(referral, "news", "there is news for you")


def _send(referral: Referral, template: str, subject: str, **more: object) -> None:
    if not referral.asker_email:
        return
    context = {"referral": referral, "coop": referral.coop, **more}
    text = render_to_string(f"asking/{template}.txt", context)
    title, to = f"{referral.coop.name}: {subject}", referral.asker_email
    transaction.on_commit(lambda: send_letter.enqueue(to, title, text))
