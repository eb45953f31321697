"""The template environment: undefined names, raw HTML and translation are strict here, so pages cannot be careless."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    UndefinedError,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup

from kith.design import faces, fields, wording

# This macro of GOV.UK Frontend escapes each attribute itself and joins them as a plain string.
_ESCAPES_ITSELF = "macros/attributes.html"


class LoudUndefined(ChainableUndefined):
    """A missing top-level name raises when printed; a missing key of a known value prints nothing.

    GOV.UK Frontend's macros ask for keys that nobody gave, so a strict undefined would break them.
    """

    def __str__(self) -> str:
        if self._undefined_obj is missing:
            raise UndefinedError(
                f"The template prints {self._undefined_name!r}, which it was never given."
            )
        return ""

    def __html__(self) -> str:
        return str(self)


@pass_context
def safe(context: Context, value: Any) -> Markup:
    """Jinja's `safe`, but only for what is HTML already: a plain string raises TypeError instead of going out raw."""
    if hasattr(value, "__html__") or context.name == _ESCAPES_ITSELF:
        return Markup(value)  # noqa: S704  # the one place that may
    raise TypeError("An `html` key or `safe` takes Markup; give plain words as `text`.")


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a view by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(*, loader: BaseLoader, **options: Any) -> Environment:
    """Build the environment for Django's Jinja2 backend, which hands in the loader of the rooms' folders."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options |= {
        "loader": ChoiceLoader([loader, govuk]),
        "undefined": LoudUndefined,
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
    }
    env = Environment(**options)  # noqa: S701  # autoescape is on, just above
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.filters |= wording.FILTERS | faces.FILTERS | {"safe": safe}
    env.globals |= {
        "url": url,
        "static": static,
        "language": translation.get_language,
        "debug": settings.DEBUG,
    }
    env.globals |= fields.GLOBALS
    return env
