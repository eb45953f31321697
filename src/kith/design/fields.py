"""Django form fields as GOV.UK components: label, hint, error and the summary that links to each field.

Templates call `field(form, "name")`, `form_errors(form)` and `whole_form(form, submit=…)`; they need no import.
`describe` turns one bound field into what the macro takes; the templates in design/forms.jinja do the rest.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict, Unpack, cast

from django import forms
from django.core.validators import validate_email
from django.forms import BoundField
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from kith.design.dates import DateBoxesWidget

Params = dict[str, Any]


class Options(TypedDict, total=False):
    """What a template may add to a field."""

    label: str
    hint: str
    heading: bool  # the label is the page's h1: one question a page
    width: int  # of the box, in letters: 2, 3, 4, 5, 10, 20 or 30
    rows: int
    inline: bool  # two short radios side by side
    prefix: str
    suffix: str
    option_hints: Mapping[str, str]  # by value
    conditional: Mapping[str, Markup]  # shown under a choice when it is chosen, by value


@dataclass(frozen=True, slots=True)
class Described:
    """The macro's name (`input`, `radios`…) and its parameters."""

    macro: str
    params: Params


def describe(bound: BoundField, options: Options) -> Described:
    """What to draw for one field. Raises KeyError for a widget nobody has drawn yet."""
    widget = bound.field.widget
    for kind, draw in _DRAWN:
        if isinstance(widget, kind):
            return draw(bound, options)
    raise KeyError(f"No component draws {type(widget).__name__}.")


def element_id(bound: BoundField) -> str:
    """The id of the field's first control, which labels and the error summary point to."""
    base = bound.auto_id or f"id_{bound.html_name}"
    return f"{base}_day" if isinstance(bound.field.widget, DateBoxesWidget) else base


def summary(formlike: forms.BaseForm) -> list[dict[str, str]]:
    """Every error in the order of the page: the form's own first, then field by field, each with its link."""
    own: list[dict[str, str]] = [{"text": str(error)} for error in formlike.non_field_errors()]
    for bound in formlike:
        href = f"#{element_id(bound)}"
        label = str(bound.label or "").rstrip("?:")
        own += [{"text": f"{label}: {words}", "href": href} for words in _errors(bound)]
    return own


def _errors(bound: BoundField) -> list[str]:
    """What is wrong with one field. Django's "This field is required." says what to do instead."""
    told = {
        str(forms.Field.default_error_messages["required"]): _missing(bound.field.widget),
        str(validate_email.message): _(
            "This is not an e-mail address. Write it like name@example.org."
        ),
    }
    return [told.get(str(error), str(error)) for error in bound.errors]


def _missing(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return _("Tick this to go on.")
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return _("Choose one or more.")
    if isinstance(widget, forms.widgets.ChoiceWidget):
        return _("Choose one.")
    return _("Choose a file.") if isinstance(widget, forms.FileInput) else _("Fill this in.")


def _common(bound: BoundField, options: Options, label_key: str = "label") -> Params:
    words = options.get("label") or str(bound.label or "")
    if not bound.field.required and "label" not in options and not _is_tick(bound):
        words = _("%(label)s (optional)") % {"label": words}
    heading = options.get("heading", False)
    label = {"text": words, "isPageHeading": heading, "classes": "is-heading" if heading else ""}
    params: Params = {"id": bound.auto_id or f"id_{bound.html_name}", "name": bound.html_name}
    params |= {"fieldset": {"legend": label}} if label_key == "legend" else {"label": label}
    hint = options.get("hint") or str(bound.help_text or "")
    if hint:
        params["hint"] = {"text": hint}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(_errors(bound))}
    return params


def _is_tick(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, forms.CheckboxInput)


