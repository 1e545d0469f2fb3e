"""A made-up school, from its programs' exports to its pages: whoever asks, and wherever, is told one and the same."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
from django.test import Client
from lxml import html
from pytest_django import Settings

from homeroom.facts import store
from homeroom.mastery.models import Override, Quality
from homeroom.mastery.state import State
from homeroom.people.models import Enrollment, Role, User
from homeroom.people.visibility import classes_of
from homeroom.site.demo import build
from homeroom.site.demo_home import TODAY

pytestmark = [pytest.mark.django_db(transaction=True, reset_sequences=True), pytest.mark.any_database]
KNOWN = re.compile(r"/student/(\d+)/standard/([^/]+)/")
CELLS = "//td[starts-with(@class, 'state ')]/a"
GLYPHS = {state.glyph: str(state) for state in State}
Key = tuple[int, str]


@dataclass(frozen=True)
class Told:
    """What a page or a file says of one child on one standard."""

    state: str
    answers: int
    set_by_teacher: bool = False


@dataclass(frozen=True)
class School:
    """The class with the most to tell among those with a suggested group, and its teacher's browser."""

    number: int
    teacher: Client

    def page(self, path: str) -> html.HtmlElement:
        return html.fromstring(self._got(path))

    def file(self, path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self._got(path).removeprefix("\ufeff"))))

    def _got(self, path: str) -> str:
        response = self.teacher.get(path)
        assert response.status_code == 200, path
        return response.content.decode()


@pytest.fixture
def school(settings: Settings) -> School:
    settings.HOMEROOM_TODAY = TODAY
    settings.HOMEROOM_SIMULATED = True
    build(children=40, weeks=3, port=8000)
    teachers = User.objects.filter(staff__roles__kind=Role.Kind.TEACHER).distinct()
    found = [School(chosen.pk, browser(user)) for user in teachers for chosen in classes_of(user)]
    found.sort(key=lambda one: (worked_on(one.number), one.number), reverse=True)
    return next((one for one in found if members(one)), found[0])


def browser(user: User) -> Client:
    made = Client()
    made.force_login(user)
    return made


def worked_on(number: int) -> int:
    """How many of the class's children and standards have evidence of their own."""
    children = set(Enrollment.objects.filter(school_class=number).values_list("student", flat=True))
    rows = store.query("select student from mastery where not inferred", tables=["mastery"]).rows
    return sum(student in children for (student,) in rows)


