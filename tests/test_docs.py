"""The documents say what is so: commands, options, targets, links, words and settings that they name exist."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer
from django.apps import apps
from tools.screenshots import PICTURE_LIST, PICTURES

from homeroom.facts.dictionary import markdown
from homeroom.facts.schema import TABLES
from homeroom.intake.models import LEDGER, Delivery
from homeroom.people.models import Role
from homeroom.site.commands import app
from homeroom.site.doctor.settings_file import KEYS
from homeroom.standards.models import Alignment, ContentItem

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
SOURCES = [path for path in sorted((ROOT / "src").rglob("*")) if path.suffix in (".py", ".html", ".toml")]
SPAN = re.compile(r"`([^`\n]+)`")
# Fenced blocks in which commands are shown; those in another language hold none.
SHELL = {"", "sh", "bash", "console", "text"}
COMMAND = re.compile(r"(?:^|[\s/])homeroom((?: [a-z]+(?:-[a-z]+)*)+)([^`|]*)")
MAKE = re.compile(r"(?:^|\s)make ([a-z]+)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Commands stand in these; the words before them on the line belong to other programs.
GUIDES = [page for page in PAGES if page.parent.name != "decisions"]


def code_in(path: Path) -> Iterator[str]:
    """What a page shows as code, or what a source's message shows between backticks."""
    fence = ""
    for line in path.read_text("utf-8").splitlines():
        if path.suffix == ".md" and line.startswith("```"):
            fence = "" if fence else line
        elif fence:
            yield from [line] if fence.strip("`") in SHELL else []
        elif path.suffix == ".md" and line.startswith("    "):
            yield line.strip()
        else:
            yield from SPAN.findall(line)


def commands() -> list[tuple[str, str, str]]:
    """Every `homeroom …` that is named: where, its words, and what follows them."""
    return [
        (path.name, found[1].strip(), found[2])
        for path in [*GUIDES, *SOURCES]
        for code in code_in(path)
        for found in COMMAND.finditer(code)
    ]


@pytest.fixture(scope="module")
def command_line() -> click.Command:
    if not (app.registered_commands or app.registered_groups):
        pytest.skip("the command line has no command yet")
    return typer.main.get_command(app)


def resolved(command: click.Command, words: str) -> click.Command | None:
    """The command that `words` name; words beyond it are its arguments."""
    for word in words.split():
        if not hasattr(command, "commands"):
            return command
        if word not in command.commands:
            return None
        command = command.commands[word]
    return command


def test_a_command_is_found_below_its_group_and_an_unknown_one_is_not() -> None:
    outer, inner = typer.Typer(), typer.Typer()
    inner.command("draft")(lambda: None)
    inner.command("other")(lambda: None)
    outer.add_typer(inner, name="roster")
    outer.command("receive")(lambda paths: None)
    command = typer.main.get_command(outer)
    assert resolved(command, "roster draft") is not None
    assert resolved(command, "receive roster zip") is not None
    assert resolved(command, "roster invent") is None
    assert resolved(command, "invent") is None


def test_commands_are_found_in_the_pages() -> None:
    assert {"doctor", "receive roster", "nightly", "roster draft", "next-week"} <= {words for _, words, _ in commands()}


@pytest.mark.parametrize(("place", "words", "rest"), commands())
def test_every_named_command_exists_with_its_options(
    command_line: click.Command, place: str, words: str, rest: str
) -> None:
    command = resolved(command_line, words)
    assert command is not None, f"{place} names `homeroom {words}`, which the command line does not have"
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    named = set(re.findall(r"--[a-z][a-z-]*", rest))
    assert named <= known | {"--help"}, f"{place}: `homeroom {words}` has no {named - known}"


def test_every_named_make_target_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = {(path.name, word) for path in [*PAGES, *SOURCES] for code in code_in(path) for word in MAKE.findall(code)}
    assert len(named) > 5
    assert [(place, word) for place, word in named if word not in targets] == []


def test_every_target_is_explained_or_a_part_of_one() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (declared,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.M)
    assert set(declared.split()) == set(re.findall(r"^([a-z-]+):", makefile, re.M))


