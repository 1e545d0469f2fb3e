"""One child's proposed work, and a teacher's word on it: a lesson or a program first, or off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_lazy

from homeroom.goals import content_stops
from homeroom.goals.content_stops import About
from homeroom.goals.models import ContentStop, Goal
from homeroom.pages.access import form, names_children, reader
from homeroom.pages.assign.asked import goal_of, goals_children, write_down
from homeroom.people.visibility import Scope
from homeroom.reports.goals import proposed
from homeroom.reports.goals.proposed import named_program
from homeroom.reports.goals.report import ChildWork
from homeroom.standards.models import ContentItem

WHERE = [
    (ContentStop.Where.FIRST, gettext_lazy("Put it first")),
    (ContentStop.Where.OFF, gettext_lazy("Leave it out")),
]
CHILD, CLASS = "child", "class"


class WordForm(forms.Form):
    """A teacher's word on one lesson or program that serves the goal."""

    about = forms.ChoiceField(label=gettext_lazy("Lesson or program"))
    where = forms.ChoiceField(label=gettext_lazy("What to do"), choices=WHERE, widget=forms.RadioSelect)
    whom = forms.ChoiceField(label=gettext_lazy("For whom"), widget=forms.RadioSelect, initial=CHILD)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=content_stops.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Say why: the reason is shown with the proposal, to everybody who sees the child.")
        },
    )

    def __init__(self, goal: Goal, child: str, data: Mapping[str, Any] | None = None, proposed: str = "") -> None:
        super().__init__(data, initial={"about": proposed})
        self.use_required_attribute = False
        self.items = {f"lesson-{one.pk}": one for one in _serving(goal)}
        self._choices("about", [("", gettext("choose")), *self._by_program()])
        everybody = gettext("The whole class, until somebody lifts it")
        alone = gettext("%(name)s alone, until somebody lifts it") % {"name": child}
        self._choices("whom", [(CHILD, alone), (CLASS, everybody)])

    def _choices(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  as written above
        field.choices = choices

    def _by_program(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        programs: dict[str, list[tuple[str, str]]] = {}
        for key, one in self.items.items():
            programs.setdefault(one.program, []).append((key, one.title or one.external_id))
        for slug, lessons in sorted(programs.items()):
            name = named_program(slug)
            yield name, [(f"program-{slug}", gettext("All of %(program)s") % {"program": name}), *lessons]

    def about_of(self, student: int, goal: Goal) -> About:
        told = self.cleaned_data
        lesson = self.items.get(told["about"])
        program = lesson.program if lesson else told["about"].removeprefix("program-")
        if told["whom"] == CLASS:
            return About(program, lesson, school_class=goal.school_class)
        return About(program, lesson, student=student)


@names_children
@form
def goal_child(request: HttpRequest, number: int, student: int) -> HttpResponse:
    """The page; to those who do not see the child, or where the goal is not for the child, it does not exist."""
    goal = goal_of(request, number)
    if goal.sent_at is not None:
        return redirect("goal", number)
    allowed = goals_children(request, goal)
    work = _work(goal, allowed, student)
    typed = WordForm(goal, work.child.name, proposed=request.GET.get("about", ""))
    if request.method == "POST" and request.POST.get("act") == "lift":
        content_stops.lift(reader(request), _holding(request, goal, student))
        return redirect("goal-child", number, student)
    if request.method == "POST":
        typed = WordForm(goal, work.child.name, request.POST)
        if typed.is_valid():
            told = typed.cleaned_data
            content_stops.stop(reader(request), typed.about_of(student, goal), told["where"], told["reason"])
            return redirect("goal-child", number, student)
    write_down(request, f"goal {number}: work of student {student}", allowed, [student])
    told = {"goal": goal, "school_class": goal.school_class, "work": work, "form": typed, "said": _said(student, goal)}
    return render(request, "assign/child.html", told, status=422 if typed.is_bound else 200)


def _work(goal: Goal, allowed: Scope, student: int) -> ChildWork:
    found = next((one for one in proposed(goal, allowed).children if one.child.number == student), None)
    if found is None:
        raise Http404
    return found


def _said(student: int, goal: Goal) -> list[tuple[ContentStop, str, str]]:
    return [(one, named_program(one.program), _what(one)) for one in content_stops.said_of(student, goal.school_class)]


def _what(one: ContentStop) -> str:
    item = one.content_item
    return (item.title or item.external_id) if item else ""


def _holding(request: HttpRequest, goal: Goal, student: int) -> ContentStop:
    which = request.POST.get("which", "")
    known = which.isascii() and which.isdigit() and len(which) < 18
    return get_object_or_404(content_stops.said_of(student, goal.school_class), pk=int(which) if known else 0)


def _serving(goal: Goal) -> Sequence[ContentItem]:
    """Lessons that are aligned to a standard of the goal, or to one of its prerequisites that the work names."""
    codes = goal.standards.values("standard")
    aligned = ContentItem.objects.filter(alignments__standard__in=codes, alignments__valid_to=None)
    return list(aligned.exclude(kind=ContentItem.Kind.ITEM).distinct().order_by("program", "title", "pk"))
