"""Every package that holds something of a child erases it and hands it out. Who holds something is found by itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

import homeroom
from homeroom.facts.schema import TABLES
from homeroom.people.models import Contact, Student, User
from homeroom.site.erasing.packages import ERASE, EXPORT

# Packages without a table of their own whose files hold children: told here, since no model tells it.
HOLD_FILES = {"facts", "intake", "site"}
# Fact tables that `mastery` works out lie in the store like all others, and `facts` erases and exports every table.
# Tables that name a child and stay, each with the reason.
STAY = {
    "people.Erasure": "the certificate: the number alone",
    "people.AuditChild": "the audit log: the number alone",
    "people.AuditEntry": "the audit log: numbers alone",
}


def holding() -> Iterator[tuple[str, str]]:
    """(package, model) of every table that points to a child, a contact or an account, or has a column for one."""
    for model in apps.get_models(include_auto_created=True):
        package = model.__module__.split(".")
        if package[0] != "homeroom":
            continue
        for field in model._meta.concrete_fields:
            points = isinstance(field, models.ForeignKey) and field.related_model in (Student, Contact, User)
            told = field.name.startswith("told_")  # what an issuer told of somebody
            if points or told or field.name in ("student", "students", "child", "children") or model is Student:
                yield package[1], model._meta.label
                break


def packages() -> set[str]:
    return {package for package, label in holding() if label not in STAY} | HOLD_FILES


def test_what_holds_a_child_is_found() -> None:
    labels = {label for _, label in holding()}
    assert {"people.Student", "people.Enrollment", "people.Relationship", "intake.IdentityLink"} <= labels
    assert {"people.OutsideIdentity", "people.WaitingIdentity", "people.SignInLink"} <= labels
    assert {"people.Correction", "people.User", "people.Student_schools"} <= labels


def test_every_package_that_holds_a_child_erases_and_exports() -> None:
    for package in packages():
        assert package in ERASE, f"{package} holds something of a child and has no erase"
        assert package in EXPORT, f"{package} holds something of a child and has no export"


def test_no_package_holds_a_child_in_a_table_of_its_own_unseen() -> None:
    """A package with models must be an application, so that the tables above are all there are."""
    names = {one.name for one in pkgutil.iter_modules(homeroom.__path__)}
    for name in names:
        try:
            module = importlib.import_module(f"homeroom.{name}.models")
        except ModuleNotFoundError:
            continue
        own = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, models.Model)]
        assert all(one._meta.abstract or apps.is_installed(f"homeroom.{name}") for one in own), name


@pytest.mark.django_db
@pytest.mark.parametrize("package", ERASE)
def test_a_child_who_is_not_there_is_erased_quietly(package: str) -> None:
    assert not any(one.count for one in ERASE[package](404))


@pytest.mark.django_db
def test_every_fact_table_of_children_is_handed_out_with_every_column() -> None:
    told = {one.name: [column.name for column in one.columns] for one in EXPORT["facts"](404)}
    assert told == {name: list(table.names) for name, table in TABLES.items() if table.of_children}
    assert TABLES.keys() - told.keys() == {"quality"}
