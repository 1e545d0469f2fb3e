"""The addresses of all pages. A page that isn't listed here does not exist."""

from __future__ import annotations

from django.urls import URLPattern, path

from homeroom.pages.home.view import home
from homeroom.pages.how.view import how
from homeroom.pages.imports.view import delivery, imports, quarantined_rows
from homeroom.pages.my_class.view import my_class, my_class_csv
from homeroom.pages.rosters.view import change_set, decision, declared, rosters
from homeroom.pages.sign_in.view import sign_in, sign_in_by_link, sign_out
from homeroom.pages.student.view import student, student_csv

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/link/<str:token>", sign_in_by_link, name="sign-in-link"),
    path("sign-out/", sign_out, name="sign-out"),
    path("class/<int:number>/", my_class, name="my-class"),
    path("class/<int:number>/week.csv", my_class_csv, name="my-class-csv"),
    path("student/<int:number>/", student, name="student"),
    path("student/<int:number>/week.csv", student_csv, name="student-csv"),
    path("imports/", imports, name="imports"),
    path("imports/<int:number>/", delivery, name="delivery"),
    path("imports/<int:number>/rows/<int:group>.csv", quarantined_rows, name="quarantined-rows"),
    path("rosters/", rosters, name="rosters"),
    path("rosters/rollover/", declared, name="roster-rollover"),
    path("rosters/<int:number>/", change_set, name="roster-set"),
    path("rosters/<int:number>/decision/", decision, name="roster-decision"),
    path("how/", how, name="how"),
]
