"""Forms as every page draws them: label, help, field, what is wrong with it; on top all of that with links."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.forms import BaseForm, BoundField
from django.forms import __file__ as forms_module
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, gettext_noop

from homeroom.pages.kit.parts import Problem, Problems

LEAD = gettext_lazy("Not kept.")
# Django says this of every field that was left blank; here it is one of our messages, in our words.
REQUIRED = gettext_noop("This field is required.")


class Renderer(DjangoTemplates):
    """`{{ form }}` and `{{ field.as_field_group }}` draw with the kit's own templates."""

    form_template_name = "kit/form.html"
    field_template_name = "kit/field.html"

    @cached_property
    def engine(self):  # type: ignore[no-untyped-def]  # its type is the backend's own
        folders = [Path(__file__).parents[1], Path(forms_module).parent / "templates"]
        options = {"builtins": ["homeroom.pages.kit.tags"]}
        return self.backend({"APP_DIRS": True, "DIRS": folders, "NAME": "kit", "OPTIONS": options})


def problems(form: BaseForm, lead: object = LEAD) -> Problems:
    """What a form that was sent needs, in the order of its fields; what is about the whole form first."""
    return Problems(str(lead), tuple(_problems(form)))


def _problems(form: BaseForm) -> Iterator[Problem]:
    for words in form.non_field_errors():
        yield Problem(str(words))
    for field in form:
        for words in field.errors:
            yield Problem(
                str(words), "" if field.is_hidden else str(field.label), "" if field.is_hidden else goal(field)
            )


def goal(field: BoundField) -> str:
    """The id of what is to be filled in; of several boxes the first."""
    return field.id_for_label or f"{field.auto_id}_0"