@pytest.mark.parametrize("page", [ROOT / "GLOSSARY.md", *PAGES], ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_resolves(page: Path) -> None:
    links = [link.split("#")[0] for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if link and not (page.parent / link).exists()] == []


def test_the_data_dictionary_is_fresh() -> None:
    written = (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")
    assert written == markdown(), "run `make dictionary`"


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"## [{version}]" in changelog
    assert "## [Unreleased]" in changelog


def test_the_guide_explains_every_setting() -> None:
    guide = (ROOT / "docs" / "guide" / "install.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| `(\w+)` \|", guide, re.M)) == sorted(KEYS)


def test_the_guide_explains_the_eight_classes_in_their_order() -> None:
    guide = (ROOT / "docs" / "guide" / "install.md").read_text("utf-8")
    assert tuple(re.findall(rf"^\| ({'|'.join(LEDGER)}) \|", guide, re.M)) == LEDGER


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    reasons = (ROOT / "docs" / "decisions" / "005-dependencies.md").read_text("utf-8")
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [re.split(r"[\[<>=~ ]", requirement)[0] for requirement in named]
    tables = "\n".join(line for line in reasons.splitlines() if line.startswith("|"))
    assert [name for name in names if not re.search(rf"\b{name}\b", tables)] == []


def test_decisions_are_numbered_without_a_gap_and_have_four_parts() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:3]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        heads = re.findall(r"^## (.+)$", path.read_text("utf-8"), re.M)
        assert heads == ["Context", "Choice", "What it costs", "When to revisit"], path.name


def defined() -> set[str]:
    """The words the glossary defines: all that is bold before a definition's colon, in lower case."""
    lines = [line for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines() if line.startswith("- ")]
    return {word.casefold() for line in lines for word in re.findall(r"\*\*([^*]+)\*\*", line)}


def models() -> list[str]:
    return [model.__name__ for model in apps.get_models() if model.__module__.startswith("homeroom.")]


@pytest.mark.parametrize("word", [*models(), *TABLES, *LEDGER, *Role.Kind.values])
def test_every_name_in_code_is_in_the_glossary(word: str) -> None:
    assert word.casefold() in defined(), f"GLOSSARY.md does not define {word}"


@pytest.mark.parametrize("choices", [Alignment.Source, ContentItem.Kind, Delivery.State])
def test_every_closed_list_of_words_is_told_in_the_glossary(choices: type) -> None:
    text = (ROOT / "GLOSSARY.md").read_text("utf-8").casefold()
    assert [word for word in choices.values if word not in text] == []


def test_the_glossary_defines_each_word_once() -> None:
    text = (ROOT / "GLOSSARY.md").read_text("utf-8")
    words = [word.casefold() for word in re.findall(r"^- \*\*([^*]+)\*\*", text, re.M)]
    told_apart = {"report", "student", "plan", "room", "wave"}  # one word, two owners: each line says whose
    assert sorted(word for word in set(words) if words.count(word) > 1 and word not in told_apart) == []


def test_the_glossary_keeps_one_line_a_word() -> None:
    for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines():
        assert len(line) <= 130, line


# Pictures, and a page for each person

GUIDE_OF = {
    "teacher": "teacher",
    "lab coordinator": "lab-board",
    "tutor": "tutor",
    "principal": "principal",
    "data team": "data-team",
    "network leader": "network-leader",
    "family": "family",
}
SHOWN_IN_DOCS = re.compile(r"!\[([^\]]+)\]\(([^)\s]+)\)")


def test_every_role_has_a_page_in_the_guide_which_the_readme_names() -> None:
    assert {str(kind) for kind in Role.Kind.values} | {"family"} == set(GUIDE_OF)
    readme = (ROOT / "README.md").read_text("utf-8")
    for page in GUIDE_OF.values():
        assert f"(docs/guide/{page}.md)" in readme, page
        assert (
            "## What it does not say" in (ROOT / "docs" / "guide" / f"{page}.md").read_text("utf-8")
            or page == "lab-board"
        )


@pytest.mark.parametrize("page", GUIDE_OF.values())
def test_a_roles_page_is_short_and_says_what_it_answers(page: str) -> None:
    text = (ROOT / "docs" / "guide" / f"{page}.md").read_text("utf-8")
    assert len(text.split()) <= 800, "one page or two"
    assert "answers" in text


def test_every_picture_has_a_maker_and_every_picture_made_is_shown() -> None:
    shown = {
        (page.parent / found[1]).resolve()
        for page in PAGES
        for found in SHOWN_IN_DOCS.findall(page.read_text("utf-8"))
        if found[1].endswith(".png")
    }
    made = {(PICTURES / f"{one.name}.png").resolve() for one in PICTURE_LIST}
    assert shown == made
    assert {path.resolve() for path in (ROOT / "docs").rglob("*.png")} == made


def test_pictures_are_small_and_say_in_words_what_they_show() -> None:
    for page in PAGES:
        for words, path in SHOWN_IN_DOCS.findall(page.read_text("utf-8")):
            assert len(words.split()) >= 4, f"{page.name}: {path}"
            assert (page.parent / path).stat().st_size < 250_000, path
