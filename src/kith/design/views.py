"""The gallery of components, and the switch between light and dark."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kith.design import samples
from kith.foundation.access import open_to_all

_YEAR = 365 * 24 * 3600


@open_to_all("It shows made-up samples only.")
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its states, in both themes."""
    return render(request, "design/gallery.jinja", samples.everything())


@require_POST
@open_to_all("Colours are a matter of eyes, not of rights.")
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark, or what the device says, and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme")
    if chosen in ("light", "dark"):
        response.set_cookie("theme", chosen, _YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
