"""A list of hats to try: signing in with one click, in the demo and nowhere else."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.demo.accounts import demo_accounts
from kith.foundation.access import open_to_all
from kith.people.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WHY = "Demo only: everybody in it is invented. Elsewhere it does not exist."


@open_to_all(WHY)
def hats(request: HttpRequest) -> HttpResponse:
    """Everybody one can sign in as, and what to try. Raises Http404 outside the demo."""
    _only_in_the_demo()
    return render(request, "demo/hats_page.jinja")


@open_to_all(WHY)
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's accounts. Raises Http404 outside the demo and for anybody else."""
    _only_in_the_demo()
    email = request.POST.get("email", "")
    account = Account.objects.filter(email=email).first()
    if account is None or email not in {one.email for one in demo_accounts()}:
        raise Http404("There is nobody of that name in the demo.")
    login(request, account, backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404("This is not the demo.")