def _attributes(bound: BoundField) -> Params:
    """The widget's own attributes, without those that the macro sets."""
    given = {**bound.field.widget.attrs, **bound.field.widget_attrs(bound.field.widget)}
    skipped = {
        "class",
        "id",
        "autocomplete",
        "inputmode",
        "required",
        "rows",
        "cols",
        "min",
        "max",
        "step",
        "placeholder",  # it vanishes when one types; a label or a hint stays
    }
    kept = {
        name: str(value)
        for name, value in given.items()
        if name not in skipped and value not in (None, False)
    }
    if bound.field.required:
        kept["aria-required"] = "true"
    return kept


def _value(bound: BoundField) -> str:
    """What is in the box: what was typed, else what is kept."""
    value = bound.value()
    if isinstance(value, date) and isinstance(bound.field.widget, forms.DateInput):
        return value.isoformat()
    return str(bound.field.widget.format_value(value) or "") if value is not None else ""


_TYPES: dict[type[forms.Widget], str] = {
    forms.NumberInput: "text",
    forms.DateInput: "date",
    forms.TimeInput: "time",
}


def _input(bound: BoundField, options: Options) -> Described:
    widget = cast("forms.widgets.Input", bound.field.widget)
    kind = next(
        (name for base, name in _TYPES.items() if isinstance(widget, base)), widget.input_type
    )
    params = _common(bound, options) | {
        "type": kind,
        "value": _value(bound),
        "autocomplete": widget.attrs.get("autocomplete"),
        "inputmode": widget.attrs.get("inputmode"),
        "attributes": _attributes(bound),
        "spellcheck": False,
    }
    if isinstance(widget, forms.NumberInput):
        params["inputmode"] = (
            "numeric" if isinstance(bound.field, forms.IntegerField) else "decimal"
        )
        params["classes"] = "govuk-input--width-5"
    if "width" in options:
        params["classes"] = f"govuk-input--width-{options['width']}"
    for affix in ("prefix", "suffix"):
        if affix in options:
            params[affix] = {"text": options[affix]}
    return Described("input", params)


def _password(bound: BoundField, options: Options) -> Described:
    drawn = _input(bound, options)
    drawn.params["value"] = ""
    drawn.params["classes"] = "govuk-input--width-20"
    return drawn


def _textarea(bound: BoundField, options: Options) -> Described:
    rows = str(options.get("rows", 5))
    params = {
        "value": _value(bound),
        "rows": rows,
        "spellcheck": True,
        "attributes": _attributes(bound),
    }
    return Described("textarea", _common(bound, options) | params)


def _file(bound: BoundField, options: Options) -> Described:
    return Described("file", _common(bound, options) | {"attributes": _attributes(bound)})


def _choices(bound: BoundField) -> Iterable[Params]:
    """Every option of a widget with choices: value, text (Markup where it has a picture), and whether it is chosen."""
    widget = cast("forms.widgets.ChoiceWidget", bound.field.widget)
    value = bound.value()
    chosen = widget.format_value(value if value is not None else "")
    for _group, options, _index in widget.optgroups(bound.html_name, chosen):
        for option in options:
            label = option["label"]
            yield {
                "value": "" if option["value"] is None else str(option["value"]),
                "text": label if isinstance(label, Markup) else str(label),
                "chosen": bool(option["selected"]),
            }


def _select(bound: BoundField, options: Options) -> Described:
    items = [
        {"value": item["value"], "text": item["text"], "selected": item["chosen"]}
        for item in _choices(bound)
    ]
    return Described(
        "select", _common(bound, options) | {"items": items, "attributes": _attributes(bound)}
    )


def _picks(macro: str) -> Callable[[BoundField, Options], Described]:
    def draw(bound: BoundField, options: Options) -> Described:
        params = _common(bound, options, "legend")
        params["idPrefix"] = params.pop("id")
        if options.get("inline"):
            params["classes"] = f"govuk-{macro}--inline"
        params["items"] = [_pick(item, options) for item in _choices(bound) if item["value"] != ""]
        return Described(macro, params)

    return draw


