"""The addresses of all pages. A page that isn't listed here does not exist."""

from __future__ import annotations

from django.urls import URLPattern, path

from homeroom.pages.accounts.view import account, accounts, identity
from homeroom.pages.assign.child import goal_child
from homeroom.pages.assign.home import assign
from homeroom.pages.assign.results import goal, goal_file, goal_upload
from homeroom.pages.assign.steps import goal_aim, goal_check, goal_send, goal_who, goal_work
from homeroom.pages.audit_log.view import audit_log
from homeroom.pages.calendar.view import school_calendar
from homeroom.pages.children.view import children, children_csv
from homeroom.pages.corrections.view import correction, corrections
from homeroom.pages.family.file import class_families_pdf, family_pdf
from homeroom.pages.family.view import class_families, family
from homeroom.pages.feeds.view import edit_feed, feeds, new_feed
from homeroom.pages.files import file_paths
from homeroom.pages.groups.card import group
from homeroom.pages.groups.view import group_lists, groups, groups_file
from homeroom.pages.home.view import home
from homeroom.pages.how.view import how
from homeroom.pages.how_we_know.view import known, known_file
from homeroom.pages.imports.acts import close_alarm
from homeroom.pages.imports.view import delivery, imports, quarantined_rows
from homeroom.pages.jobs.view import job, jobs
from homeroom.pages.lab import view as lab
from homeroom.pages.layouts.view import layout_file, layouts, new_layout
from homeroom.pages.monday.view import monday, monday_file
from homeroom.pages.my_class.view import my_class, my_class_file
from homeroom.pages.network.view import network, network_file
from homeroom.pages.no_standard.view import no_standard, no_standard_file
from homeroom.pages.numbers.view import numbers, numbers_file
from homeroom.pages.promises.view import promises
from homeroom.pages.record.view import record, record_copy, record_file
from homeroom.pages.replan.view import replan
from homeroom.pages.rosters.view import change_set, decision, declared, rosters, suspend
from homeroom.pages.seen.view import seen, seen_file
from homeroom.pages.sign_in.at_the_door import speak_at_the_door
from homeroom.pages.sign_in.second import give_code, picture, recovery_codes, set_up
from homeroom.pages.sign_in.trips import go, openid_back, saml_back, saml_finish, saml_metadata, saml_no_logout
from homeroom.pages.sign_in.view import sign_in, sign_in_by_link, sign_out
from homeroom.pages.sign_in.yours import end_others, password, speak, yours
from homeroom.pages.spellings.view import spellings
from homeroom.pages.steps.view import steps
from homeroom.pages.student.view import student, student_file
from homeroom.pages.style.view import style
from homeroom.pages.substitutes.view import substitutes
from homeroom.pages.to_align.view import to_align
from homeroom.pages.unit.after import carry_over, carry_over_file
from homeroom.pages.unit.before import readiness, readiness_file
from homeroom.pages.unit.view import unit, unit_file
from homeroom.pages.upload.view import upload
from homeroom.pages.view_as.view import view_as, view_as_end
from homeroom.pages.who.view import who, who_case, who_link
from homeroom.pages.work_list.view import list_of_work, list_of_work_file

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/language/", speak_at_the_door, name="language"),
    path("sign-in/link/<str:token>", sign_in_by_link, name="sign-in-link"),
    path("sign-in/code/", give_code, name="second-step"),
    path("sign-in/set-up/", set_up, name="second-step-set-up"),
    path("sign-in/set-up/picture.svg", picture, name="second-step-picture"),
    path("sign-in/recovery-codes/", recovery_codes, name="recovery-codes"),
    path("sign-in/yours/", yours, name="your-sign-in"),
    path("sign-in/yours/password/", password, name="password"),
    path("sign-in/yours/language/", speak, name="your-language"),
    path("sign-in/yours/elsewhere/", end_others, name="end-other-sessions"),
    path("sign-in/with/<slug:slug>/", go, name="sign-in-with"),
    # allauth knows these by its own names.
    path("sign-in/with/<slug:provider_id>/back/", openid_back, name="openid_connect_callback"),
    path("sign-in/with/<slug:organization_slug>/answer/", saml_back, name="saml_acs"),
    path("sign-in/with/<slug:organization_slug>/finish/", saml_finish, name="saml_finish_acs"),
    path("sign-in/with/<slug:organization_slug>/metadata.xml", saml_metadata, name="saml_metadata"),
    path("sign-in/with/<slug:organization_slug>/end/", saml_no_logout, name="saml_sls"),
    path("sign-out/", sign_out, name="sign-out"),
    path("school/<int:number>/monday/", monday, name="monday"),
    *file_paths("school/<int:number>/monday/monday", monday_file, "monday"),
    path("school/<int:number>/lab/", lab.board, name="lab-board"),
    *file_paths("school/<int:number>/lab/board", lab.board_file, "lab-board"),
    path("school/<int:number>/lab/sheet/", lab.sheet, name="lab-sheet"),
    path("school/<int:number>/lab/child/<int:student>/", lab.child, name="lab-child"),
    path("school/<int:number>/today/replan/", replan, name="replan"),
    path("network/", network, name="network"),
    *file_paths("network/network", network_file, "network"),
    path("class/<int:number>/", my_class, name="my-class"),
    *file_paths("class/<int:number>/week", my_class_file, "my-class"),
    path("class/<int:number>/groups/", groups, name="groups"),
    *file_paths("class/<int:number>/groups/groups", groups_file, "groups"),
    path("class/<int:number>/groups/lists/", group_lists, name="group-lists"),
    path("class/<int:number>/assign/", assign, name="assign"),
    path("class/<int:number>/unit/", unit, name="unit"),
    *file_paths("class/<int:number>/unit/weeks", unit_file, "unit"),
    path("class/<int:number>/unit/<int:which>/ready/", readiness, name="readiness"),
    *file_paths("class/<int:number>/unit/<int:which>/ready/ready", readiness_file, "readiness"),
    path("class/<int:number>/unit/<int:which>/carried/", carry_over, name="carry-over"),
    *file_paths("class/<int:number>/unit/<int:which>/carried/carried", carry_over_file, "carry-over"),
    path("goal/<int:number>/", goal, name="goal"),
    *file_paths("goal/<int:number>/results", goal_file, "goal"),
    path("goal/<int:number>/upload/<slug:program>", goal_upload, name="goal-upload"),
    path("goal/<int:number>/goals/", goal_aim, name="goal-aim"),
    path("goal/<int:number>/who/", goal_who, name="goal-who"),
    path("goal/<int:number>/work/", goal_work, name="goal-work"),
    path("goal/<int:number>/work/<int:student>/", goal_child, name="goal-child"),
    path("goal/<int:number>/check/", goal_check, name="goal-check"),
    path("goal/<int:number>/send/", goal_send, name="goal-send"),
    path("work-list/", list_of_work, name="work-list"),
    *file_paths("work-list/work-list", list_of_work_file, "work-list"),
    path("class/<int:number>/families/", class_families, name="class-families"),
    path("class/<int:number>/families/families.pdf", class_families_pdf, name="class-families-pdf"),
    path("group/<int:number>/", group, name="group"),
    path("student/<int:number>/", student, name="student"),
    *file_paths("student/<int:number>/week", student_file, "student"),
    path("student/<int:number>/standard/<path:code>/", known, name="known"),
    *file_paths("student/<int:number>/standard/<path:code>/known", known_file, "known"),
    path("student/<int:number>/family/", family, name="family"),
    path("student/<int:number>/family/family.pdf", family_pdf, name="family-pdf"),
    path("student/<int:number>/steps/", steps, name="steps"),
    path("student/<int:number>/seen/", seen, name="seen"),
    *file_paths("student/<int:number>/seen/seen", seen_file, "seen"),
    path("audit/", audit_log, name="audit-log"),
    path("student/<int:number>/record/", record, name="record"),
    *file_paths("student/<int:number>/record/held", record_file, "record"),
    path("student/<int:number>/record/copy.zip", record_copy, name="record-copy"),
    path("student/<int:number>/corrections/", corrections, name="corrections"),
    path("student/<int:number>/corrections/<int:which>/", correction, name="correction"),
    path("imports/", imports, name="imports"),
    path("imports/alarms/<int:number>/close/", close_alarm, name="close-alarm"),
    path("imports/calendar/", school_calendar, name="calendar"),
    path("imports/no-standard/", no_standard, name="no-standard"),
    *file_paths("imports/no-standard/contents", no_standard_file, "no-standard"),
    path("content/review/", to_align, name="to-align"),
    path("standards/spellings/", spellings, name="spellings"),
    path("imports/feeds/", feeds, name="feeds"),
    path("imports/feeds/new/", new_feed, name="new-feed"),
    path("imports/feeds/<int:number>/", edit_feed, name="edit-feed"),
    path("imports/<int:number>/", delivery, name="delivery"),
    path("imports/<int:number>/rows/<int:group>.csv", quarantined_rows, name="quarantined-rows"),
    path("rosters/", rosters, name="rosters"),
    path("rosters/rollover/", declared, name="roster-rollover"),
    path("rosters/<int:number>/", change_set, name="roster-set"),
    path("rosters/<int:number>/decision/", decision, name="roster-decision"),
    path("rosters/<int:number>/suspend/", suspend, name="roster-suspend"),
    path("accounts/", accounts, name="accounts"),
    path("accounts/<int:number>/", account, name="account"),
    path("accounts/identities/<int:number>/", identity, name="identity"),
    path("who/", who, name="who"),
    path("who/<int:number>/", who_case, name="who-case"),
    path("who/link/<int:number>/", who_link, name="who-link"),
    path("upload/", upload, name="upload"),
    path("jobs/", jobs, name="jobs"),
    path("jobs/<int:number>/", job, name="job"),
    path("imports/layouts/", layouts, name="layouts"),
    path("imports/layouts/<int:number>/", new_layout, name="new-layout"),
    path("imports/layouts/<slug:program>/<slug:report>/<slug:layout>.toml", layout_file, name="layout-file"),
    path("children/", children, name="children"),
    path("children/children.csv", children_csv, name="children-csv"),
    path("substitutes/", substitutes, name="substitutes"),
    path("view-as/", view_as, name="view-as"),
    path("view-as/end/", view_as_end, name="view-as-end"),
    path("numbers/", numbers, name="numbers"),
    *file_paths("numbers/numbers", numbers_file, "numbers"),
    path("how/", how, name="how"),
    path("style/", style, name="style"),
    path("promises/", promises, name="promises"),
]
