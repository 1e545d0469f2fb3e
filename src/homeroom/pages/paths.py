"""The addresses of all pages. A page that isn't listed here does not exist."""

from __future__ import annotations

from django.urls import URLPattern, path

from homeroom.pages.accounts.view import account, accounts, identity
from homeroom.pages.assign.child import goal_child
from homeroom.pages.assign.home import assign
from homeroom.pages.assign.results import goal, goal_file, goal_upload
from homeroom.pages.assign.steps import goal_aim, goal_check, goal_send, goal_who, goal_work
from homeroom.pages.assumptions.view import assumptions
from homeroom.pages.audit_log.view import audit_log
from homeroom.pages.block.changes import block_changes, block_changes_file
from homeroom.pages.block.child import block_child
from homeroom.pages.block.of_class import class_block, class_block_file
from homeroom.pages.block.plan import block_plan, block_plan_file
from homeroom.pages.block.week import block
from homeroom.pages.calendar.view import school_calendar
from homeroom.pages.children.view import children, children_csv
from homeroom.pages.corrections.view import correction, corrections
from homeroom.pages.effort.view import effort, effort_report, prices
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
from homeroom.pages.minutes.view import minutes, minutes_file
from homeroom.pages.minutes_mastery.network import network_minutes, network_minutes_file
from homeroom.pages.minutes_mastery.view import minutes_mastery, minutes_mastery_file
from homeroom.pages.monday.view import monday, monday_file
from homeroom.pages.my_class.view import my_class, my_class_file
from homeroom.pages.network.view import network, network_file
from homeroom.pages.no_standard.view import no_standard, no_standard_file
from homeroom.pages.numbers.view import numbers, numbers_file
from homeroom.pages.planning.row import planning_row
from homeroom.pages.planning.schools import plans
from homeroom.pages.planning.table import planning_csv, planning_table
from homeroom.pages.planning.view import planning
from homeroom.pages.planning_run.view import planning_run
from homeroom.pages.promises.view import promises
from homeroom.pages.quality.view import program, program_file, programs
from homeroom.pages.record.view import record, record_copy, record_file
from homeroom.pages.releases.view import release, release_file, releases
from homeroom.pages.replan.view import replan
from homeroom.pages.rosters.view import change_set, decision, declared, rosters, suspend
from homeroom.pages.rotation import view as rotation
from homeroom.pages.rotation.compare import rotation_compare
from homeroom.pages.rotation.entry import rotation_entry
from homeroom.pages.rotation.flex import rotation_flex, rotation_flex_file
from homeroom.pages.rotation.stand_in import rotation_stand_in, rotation_stand_in_file
from homeroom.pages.seen.view import seen, seen_file
from homeroom.pages.sign_in.at_the_door import speak_at_the_door
from homeroom.pages.sign_in.second import give_code, picture, recovery_codes, set_up
from homeroom.pages.sign_in.trips import go, openid_back, saml_back, saml_finish, saml_metadata, saml_no_logout
from homeroom.pages.sign_in.view import sign_in, sign_in_by_link, sign_out
from homeroom.pages.sign_in.yours import end_others, password, speak, yours
from homeroom.pages.spellings.view import spellings
from homeroom.pages.steps.view import steps
from homeroom.pages.student.view import student, student_file
from homeroom.pages.studies.drawing import study_draw
from homeroom.pages.studies.flow import study_flow
from homeroom.pages.studies.here import study_here
from homeroom.pages.studies.locking import study_lock
from homeroom.pages.studies.minutes import study_minutes
from homeroom.pages.studies.one import study
from homeroom.pages.studies.part import study_part
from homeroom.pages.studies.report import study_report, study_report_file
from homeroom.pages.studies.view import studies
from homeroom.pages.style.view import style
from homeroom.pages.substitutes.view import substitutes
from homeroom.pages.surveys.answer import answer, answer_code
from homeroom.pages.surveys.build import survey, surveys
from homeroom.pages.surveys.paper import survey_paper
from homeroom.pages.surveys.results import survey_comments_page, survey_results, survey_results_file
from homeroom.pages.surveys.slips import survey_slips
from homeroom.pages.surveys.translate import survey_translation
from homeroom.pages.to_align.view import to_align
from homeroom.pages.today.absences import absences
from homeroom.pages.today.calendars import calendar
from homeroom.pages.today.sheets import today_sheets, today_sheets_pdf
from homeroom.pages.today.ticks import today_sheet_ticks
from homeroom.pages.today.view import today, today_file
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
    path("plans/", plans, name="plans"),
    path("school/<int:number>/lab/", lab.board, name="lab-board"),
    *file_paths("school/<int:number>/lab/board", lab.board_file, "lab-board"),
    path("school/<int:number>/lab/sheet/", lab.sheet, name="lab-sheet"),
    path("school/<int:number>/lab/child/<int:student>/", lab.child, name="lab-child"),
    path("school/<int:number>/today/replan/", replan, name="replan"),
    path("school/<int:number>/minutes/", minutes, name="minutes"),
    *file_paths("school/<int:number>/minutes/minutes", minutes_file, "minutes"),
    path("school/<int:number>/minutes/mastery/", minutes_mastery, name="minutes-mastery"),
    *file_paths("school/<int:number>/minutes/mastery/minutes", minutes_mastery_file, "minutes-mastery"),
    path("school/<int:number>/planning/assumptions/", assumptions, name="assumptions"),
    path("school/<int:number>/rotation/", rotation.rotation, name="rotation"),
    path("school/<int:number>/rotation/new/", rotation.rotation_new, name="rotation-new"),
    path("school/<int:number>/rotation/stand-in/", rotation_stand_in, name="rotation-stand-in"),
    *file_paths("school/<int:number>/rotation/stand-in/stand-in", rotation_stand_in_file, "rotation-stand-in"),
    path("school/<int:number>/rotation/flex/", rotation_flex, name="rotation-flex"),
    *file_paths("school/<int:number>/rotation/flex/flex", rotation_flex_file, "rotation-flex"),
    path("school/<int:number>/rotation/<int:which>/", rotation.rotation_week, name="rotation-week"),
    *file_paths("school/<int:number>/rotation/<int:which>/week", rotation.rotation_week_file, "rotation-week"),
    path("school/<int:number>/rotation/<int:which>/act/", rotation.rotation_act, name="rotation-act"),
    path("school/<int:number>/rotation/<int:which>/with/<int:other>/", rotation_compare, name="rotation-compare"),
    path(
        "school/<int:number>/rotation/<int:which>/entry/<int:day>/<int:school_class>/<int:start>/",
        rotation_entry,
        name="rotation-entry",
    ),
    path("school/<int:number>/planning/run/<int:run>/", planning_run, name="planning-run"),
    path("school/<int:number>/block/", block, name="block"),
    path("school/<int:number>/block/<int:plan>/", block_plan, name="block-plan"),
    *file_paths("school/<int:number>/block/<int:plan>/plan", block_plan_file, "block-plan"),
    path("school/<int:number>/block/<int:plan>/child/<int:student>/", block_child, name="block-child"),
    path("school/<int:number>/block/<int:plan>/changes/", block_changes, name="block-changes"),
    *file_paths("school/<int:number>/block/<int:plan>/changes/changes", block_changes_file, "block-changes"),
    path("school/<int:number>/planning/", planning, name="planning"),
    path("school/<int:number>/planning/tables/<slug:table>/", planning_table, name="planning-table"),
    path("school/<int:number>/planning/tables/<slug:table>.csv", planning_csv, name="planning-csv"),
    path("school/<int:number>/planning/tables/<slug:table>/<int:row>/", planning_row, name="planning-row"),
    path("school/<int:number>/today/", today, name="today"),
    *file_paths("school/<int:number>/today/day", today_file, "today"),
    path("school/<int:number>/today/absences/", absences, name="today-absences"),
    path("school/<int:number>/today/sheets/", today_sheets, name="today-sheets"),
    path("school/<int:number>/today/sheets/sheets.pdf", today_sheets_pdf, name="today-sheets-pdf"),
    path("school/<int:number>/today/ticks/", today_sheet_ticks, name="today-sheet-ticks"),
    path("school/<int:number>/today/calendar/<slug:whose>.ics", calendar, name="today-calendar"),
    path("network/", network, name="network"),
    *file_paths("network/network", network_file, "network"),
    path("network/minutes/", network_minutes, name="network-minutes"),
    *file_paths("network/minutes/minutes", network_minutes_file, "network-minutes"),
    path("studies/", studies, name="studies"),
    path("studies/<int:number>/", study, name="study"),
    path("studies/<int:number>/plan/<slug:part>/", study_part, name="study-part"),
    path("studies/<int:number>/lock/", study_lock, name="study-lock"),
    path("studies/<int:number>/draw/", study_draw, name="study-draw"),
    path("studies/<int:number>/flow/", study_flow, name="study-flow"),
    path("studies/<int:number>/report/", study_report, name="study-report"),
    *file_paths("studies/<int:number>/report/report", study_report_file, "study-report"),
    path("studies/here/<int:number>/<int:which>/", study_here, name="study-here"),
    path("studies/minutes/<int:number>/", study_minutes, name="study-minutes"),
    path("programs/", programs, name="programs"),
    path("programs/<slug:slug>/", program, name="program"),
    *file_paths("programs/<slug:slug>/quality", program_file, "program"),
    path("programs/<slug:slug>/releases/", releases, name="releases"),
    path("programs/<slug:slug>/releases/<int:which>/", release, name="release"),
    *file_paths("programs/<slug:slug>/releases/<int:which>/release", release_file, "release"),
    path("class/<int:number>/", my_class, name="my-class"),
    *file_paths("class/<int:number>/week", my_class_file, "my-class"),
    path("class/<int:number>/groups/", groups, name="groups"),
    *file_paths("class/<int:number>/groups/groups", groups_file, "groups"),
    path("class/<int:number>/groups/lists/", group_lists, name="group-lists"),
    path("class/<int:number>/block/", class_block, name="class-block"),
    *file_paths("class/<int:number>/block/block", class_block_file, "class-block"),
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
    path("surveys/", surveys, name="surveys"),
    path("surveys/<int:number>/", survey, name="survey"),
    path("surveys/<int:number>/words/<slug:language>/", survey_translation, name="survey-words"),
    path("surveys/<int:number>/codes/", survey_slips, name="survey-slips"),
    path("surveys/<int:number>/paper/", survey_paper, name="survey-paper"),
    path("surveys/<int:number>/results/", survey_results, name="survey-results"),
    *file_paths("surveys/<int:number>/results/results", survey_results_file, "survey-results"),
    path("surveys/<int:number>/comments/", survey_comments_page, name="survey-comments"),
    path("survey/", answer_code, name="answer-code"),
    path("survey/<str:code>/", answer, name="answer"),
    path("effort/", effort, name="effort"),
    path("effort/prices/", prices, name="prices"),
    path("effort/studies/", effort_report, name="effort-report"),
    path("numbers/", numbers, name="numbers"),
    *file_paths("numbers/numbers", numbers_file, "numbers"),
    path("how/", how, name="how"),
    path("style/", style, name="style"),
    path("promises/", promises, name="promises"),
]
