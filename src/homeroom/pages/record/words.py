"""What is held of a child, in the reader's language: titles of the record's tables, and what one row of each is.

The packages that hold the tables say it in English; a test holds that each is here.
"""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

KNOWN = {
    gettext_noop("The child"),
    gettext_noop("one child"),
    gettext_noop("Other ids"),
    gettext_noop("one id that the roster gives"),
    gettext_noop("Classes"),
    gettext_noop("one class of the child"),
    gettext_noop("Family contacts"),
    gettext_noop("one contact of the child"),
    gettext_noop("Staff who serve the child"),
    gettext_noop("one reason to serve the child"),
    gettext_noop("The child's own sign-in"),
    gettext_noop("one sign-in"),
    gettext_noop("Requests for correction"),
    gettext_noop("one request"),
    gettext_noop("Family reports that were handed out"),
    gettext_noop("one sheet"),
    gettext_noop("Days noted absent from the learning lab"),
    gettext_noop("one day"),
    gettext_noop("Help in the learning lab"),
    gettext_noop("one time somebody helped"),
    gettext_noop("Who saw or changed the record"),
    gettext_noop("one look or change"),
    gettext_noop("What teachers saw"),
    gettext_noop("one check of one standard on one day"),
    gettext_noop("States that teachers set"),
    gettext_noop("one word on one standard"),
    gettext_noop("What teachers put first or took off"),
    gettext_noop("Small groups that a teacher kept"),
    gettext_noop("one time in one group"),
    gettext_noop("Rows as they were received"),
    gettext_noop("one row of the child in a file as it was received"),
    gettext_noop("How programs know the child"),
    gettext_noop("one key of one program"),
    gettext_noop("Decisions about who it is"),
    gettext_noop("one decision"),
    gettext_noop("Counts that the child is among"),
    gettext_noop("one cohort of one school"),
    gettext_noop("Studies that the child is counted in"),
    gettext_noop("one draw of one study"),
    gettext_noop("Surveys asked of the child or about it"),
    gettext_noop("one wave of one survey"),
    gettext_noop("What programs told"),
    gettext_noop("What was worked out"),
    gettext_noop("single answers"),
    gettext_noop("one answer of one child to one item"),
    gettext_noop("lessons and quizzes"),
    gettext_noop("one try of one child at one lesson, quiz or unit"),
    gettext_noop("minutes and other use"),
    gettext_noop("one measure of one child's use of a program over one period"),
    gettext_noop("test scores and levels"),
    gettext_noop("one score or level of one child in one sitting"),
    gettext_noop("what is mastered, in their words"),
    gettext_noop("one program's word on one child's mastery of one standard"),
    gettext_noop("answers by standard and week"),
    gettext_noop("one child's work on one standard in one week of one program"),
    gettext_noop("answers in a row"),
    gettext_noop("one child's run of answers on one standard this school year, all programs in order of time"),
    gettext_noop("use between two counts"),
    gettext_noop(
        "what one measure of one child's use grew by between two neighbouring cumulative snapshots of one report"
    ),
    gettext_noop("how surely each standard is known"),
    gettext_noop("what is believed on one day of one child's mastery of one standard"),
    gettext_noop("how that is known"),
    gettext_noop("what one kind of evidence from one program did to the estimate of one child on one standard"),
    gettext_noop("what to work on next"),
    gettext_noop("one place in the list of what one child should work on next"),
    gettext_noop("small groups that are suggested"),
    gettext_noop("one child of one class: the small group that is suggested for it, or none"),
    gettext_noop("rules that the child's work meets"),
    gettext_noop("one rule that one child's work meets"),
    gettext_noop("standards that could have been offered"),
    gettext_noop(
        "one standard, or work on it, that could have been offered to one child at one moment, or was held back"
    ),
    gettext_noop("time on each lesson"),
    gettext_noop("one child's time on one lesson, or on one item outside of any lesson with a known time, on one day"),
    gettext_noop("how much of the time was on the class's plan"),
    gettext_noop(
        "one child of one class in one week for which the class has a plan; columns from class_ on are of the whole "
        "class"
    ),
    gettext_noop("where the child was to be in each session"),
    gettext_noop("one child in one session of the flexible block, as it was published"),
    gettext_noop("minutes of sessions, planned and delivered"),
    gettext_noop("one child on one day: minutes of one modality and program, by what became of them"),
    gettext_noop("Goals that the child has a place in"),
    gettext_noop("one goal"),
    gettext_noop("Work that was asked of the child"),
    gettext_noop("one piece of work"),
    gettext_noop("What became of that work"),
    gettext_noop("one thing that happened"),
    gettext_noop("Lessons and programs that teachers put first or took off"),
    gettext_noop("one word on one lesson or program"),
    gettext_noop("Meetings with one adult each week"),
    gettext_noop("one kind of meeting"),
    gettext_noop("Languages in which groups are led"),
    gettext_noop("one language"),
    gettext_noop("Rules about who is in one group"),
    gettext_noop("one rule"),
    gettext_noop("Days noted absent for planning"),
    gettext_noop("one day, or a part of it"),
    gettext_noop("Sessions that were decided beforehand"),
    gettext_noop("one session"),
    gettext_noop("Places in plans of the flexible block"),
    gettext_noop("one session in one plan"),
    gettext_noop("Changes of what was published"),
    gettext_noop("one session that changed"),
    gettext_noop("Teachers' disagreement with a place"),
    gettext_noop("one objection"),
    gettext_noop("Sessions that were ticked"),
    gettext_noop("Draws between two children's places"),
    gettext_noop("one draw"),
    gettext_noop("What plans of the flexible block were made from"),
    gettext_noop("one plan"),
}


def said(words: str) -> str:
    """A title or what a row is; a title of two parts, such as `What programs told: single answers`, part by part."""
    first, colon, second = words.partition(": ")
    if words in KNOWN or not colon:
        return gettext(words)
    return gettext("%(first)s: %(second)s") % {"first": gettext(first), "second": gettext(second)}
