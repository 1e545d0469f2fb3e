"""The fact tables: every column with its type, unit and meaning. The data dictionary is made from here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Column:
    """One column. `type` is a DuckDB type; `unit` is blank where the value has none."""

    name: str
    type: str
    meaning: str
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """A fact table. `grain` says in words what one row is; `sort` is the order within a file.

    `row_group` is the rows that are compressed together: fewer where pages read a few children out of many.
    """

    name: str
    grain: str
    columns: tuple[Column, ...]
    sort: tuple[str, ...]
    row_group: int = 122_880

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def of_children(self) -> bool:
        """Whether its rows are about single children."""
        return "student" in self.names

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


STUDENT = Column("student", "INTEGER", "the child's opaque number, given out by people")
PROGRAM = Column("program", "VARCHAR", "the program's slug")
SCHOOL_YEAR = Column("school_year", "SMALLINT", "the calendar year in which the school year ends")
STANDARD = Column("standard", "VARCHAR", "the standard as the program spells it; blank where it names none")

EVENT = (
    STUDENT,
    PROGRAM,
    Column("report", "VARCHAR", "the program's report the row came in"),
    SCHOOL_YEAR,
    Column("occurred_at", "TIMESTAMP_MS", "the moment, where the program tells one", "UTC"),
    Column("occurred_on", "DATE", "the day at the school; of a week, its first day", "school's time zone"),
    Column("precision", "VARCHAR", "how exactly the time is known: instant, day or week"),
)

LINEAGE = (
    Column("as_of", "TIMESTAMP_MS", "the moment the row speaks of, where its layout declares a column for it", "UTC"),
    Column("delivery", "INTEGER", "the delivery the row came in"),
    Column("row", "INTEGER", "the row's number within the delivery's file, 1 for the first after the header"),
)

ATTEMPTS = Table(
    "attempts",
    "one answer of one child to one item",
    (
        *EVENT,
        Column("content_item", "VARCHAR", "the program's id of the item"),
        STANDARD,
        Column("correct", "BOOLEAN", "whether the answer was right"),
        Column("score", "DOUBLE", "points given", "points"),
        Column("max_score", "DOUBLE", "points possible", "points"),
        Column("seconds", "INTEGER", "time the answer took", "seconds"),
        Column("attempt_no", "SMALLINT", "which try at this item it was, where the program counts"),
        Column("activity", "VARCHAR", "the program's id of the lesson or quiz the item stood in"),
        Column("event_id", "VARCHAR", "the sender's id of the event, where there is one"),
        Column("contradiction", "BOOLEAN", "whether the sitting's answers contradict its raw score"),
        *LINEAGE,
    ),
    ("student", "occurred_on", "occurred_at"),
)

ACTIVITIES = Table(
    "activities",
    "one try of one child at one lesson, quiz or unit",
    (
        *EVENT,
        Column("content_item", "VARCHAR", "the program's id of the lesson, quiz or unit"),
        Column("kind", "VARCHAR", "lesson, quiz, unit or level"),
        STANDARD,
        Column("attempt_no", "SMALLINT", "which try it was, where the program counts"),
        Column("minutes", "DOUBLE", "time spent, after the layout's rules", "minutes"),
        Column("minutes_raw", "DOUBLE", "time spent as received", "minutes"),
        Column("minutes_rule", "VARCHAR", "the rule by which minutes differ from minutes_raw; blank where they don't"),
        Column("minutes_definition", "VARCHAR", "what the program counts as a minute"),
        Column("tries", "INTEGER", "tries so far, where the program tells only their number", "tries"),
        Column("items", "INTEGER", "items tried", "items"),
        Column("items_correct", "INTEGER", "items right", "items"),
        Column("score", "DOUBLE", "the score as received", "points"),
        Column("max_score", "DOUBLE", "the highest possible score", "points"),
        Column("outcome", "VARCHAR", "passed, not passed, completed, started or unknown"),
        Column("outcome_word", "VARCHAR", "the program's own word for the outcome"),
        Column("assigned_by", "VARCHAR", "program, teacher or goal; blank where the program does not tell"),
        Column("language", "VARCHAR", "the language of the lesson"),
        *LINEAGE,
    ),
    ("student", "occurred_on"),
)

USAGE = Table(
    "usage",
    "one measure of one child's use of a program over one period",
    (
        *EVENT,
        Column("metric", "VARCHAR", "Caliper 1.2 metric name, such as MinutesOnTask"),
        Column("value", "DOUBLE", "the measure after the layout's rules", "of the metric"),
        Column("value_raw", "DOUBLE", "the measure as received", "of the metric"),
        Column("rule", "VARCHAR", "the rule by which value differs from value_raw; blank where they don't differ"),
        Column("outlier", "BOOLEAN", "whether the value as received is beyond its rule; blank without one"),
        Column("definition", "VARCHAR", "what the program counts"),
        Column("place", "VARCHAR", "school or home; blank where the program does not tell"),
        Column("material_grade", "VARCHAR", "the grade of the material used"),
        Column("resource", "VARCHAR", "the application or resource used, where the report names one"),
        Column("starts_on", "DATE", "first day of the period"),
        Column("ends_on", "DATE", "last day of the period"),
        Column("grain", "VARCHAR", "day, week, month or ytd"),
        Column("cumulative", "BOOLEAN", "whether the value counts from the start of the school year"),
        *LINEAGE,
    ),
    ("student", "occurred_on"),
)

ASSESSMENTS = Table(
    "assessments",
    "one score or level of one child in one sitting",
    (
        *EVENT,
        Column("sitting", "VARCHAR", "the program's id of the sitting, where there is one"),
        Column("assessment", "VARCHAR", "which assessment"),
        Column("objective", "VARCHAR", "the part of it that was scored; blank for the whole"),
        Column("grade_assessed", "VARCHAR", "the grade the assessment was set for"),
        Column("period", "VARCHAR", "BOY, MOY, EOY or the program's own word"),
        Column("method", "VARCHAR", "the vendor's column the result stood in"),
        Column("result", "VARCHAR", "the result as received"),
        Column("result_number", "DOUBLE", "the result as a number, where it is one", "of the method"),
        Column("result_kind", "VARCHAR", "score, level or range"),
        Column("level_order", "SMALLINT", "the level's place among the assessment's levels, 1 for the lowest"),
        Column("met", "BOOLEAN", "whether the level meets the expectation; blank where none is declared"),
        Column("minutes", "DOUBLE", "time the sitting took", "minutes"),
        Column("rushed", "VARCHAR", "the program's own flag for a rushed sitting, as received"),
        Column("language", "VARCHAR", "the language of the sitting"),
        *LINEAGE,
    ),
    ("student", "occurred_on", "assessment", "objective", "method"),
)

CLAIMS = Table(
    "claims",
    "one program's word on one child's mastery of one standard",
    (
        *EVENT,
        Column("sitting", "VARCHAR", "the program's id of the sitting the claim rests on"),
        Column("content_item", "VARCHAR", "the program's id of the skill or lesson the claim speaks of"),
        STANDARD,
        Column("domain", "VARCHAR", "the program's domain the claim speaks of"),
        Column("method", "VARCHAR", "the vendor's column the value stood in"),
        Column("value", "VARCHAR", "the claim as received"),
        Column("value_number", "DOUBLE", "the claim as a number, where it is one", "of the scale"),
        Column("scale", "VARCHAR", "percent, share or level"),
        Column("level", "VARCHAR", "the program's own word for the level reached, beside the value"),
        Column("confidence", "VARCHAR", "the program's own confidence, as received"),
        *LINEAGE,
    ),
    ("student", "occurred_on", "standard", "method"),
)

BASE = {table.name: table for table in (ATTEMPTS, ACTIVITIES, USAGE, ASSESSMENTS, CLAIMS)}

# A class page reads some 25 children out of a network's file.
PAGE_ROWS = 40_960

PRACTICE = Table(
    "practice",
    "one child's work on one standard in one week of one program",
    (
        STUDENT,
        Column("standard", "VARCHAR", "the standard's code; blank for work tied to none"),
        PROGRAM,
        SCHOOL_YEAR,
        Column("week", "DATE", "the Monday of the week"),
        Column("attempts", "INTEGER", "answers to items of the standard whose result is known", "answers"),
        Column("correct", "INTEGER", "right answers among them", "answers"),
        Column("unscored", "INTEGER", "further answers whose result the program does not tell", "answers"),
        Column(
            "contradicting",
            "INTEGER",
            "further answers that are left out of every other column: their sitting contradicts its own score",
            "answers",
        ),
        Column(
            "share",
            "DOUBLE",
            "the attempts' weight on this standard: an item on two standards counts half on each, so shares add up "
            "over standards where attempts would count twice",
            "answers",
        ),
        Column("first_tries", "INTEGER", "attempts at items not tried before in this school year", "answers"),
        Column("first_correct", "INTEGER", "right answers among the first tries", "answers"),
        Column("active_minutes", "DOUBLE", "known time on items and lessons of the standard, by share", "minutes"),
        Column("minutes_definition", "VARCHAR", "what was counted as a minute; several are joined by semicolons"),
        Column("lessons", "INTEGER", "different lessons, quizzes and units of the standard tried", "lessons"),
        Column("lessons_passed", "INTEGER", "those among them passed in the week", "lessons"),
        Column(
            "rapid",
            "INTEGER",
            "attempts that took under a tenth of the item's median time this school year; blank where no time is known",
            "answers",
        ),
        Column("last_on", "DATE", "the last day with work; blank where all of it is left out as contradicting"),
    ),
    ("student", "week", "standard"),
    row_group=PAGE_ROWS,
)

LESSON_TIME = Table(
    "lesson_time",
    "one child's time on one lesson, or on one item outside of any lesson with a known time, on one day",
    (
        STUDENT,
        PROGRAM,
        SCHOOL_YEAR,
        Column("occurred_on", "DATE", "the day at the school; of a week, its first day", "school's time zone"),
        Column("week", "DATE", "the Monday of the week"),
        Column("kind", "VARCHAR", "lesson, unit or item"),
        Column("content_item", "VARCHAR", "the program's id of the lesson, unit or item; blank where it has none"),
        Column("standard", "VARCHAR", "the code of the standard that the program itself names; blank without one"),
        Column("seconds", "INTEGER", "known time, as the program counts it", "seconds"),
    ),
    ("student", "occurred_on", "program"),
    row_group=PAGE_ROWS,
)

STREAKS = Table(
    "streaks",
    "one child's run of answers on one standard this school year, all programs in order of time",
    (
        STUDENT,
        Column("standard", "VARCHAR", "the standard's code; never blank"),
        SCHOOL_YEAR,
        Column("attempts", "INTEGER", "answers so far whose result is known", "answers"),
        Column("correct", "INTEGER", "right answers among them", "answers"),
        Column("since_three", "INTEGER", "answers since the last three right in a row, or since the start", "answers"),
        Column("correct_since", "INTEGER", "right answers among those", "answers"),
        Column("programs", "VARCHAR", "the programs they came from, in alphabetical order"),
        Column("last_on", "DATE", "the day of the last answer"),
    ),
    ("student", "standard"),
    row_group=PAGE_ROWS,
)

PERIODS = Table(
    "periods",
    "what one measure of one child's use grew by between two neighbouring cumulative snapshots of one report",
    (
        STUDENT,
        PROGRAM,
        Column("report", "VARCHAR", "the program's report the snapshots came in"),
        SCHOOL_YEAR,
        Column("metric", "VARCHAR", "Caliper 1.2 metric name, such as MinutesOnTask"),
        Column("resource", "VARCHAR", "the application or resource used, where the report names one"),
        Column("place", "VARCHAR", "school or home; blank where the program does not tell"),
        Column("material_grade", "VARCHAR", "the grade of the material used"),
        Column("definition", "VARCHAR", "what the program counts"),
        Column("starts_on", "DATE", "the day after the earlier snapshot; for a first one the program's start, if told"),
        Column("ends_on", "DATE", "the day of the later snapshot"),
        Column(
            "value", "DOUBLE", "what was added in the period; blank where the snapshot is set aside", "of the metric"
        ),
        Column("snapshots", "SMALLINT", "snapshots the value rests on: two, or one where it counts from a start"),
        Column(
            "flag",
            "VARCHAR",
            "first: counts from the start; new_base: counts from a new start; went_down: lower than before, set aside",
        ),
    ),
    ("student", "ends_on", "metric"),
    row_group=PAGE_ROWS,
)

OFFERS = Table(
    "offers",
    "one standard, or work on it, that could have been offered to one child at one moment, or was held back",
    (
        STUDENT,
        SCHOOL_YEAR,
        Column("offered_at", "TIMESTAMP_MS", "the moment of the offer", "UTC"),
        Column("policy_version", "VARCHAR", "the version of the rules that drew it"),
        Column("seed", "BIGINT", "the seed that it was drawn with"),
        Column("exploration_share", "DOUBLE", "the share of draws spread over acceptable candidates; 0 is off"),
        Column("switched_on_by", "INTEGER", "the member of staff who switched exploration on; blank where it is off"),
        Column("place", "SMALLINT", "the candidate's place in the list, from 1; 0 stands for a list with none"),
        Column("standard", "VARCHAR", "the candidate's code; blank where the list has none"),
        Column("goal", "INTEGER", "the number of the goal that work was chosen for; blank for lists of standards"),
        Column("program", "VARCHAR", "the program whose work it is; blank for a standard alone, and for work offline"),
        Column("lesson", "VARCHAR", "the program's id of the lesson; blank where none is named"),
        Column("channel", "VARCHAR", "how the program would be told: deep_link, api, file or work_list"),
        Column("score", "DOUBLE", "the value it was ranked by"),
        Column("propensity", "DOUBLE", "the chance it had of being drawn"),
        Column("reasons", "VARCHAR", "why it is a candidate, in words; several are on lines of their own"),
        Column("codes", "VARCHAR", "the same as codes, a line each, where work was chosen for a goal"),
        Column("blocked_by", "VARCHAR", "what holds it back, in words; blank where it could be offered"),
        Column("chosen", "BOOLEAN", "whether it was chosen"),
        Column("chosen_by", "VARCHAR", "policy or teacher; a teacher's choice has no propensity"),
    ),
    ("student", "offered_at", "place"),
    row_group=PAGE_ROWS,
)

STANDARD_CODE = Column("standard", "VARCHAR", "the standard's code")
SHARE_RIGHT = "share of right answers to ordinary items"

MASTERY = Table(
    "mastery",
    "what is believed on one day of one child's mastery of one standard",
    (
        STUDENT,
        STANDARD_CODE,
        SCHOOL_YEAR,
        Column("as_of", "DATE", "the day on which it is believed: forgetting is counted up to it"),
        Column("mean", "DOUBLE", "the estimate: log odds of a right answer to an ordinary item", "logit"),
        Column("variance", "DOUBLE", "how unsure the estimate is, as a variance", "logit²"),
        Column(
            "p_mastered",
            "DOUBLE",
            "the probability that the child would get four of five ordinary items right; with bkt, that it knows how",
        ),
        Column("low80", "DOUBLE", f"lower end of the 80 % interval of the expected {SHARE_RIGHT}", "share"),
        Column("high80", "DOUBLE", f"upper end of the 80 % interval of the expected {SHARE_RIGHT}", "share"),
        Column(
            "evidence_weight",
            "DOUBLE",
            "the child's own evidence on the standard, less what time took",
            "ordinary items",
        ),
        Column("attempts", "INTEGER", "answers among that evidence", "answers"),
        Column("last_evidence_on", "DATE", "the day of the newest own evidence; blank without any"),
        Column(
            "state",
            "VARCHAR",
            "no evidence, not enough evidence, not yet, getting there, nearly there or mastered, by the estimate alone",
        ),
        Column(
            "inferred", "BOOLEAN", "whether the row rests on the child's other work alone: expected, never mastered"
        ),
        Column(
            "override", "VARCHAR", "the state that a teacher has set, shown before the estimate's; blank without one"
        ),
        Column("engine", "VARCHAR", "which engine estimated: filter or bkt"),
        Column("parameters_version", "VARCHAR", "the engine's constants, by a digest of them"),
        Column("facts_version", "INTEGER", "the version of the facts that it was drawn from"),
    ),
    ("student", "standard"),
    row_group=PAGE_ROWS,
)

MASTERY_SOURCES = Table(
    "mastery_sources",
    "what one kind of evidence from one program did to the estimate of one child on one standard",
    (
        STUDENT,
        Column("standard", "VARCHAR", "the standard's code; blank for scores of the whole subject or of a domain"),
        SCHOOL_YEAR,
        Column("program", "VARCHAR", "the program's slug; blank for what teachers saw"),
        Column(
            "kind",
            "VARCHAR",
            "item, rapid (an item answered too quickly for thinking), score, tries, scale, subscale, claim or check",
        ),
        Column("rows", "INTEGER", "facts or checks that were used", "rows"),
        Column(
            "weight",
            "DOUBLE",
            "their part of the evidence weight; scores of more than a standard have none",
            "ordinary items",
        ),
        Column("shift", "DOUBLE", "how far they moved the estimate, one after the other, growth included", "logit"),
        Column("last_on", "DATE", "the day of the newest of them"),
    ),
    ("student", "standard", "program", "kind"),
    row_group=PAGE_ROWS,
)

AS_OF = Column("as_of", "DATE", "the day on which it was drawn")

NEXT_STEPS = Table(
    "next_steps",
    "one place in the list of what one child should work on next",
    (
        STUDENT,
        SCHOOL_YEAR,
        AS_OF,
        Column("place", "SMALLINT", "the place in the child's list, 1 for the first"),
        STANDARD_CODE,
        Column("kind", "VARCHAR", "why it is in the list: pinned, goal, before goal, probe, try or review"),
        Column("cause", "VARCHAR", "the standard that the reason names beside it; blank where it names none"),
        Column("value", "DOUBLE", "the value that it was ranked by"),
        Column("reason", "VARCHAR", "why, in words"),
        Column("facts_version", "INTEGER", "the version of the facts that it was drawn from"),
    ),
    ("student", "place"),
    row_group=PAGE_ROWS,
)

GROUPS = Table(
    "groups",
    "one child of one class: the small group that is suggested for it, or none",
    (
        STUDENT,
        SCHOOL_YEAR,
        AS_OF,
        Column("school_class", "INTEGER", "the class's number"),
        Column("place", "SMALLINT", "the group's place in its class, 1 for the first; 0 for a child in none"),
        Column("standard", "VARCHAR", "the code of the standard that all of them need; blank for a child in none"),
        Column("since", "DATE", "the day from which on this group is suggested; blank for a child in none"),
        Column("reason", "VARCHAR", "why the group is suggested, or why the child is in none, in words"),
        Column("facts_version", "INTEGER", "the version of the facts that it was drawn from"),
    ),
    ("student", "school_class"),
    row_group=PAGE_ROWS,
)

FLAGS = Table(
    "flags",
    "one rule that one child's work meets",
    (
        STUDENT,
        SCHOOL_YEAR,
        AS_OF,
        Column("rule", "VARCHAR", "the rule: working-hard or rushing"),
        Column("standard", "VARCHAR", "the standard's code; blank where the rule is about no single one"),
        Column("evidence", "VARCHAR", "the counts that it rests on, in words"),
        Column("facts_version", "INTEGER", "the version of the facts that it was drawn from"),
    ),
    ("student", "rule", "standard"),
    row_group=PAGE_ROWS,
)

# What a class's lab time was for, in the order in which a minute is asked where it belongs.
PURPOSES = {
    "on_plan_needed": "on standards of the class's plan that the child had not mastered",
    "on_plan_mastered": "on standards of the plan that the child had mastered",
    "gap_repair": "on standards that the plan's stand on, up to three steps back, that the child had not mastered",
    "due_review": "on mastered standards that were due for review",
    "ahead": "on what the class is to be taught later, or what stands on the plan",
    "unrelated": "on anything else that is known",
    "unknown": "on lessons that nobody has aligned, and what inferred tags leave in doubt",
}
LAGS = tuple(range(-4, 5))


def lag_name(lag: int) -> str:
    """The column of one lag: `class_lag_minus_2`, `class_lag_0`, `class_lag_plus_2`."""
    return f"class_lag_{'minus_' if lag < 0 else 'plus_' if lag else ''}{abs(lag)}"


def _of_lag(lag: int) -> Column:
    weeks = "the same week" if not lag else f"{abs(lag)} weeks {'before' if lag < 0 else 'after'}"
    return Column(lag_name(lag), "DOUBLE", f"share of the class's time on what its plan has for {weeks}", "share")


ALIGNMENT = Table(
    "alignment",
    "one child of one class in one week for which the class has a plan; columns from class_ on are of the whole class",
    (
        STUDENT,
        Column("school_class", "INTEGER", "the class's number"),
        SCHOOL_YEAR,
        Column("week", "DATE", "the Monday of the week"),
        Column("as_of", "DATE", "the day on which it was worked out"),
        Column("seconds", "INTEGER", "the child's lab time in programs of the plan's subject", "seconds"),
        Column("lessons", "INTEGER", "different lessons, units and single items among it", "lessons"),
        *(Column(name, "INTEGER", f"time {words}", "seconds") for name, words in PURPOSES.items()),
        Column("class_seconds", "BIGINT", "lab time of all its children", "seconds"),
        Column("class_lessons", "INTEGER", "different lessons, units and single items among it", "lessons"),
        Column("class_children", "INTEGER", "children with any of it", "children"),
        Column("class_through", "DATE", "the last day of the week with work"),
        Column("class_sure", "DOUBLE", "share of the time in lessons that a person or their maker aligned", "share"),
        Column("class_share", "DOUBLE", "S: the share of time on the plan's standards, as estimated", "share"),
        Column("class_low", "DOUBLE", "lower end of its 90 % interval", "share"),
        Column("class_high", "DOUBLE", "upper end of its 90 % interval", "share"),
        Column("class_least", "DOUBLE", "S if all unknown time was off plan", "share"),
        Column("class_most", "DOUBLE", "S if all unknown time was on plan", "share"),
        Column("class_gap_repair", "DOUBLE", "the share of time for gap repair, as estimated", "share"),
        Column("class_overlap", "DOUBLE", "O: what the shares of time and of teaching have in common", "share"),
        Column("class_coverage", "DOUBLE", "C: how much of each planned dose was had, mean of the children", "share"),
        Column(
            "class_need_fit",
            "DOUBLE",
            "N: the share of time on what next steps offered that Monday",
            "share",
        ),
        Column(
            "class_beyond_chance",
            "DOUBLE",
            "A*: how far S is above that of other weeks' plans; blank without a plan more than five weeks away",
        ),
        *(_of_lag(lag) for lag in LAGS),
    ),
    ("student", "week", "school_class"),
    row_group=PAGE_ROWS,
)

DATE = Column("date", "DATE", "the day at the school", "school's time zone")
SCHOOL = Column("school", "INTEGER", "the school's number")
WEEK = Column("week", "DATE", "the Monday of the week")
MODALITY = Column(
    "modality",
    "VARCHAR",
    "technology, tutoring, teacher-led, independent, peer project, service or supervised overflow",
)
PLAN_VERSION = Column("plan_version", "INTEGER", "the version of the school's published plan of that week")

PLACEMENTS = Table(
    "placements",
    "one child in one session of the flexible block, as it was published",
    (
        STUDENT,
        SCHOOL_YEAR,
        SCHOOL,
        WEEK,
        DATE,
        Column("session", "SMALLINT", "the session's number on its day"),
        Column("minutes", "SMALLINT", "how long the session is", "minutes"),
        MODALITY,
        Column("plan_group", "INTEGER", "the group's key in the plan; blank for work by oneself"),
        Column("staff", "INTEGER", "the number of the adult who leads; blank where nobody does"),
        Column("room", "INTEGER", "the room's number; blank where none is named"),
        Column("program", "VARCHAR", "the program's slug; '' where it is no work in a program"),
        Column("standard", "VARCHAR", "the standard's code; blank where it is on none"),
        Column("drawn", "BOOLEAN", "whether a coin decided which of two children has this place"),
        Column("pair", "INTEGER", "the number of the drawn pair in the plan; blank where nothing was drawn"),
        Column("propensity", "DOUBLE", "the chance of this place; blank where nothing was drawn"),
        PLAN_VERSION,
    ),
    ("student", "date", "session"),
    row_group=PAGE_ROWS,
)

ROTATION_MINUTES = Table(
    "rotation_minutes",
    "one child on one day: minutes of one modality and program, by what became of them",
    (
        STUDENT,
        SCHOOL_YEAR,
        SCHOOL,
        WEEK,
        DATE,
        MODALITY,
        Column("program", "VARCHAR", "the program's slug; '' where it is no work in a program"),
        Column("planned", "INTEGER", "minutes of the sessions as published; 0 beyond the plan", "minutes"),
        Column("delivered", "DOUBLE", "minutes that took place; blank where late or not recorded", "minutes"),
        Column("minutes_definition", "VARCHAR", "what was counted as a minute; several are joined by semicolons"),
        Column(
            "state",
            "VARCHAR",
            "delivered, did not take place, late (the program has not told of the day yet), not recorded, "
            "or beyond the plan",
        ),
        PLAN_VERSION,
    ),
    ("student", "date", "modality", "program", "state"),
    row_group=PAGE_ROWS,
)

MASTERY_CHANGE = Table(
    "mastery_change",
    "one child in four weeks: how much of what it worked on in them is mastered, before and after",
    (
        STUDENT,
        SCHOOL_YEAR,
        Column("last_week", "DATE", "the Monday of the last of the weeks"),
        AS_OF,
        Column("standards", "INTEGER", "standards that the child worked on in them, but those a teacher spoke of"),
        Column("before", "DOUBLE", "sum of their chances of mastery on the first morning"),
        Column("after", "DOUBLE", "sum of their chances of mastery on the morning after the last week"),
    ),
    ("student", "last_week"),
    row_group=PAGE_ROWS,
)

QUALITY = Table(
    "quality",
    "one item, lesson or whole program in one term, or in the school year; it counts children and holds none",
    (
        PROGRAM,
        Column("kind", "VARCHAR", "item, lesson or program"),
        Column("content_item", "VARCHAR", "the program's id of the item or lesson; '' of a whole program"),
        SCHOOL_YEAR,
        Column("term", "VARCHAR", "the term's title in the roster; '' for the whole school year"),
        Column("children", "INTEGER", "children with any work on it", "children"),
        Column("classes", "INTEGER", "classes that they count in, each child in one", "classes"),
        Column("schools", "INTEGER", "schools of these classes", "schools"),
        Column(
            "first_tries",
            "INTEGER",
            "first tries whose result is known, a child once an item; of a program those at its items",
            "first tries",
        ),
        Column(
            "first_right", "INTEGER", "right ones among them; of a lesson, passed at the first decided try", "tries"
        ),
        Column("first_share", "DOUBLE", "first_right by first_tries", "share"),
        Column("timed", "INTEGER", "first tries whose time is known; of a lesson, children", "tries"),
        Column(
            "median_seconds", "DOUBLE", "the middle one's time; of a lesson, all of a child's time in it", "seconds"
        ),
        Column("followed", "INTEGER", "first tries in lessons of which is told whether they were finished", "tries"),
        Column("exits", "INTEGER", "those at which the child left a lesson that it never finished", "tries"),
        Column("exit_share", "DOUBLE", "exits by followed", "share"),
        Column("known_tries", "INTEGER", "first tries after at least three earlier answers on the standard", "tries"),
        Column(
            "difficulty",
            "DOUBLE",
            "the chance that a child with as many right as wrong earlier answers on the standard gets it wrong",
            "share",
        ),
        Column("discrimination", "DOUBLE", "how first tries go with earlier answers on the standard: a correlation"),
        Column("drift", "DOUBLE", "difficulty less that of the term before", "share"),
        Column(
            "lift",
            "DOUBLE",
            "how many more of the next results elsewhere were right after work on it than on matched occasions",
            "share",
        ),
        Column("lift_low", "DOUBLE", "lower end of its 95 % interval", "share"),
        Column("lift_high", "DOUBLE", "upper end of its 95 % interval", "share"),
        Column("lift_children", "INTEGER", "children with work on it and a matched occasion", "children"),
        Column("lift_classes", "INTEGER", "classes with such occasions", "classes"),
        Column("before", "DOUBLE", "the same of the result before the work, which it can't have changed", "share"),
        Column("before_low", "DOUBLE", "lower end of its 95 % interval", "share"),
        Column("before_high", "DOUBLE", "upper end of its 95 % interval", "share"),
        Column(
            "lift_refused",
            "VARCHAR",
            "why no lift is told: few, unchecked (no result before) or before (those children differed before)",
        ),
    ),
    ("program", "kind", "content_item", "term"),
    row_group=PAGE_ROWS,
)

DERIVED = {
    table.name: table
    for table in (
        PRACTICE,
        LESSON_TIME,
        STREAKS,
        PERIODS,
        MASTERY,
        MASTERY_SOURCES,
        NEXT_STEPS,
        GROUPS,
        FLAGS,
        OFFERS,
        ALIGNMENT,
        PLACEMENTS,
        ROTATION_MINUTES,
        MASTERY_CHANGE,
        QUALITY,
    )
}
TABLES = {**BASE, **DERIVED}