def _pick(item: Params, options: Options) -> Params:
    """One radio or tick box, with its own hint and what it opens."""
    words = "html" if isinstance(item["text"], Markup) else "text"
    drawn = {"value": item["value"], words: item["text"], "checked": item["chosen"]}
    hint = options.get("option_hints", {}).get(item["value"])
    opens = options.get("conditional", {}).get(item["value"])
    if hint:
        drawn["hint"] = {"text": hint}
    if opens:
        drawn["conditional"] = {"html": opens}
    return drawn


def _tick(bound: BoundField, options: Options) -> Described:
    """One tick box: its label stands beside the box, its hint below."""
    params = _common(bound, options)
    label = params.pop("label")
    item = {"value": "on", "text": label["text"], "checked": bool(bound.value())}
    if "hint" in params:
        item["hint"] = params.pop("hint")
    opens = options.get("conditional", {}).get("on")
    if opens:
        item["conditional"] = {"html": opens}
    params["idPrefix"] = params.pop("id")
    return Described("checkboxes", params | {"items": [item]})


def _date_boxes(bound: BoundField, options: Options) -> Described:
    params = _common(bound, options, "legend")
    base, wrong = params["id"], " govuk-input--error" if bound.errors else ""
    widget = cast("DateBoxesWidget", bound.field.widget)
    value = bound.value()
    typed = value if isinstance(value, list) else widget.decompress(value)
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    params["items"] = [
        {
            "id": f"{base}_{part}",
            "name": f"{bound.html_name}_{part}",
            "label": label,
            "value": "" if given is None else str(given),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
        }
        for (part, label), given in zip(labels.items(), typed, strict=True)
    ]
    return Described("date_boxes", params)


def _hidden(bound: BoundField, options: Options) -> Described:
    value = {"id": bound.auto_id, "name": bound.html_name, "value": _value(bound), **options}
    return Described("hidden", value)


_DRAWN: list[tuple[type[forms.Widget], Callable[[BoundField, Options], Described]]] = [
    (forms.HiddenInput, _hidden),
    (DateBoxesWidget, _date_boxes),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (forms.Textarea, _textarea),
    (forms.CheckboxSelectMultiple, _picks("checkboxes")),
    (forms.RadioSelect, _picks("radios")),
    (forms.CheckboxInput, _tick),
    (forms.Select, _select),
    (forms.widgets.Input, _input),
]


def _macro(context: Context, name: str) -> Callable[..., Markup]:
    template = context.environment.get_template("design/forms.jinja")
    return cast("Callable[..., Markup]", getattr(template.module, name))


@pass_context
def field(context: Context, form: forms.BaseForm, name: str, **options: Unpack[Options]) -> Markup:
    """One field of a form, whole: label, hint, error and control."""
    drawn = describe(form[name], options)
    return _macro(context, "draw")(drawn.macro, drawn.params)


@pass_context
def form_errors(context: Context, *forms_on_page: forms.BaseForm) -> Markup:
    """The summary of what is wrong, for the top of the page; nothing when all is well."""
    errors = [error for form in forms_on_page if form.is_bound for error in summary(form)]
    return _macro(context, "error_summary")(errors) if errors else Markup("")


@pass_context
def whole_form(
    context: Context,
    form: forms.BaseForm,
    submit: str = "",
    action: str = "",
    cancel: str = "",
    danger: bool = False,  # noqa: FBT001, FBT002  # a template names it
) -> Markup:
    """A whole form: errors, every field, the button, and typing that is kept when the line drops."""
    drawn = [describe(bound, {}) for bound in form]
    return _macro(context, "whole")(
        errors=form_errors(context, form),
        drawn=drawn,
        submit=submit or _("Save"),
        action=action,
        cancel=cancel,
        danger=danger,
        files=form.is_multipart(),
        csrf_input=context.get("csrf_input", ""),
    )


GLOBALS: dict[str, Callable[..., Any]] = {
    "field": field,
    "form_errors": form_errors,
    "whole_form": whole_form,
}