def words_of(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def linked(page: html.HtmlElement, path: str) -> Iterator[tuple[Key, html.HtmlElement]]:
    """Links to *How do we know?*, with the child and the standard that they are about."""
    for link in page.xpath(path):
        if found := KNOWN.search(link.get("href", "")):
            yield (int(found[1]), found[2]), link


def told(words: str) -> Told:
    """Read `● mastered, set by a teacher, 14 answers`, in whatever order a page has it."""
    [state] = [name for name in sorted(GLYPHS.values(), key=len, reverse=True) if name in words][:1]
    counted = re.search(r"(\d+) answers?", words)
    return Told(state, int(counted[1]) if counted else 0, "set by a teacher" in words)


def grid(school: School) -> dict[Key, Told]:
    page = school.page(f"/class/{school.number}/?show=all")
    cells = {key: told(words_of(link)) for key, link in linked(page, CELLS)}
    for key, link in linked(page, CELLS):
        assert GLYPHS[words_of(link)[0]] == cells[key].state, "the sign is that of the words"
    return cells


def of_file(rows: Sequence[Mapping[str, str]], names: Mapping[str, int], codes: Sequence[str]) -> dict[Key, Told]:
    return {
        (names[row["Child"]], code): Told(
            row[f"{code} state"],
            int(row[f"{code} answers in evidence"] or 0),
            row[f"{code} set by a teacher"] == "yes",
        )
        for row in rows
        for code in codes
    }


def members(school: School) -> dict[Key, Told]:
    """What the page of groups says of each child whom it suggests one for."""
    page = school.page(f"/class/{school.number}/groups/")
    return {key: told(words_of(link)) for key, link in linked(page, "//ul[@class='members']//a[@class='state']")}


def disagree(school: School, cells: Mapping[Key, Told]) -> None:
    """The teacher sets a state that the evidence doesn't say, of a child without whom no group ends."""
    grouped = members(school)
    student, code = next(key for key, cell in cells.items() if cell.state == "not yet" and key not in grouped)
    form = {"act": "set", "state-state": "mastered", "state-reason": "Taught it to the others."}
    school.teacher.post(f"/student/{student}/standard/{code}/", form)
    assert Override.objects.get().student_id == student


def how_we_know(school: School, key: Key) -> Told:
    student, code = key
    page = school.page(f"/student/{student}/standard/{code}/")
    heads = {words_of(term): words_of(term.getnext()) for term in page.xpath("//main/dl/div/dt")}
    shown = words_of(page.xpath("//p[@class='balance']")[0])
    set_by_teacher = bool(page.xpath("//input[@value='lift']"))
    return Told(GLYPHS[shown[0]], int(heads.get("Answers", "0")), set_by_teacher)


def child(school: School, student: int) -> dict[str, Told]:
    """Standard by standard; what was mastered before and rests is listed without its answers."""
    page = school.page(f"/student/{student}/")
    rows = page.xpath("//section[@aria-labelledby='standards']//tbody/tr")
    return {next(code for (_, code), _ in linked(row, "./th/a")): told(words_of(row.xpath("./td")[0])) for row in rows}


def test_whoever_asks_is_told_the_same(school: School) -> None:
    """One test: the school takes longer to make than all its pages to read."""
    the_grid_is_what_the_night_published(school)
    the_numbers_count_the_same_estimates(school)
    disagree(school, grid(school))
    every_page_says_what_the_grid_says(school)


def every_page_says_what_the_grid_says(school: School) -> None:
    cells = grid(school)
    with_evidence = {key: cell for key, cell in cells.items() if cell.answers}
    assert len({cell.state for cell in cells.values()}) >= 5
    assert sum(cell.set_by_teacher for cell in cells.values()) == 1

    page = school.page(f"/class/{school.number}/?show=all")
    names = {
        words_of(link): int(link.get("href").split("/")[2])
        for link in page.xpath("//tbody/tr/th/a[contains(@href, '/student/')]")
    }
    codes = sorted({code for _, code in cells})
    file = of_file(school.file(f"/class/{school.number}/week.csv"), names, codes)
    assert {key: file[key] for key in cells} == cells

    for key, cell in [*with_evidence.items()][::7]:
        assert how_we_know(school, key) == cell, key
    [overridden] = [key for key, cell in cells.items() if cell.set_by_teacher]
    assert how_we_know(school, overridden) == cells[overridden]

    for student in sorted({student for student, _ in with_evidence}):
        for code, found in child(school, student).items():
            if (student, code) in cells:
                assert found == cells[student, code], (student, code)

    grouped = members(school)
    assert grouped, "a class with a shared need has a group"
    assert grouped == {key: cells[key] for key in grouped}


def night() -> dict[Key, Told]:
    columns = "student, standard, state, attempts"
    rows = store.query(f"select {columns} from mastery where not inferred", tables=["mastery"]).rows
    return {(student, code): Told(state, attempts) for student, code, state, attempts in rows}


def the_grid_is_what_the_night_published(school: School) -> None:
    published, cells = night(), {key: cell for key, cell in grid(school).items() if cell.answers}
    assert len(cells) > 50
    assert cells == {key: published[key] for key in cells}


def the_numbers_count_the_same_estimates(school: School) -> None:
    """Every child's standards that were worked on, and those of which too little is known."""
    page, published = school.page("/numbers/"), night()
    assert Quality.objects.latest("pk").failed == ""
    enough = words_of(page.xpath("//section[@aria-labelledby='enough']")[0])
    thin = sum(cell.state == str(State.NOT_ENOUGH) for cell in published.values())
    assert f"{len(published):,} {thin:,}" in enough
