"""The addresses of all pages. A page that isn't listed here does not exist."""

from __future__ import annotations

from django.urls import URLPattern, path

from homeroom.pages.home.view import home
from homeroom.pages.how.view import how
from homeroom.pages.imports.view import delivery, imports, quarantined_rows
from homeroom.pages.layouts.view import layout_file, layouts, new_layout
from homeroom.pages.my_class.view import my_class, my_class_csv
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
    path("imports/layouts/", layouts, name="layouts"),
    path("imports/layouts/<int:number>/", new_layout, name="new-layout"),
    path("imports/layouts/<slug:program>/<slug:report>/<slug:layout>.toml", layout_file, name="layout-file"),
    path("how/", how, name="how"),
]
