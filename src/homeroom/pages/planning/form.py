"""The form of one row: a field a column. What it says goes through the reader of a file's lines, with its checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from homeroom.facts.spreadsheet import guarded
from homeroom.goals import capability
from homeroom.mastery.rules import Sentence
from homeroom.pages.planning import words
from homeroom.pages.planning.asked import Asked
from homeroom.pages.planning.rows import DAY_NAMES, PEOPLE
from homeroom.people.grades import CODES
from homeroom.people.models import Staff
from homeroom.people.names import sort_key
from homeroom.reports.values import grade
from homeroom.rotation.files.cells import DAY_WORDS, DAYS, PARTED, CellError, told
from homeroom.rotation.gather.ruled import CHOSEN
from homeroom.rotation.rule_values import FACTORS, RESPONSES
from homeroom.standards.account import FaultError

# Who says so is whoever is signed in.
SIGNED = ("owner", "said_by", "origin")
SEVERAL = ("weekdays", "never_from")
TIMES = ("starts_at", "ends_at")
NUMBERS = (
    "sessions",
    "session",
    "seats",
    "devices",
    "concurrent",
    "least_minutes",
    "most_minutes",
    "minutes",
    "meetings",
)
OWN_NAMES = (("rooms", "room"), ("day_types", "day_type"))
Choices = Sequence[tuple[str, str]]


class RowForm(forms.Form):
    """Every field may be blank as far as the form goes: the reader says what has to stand there."""

    def __init__(self, asked: Asked, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.use_required_attribute = asked, False
        for name in asked.table.columns:
            if name not in SIGNED:
                self.fields[name] = _field(asked, name)

    def cells(self) -> dict[str, str]:
        """What was sent, as the cells of a line. Raises FaultError where a name stands for several children."""
        found = {}
        for name, value in self.cleaned_data.items():
            said = f"{PARTED} ".join(value) if isinstance(value, list) else str(value)
            if name in PEOPLE:
                said = self.asked.id_of(said, name)
            found[name] = guarded(_in_english(said) if name == "windows" else said)
        return found

    def take(self, act: Callable[[dict[str, str]], None]) -> bool:
        """Whether the row was taken; what is wrong with it stands beside its field."""
        if not self.is_valid():
            return False
        try:
            act(self.cells())
        except CellError as fault:
            self.add_error(fault.column if fault.column in self.fields else None, sentence(fault.words))
        except FaultError as fault:
            self.add_error(None, sentence(fault.reason))
        return not self.errors


def begun(asked: Asked, record: Any) -> dict[str, object]:
    """What the form of a row begins with."""
    found: dict[str, object] = {}
    for name, value in zip(asked.table.columns, asked.table.cells(record), strict=True):
        if name in SEVERAL:
            found[name] = value
        elif name in PEOPLE and value:
            found[name] = asked.name_of(str(value))
        elif name == "windows":
            found[name] = _in_own_words(told(value))
        else:
            found[name] = told(value)
    return found


def sentence(fault: str) -> str:
    """A fault as it stands by itself."""
    return f"{fault[:1].upper()}{fault[1:].removesuffix('.')}."


def _field(asked: Asked, name: str) -> forms.Field:
    label, needed = str(words.COLUMNS[name]), name in asked.table.needed
    if name in SEVERAL:
        choices = [(day, DAY_NAMES[day]) for day in DAYS] if name == "weekdays" else list(words.NEVER_FROM.items())
        box = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=box)
    return forms.CharField(
        label=label, required=False, help_text=_help(asked, name), widget=_widget(asked, name, needed)
    )


def _help(asked: Asked, name: str) -> str:
    if name == "windows":
        return str(words.HELP[name]) % {"example": f"{DAY_WORDS[0]} 09:00-10:30; {DAY_WORDS[2]} 13:00-14:00"}
    if (asked.table.name, name) == ("rules", "value"):
        return gettext("Each name with its number, such as technology=3; peer=2. What there is stands below.")
    return str(words.HELP.get(name, ""))


def _widget(asked: Asked, name: str, needed: bool) -> forms.Widget:
    choices = _choices(asked, name)
    if choices is not None:
        blank = gettext("choose one") if needed else str(words.BLANK.get(name, ""))
        return forms.Select(choices=[("", blank), *choices])
    if name in TIMES:
        return forms.TimeInput(attrs={"type": "time"})
    if name in ("day", "begins_on", "ends_on"):
        return forms.DateInput(attrs={"type": "date"})
    if name in NUMBERS:
        return forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.TextInput(attrs={"autocomplete": "off"})


def _choices(asked: Asked, name: str) -> Choices | None:
    """What there is to choose from; None where anything may be written."""
    place, table = asked.place, asked.table.name
    if (table, name) in OWN_NAMES:
        return None
    match name:
        case "kind":
            return _said(words.KINDS[table].items())
        case "weekday":
            return _said(DAY_NAMES.items())
        case "modality":
            return _said((kind, words.ASSUMED[kind]) for kind in sorted(CHOSEN))
        case "assumption":
            return _said((one, words.ASSUMED[one]) for one in (*RESPONSES, *FACTORS))
        case "rule":
            return _said(words.RULES.items())
        case "room" | "day_type":
            return [(one, one) for one in sorted(place.rooms if name == "room" else place.day_types)]
        case "grade":
            return [(code, grade(code)) for code in CODES]
        case "subject":
            return [(one, one) for one in sorted(place.subjects.values())]
        case "program":
            return sorted(((slug, capability.name_of(slug)) for slug in set(place.programs.values())), key=_by_words)
        case "staff":
            return [(one.sourced_id, one.name) for one in sorted(_adults(asked), key=sort_key)]
        case _:
            return None


def _adults(asked: Asked) -> Iterable[Staff]:
    return Staff.objects.filter(pk__in=list(asked.place.adults.values()))


def _said(items: Iterable[tuple[str, Sentence]]) -> Choices:
    return [(str(value), str(told)) for value, told in items]


def _by_words(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def _in_english(windows: str) -> str:
    """Windows as files have them: a day may be named in the language of the page."""
    for english, own in DAY_NAMES.items():
        windows = windows.casefold().replace(str(own).casefold(), english)
    return windows


def _in_own_words(windows: str) -> str:
    for english, own in DAY_NAMES.items():
        windows = windows.replace(english, str(own))
    return windows
