"""Letters by e-mail to people who are not in the co-op yet, and so have no page where a notice could wait."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from kith.membership.models import Application


def write_to_applicant(
    application: Application, template: str, subject: str, secret: str = ""
) -> None:
    """Send an applicant a letter once all is saved. Who gave no e-mail address is answered on paper."""
    if not application.email:
        return
    kwargs = {"coop": application.coop.slug, "secret": secret}
    own = settings.ADDRESS + reverse("membership:status", kwargs=kwargs) if secret else ""
    context = {"application": application, "coop": application.coop, "own_address": own}
    text = render_to_string(f"membership/{template}.txt", context)
    title, to = f"{application.coop.name}: {subject}", application.email
    transaction.on_commit(lambda: send_letter.enqueue(to, title, text))


@task()
def send_letter(to: str, title: str, text: str) -> bool:
    """E-mail one letter; False when the mail server refuses it."""
    try:
        return send_mail(title, text, None, [to]) == 1
    except (SMTPException, ValueError):
        return False
