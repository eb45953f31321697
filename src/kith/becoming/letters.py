"""Letters by e-mail to those who are not in the co-op yet."""

from smtplib import SMTPException

from django.core.mail import send_mail
from django_tasks import task


@task()
def send_letter(to: str, title: str, text: str) -> bool:
    """E-mail one letter; False when the mail server refuses it."""
    try:
        return send_mail(title, text, None, [to]) == 1
    except (SMTPException, ValueError):
        return False
