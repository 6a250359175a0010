"""What the rules of learning refuse; each says one sentence to the reader."""

from typing import Any

from django.utils.translation import gettext as _

from vkc.core.states import Refusal


class LearningRefused(Refusal):
    """Any refusal on the way through lessons."""


class LearningNotYetOpen(LearningRefused):
    code = "learning_not_yet_open"

    def __init__(self, opens: str) -> None:
        self.opens = opens
        super().__init__(opens=opens)

    def default_message(self) -> str:
        if not self.opens:
            return _("The lessons open when the session begins.")
        return _("The lessons open on %(day)s, the first day of the session.") % {"day": self.opens}


class LearningClosed(LearningRefused):
    code = "learning_closed"

    def default_message(self) -> str:
        return _(
            "The time for the lessons of this session has passed. You can still read them; nothing"
            " more is counted."
        )


class AlreadyConcluded(LearningRefused):
    code = "already_concluded"

    def default_message(self) -> str:
        return _("The result of this session is settled. You can still read the lessons.")


class LessonLocked(LearningRefused):
    code = "lesson_locked"

    def __init__(self, before: Any) -> None:
        self.before = str(before)
        super().__init__(before=self.before)

    def default_message(self) -> str:
        return _("Finish “%(lesson)s” first: this course is taken in order.") % {
            "lesson": self.before
        }


class QuizRefused(LearningRefused):
    """Any refusal of a quiz."""


class NoAttemptsLeft(QuizRefused):
    code = "no_attempts_left"

    def default_message(self) -> str:
        return _("You have used all attempts at this quiz.")


class AlreadyPassed(QuizRefused):
    code = "already_passed"

    def default_message(self) -> str:
        return _("You have passed this quiz; no further attempt is needed.")


class TooLate(QuizRefused):
    code = "too_late"

    def default_message(self) -> str:
        return _(
            "The time of this attempt is over by the clock of the portal. What was saved before"
            " the end counts; this answer came after it and does not."
        )


class AlreadySubmitted(QuizRefused):
    code = "already_submitted"

    def default_message(self) -> str:
        return _("This attempt was already handed in; its answers no longer change.")


class BankTooSmall(QuizRefused):
    code = "bank_too_small"

    def default_message(self) -> str:
        return _(
            "This quiz has no questions to draw yet. Please tell the organisers of the session."
        )


class NothingHandedIn(LearningRefused):
    code = "nothing_handed_in"

    def default_message(self) -> str:
        return _("Choose a file to hand in.")


class AlreadyAccepted(LearningRefused):
    code = "already_accepted"

    def default_message(self) -> str:
        return _("Your assignment was accepted; a further version is not needed.")


class TooManyVersions(LearningRefused):
    code = "too_many_versions"

    def default_message(self) -> str:
        return _("You have handed in as many versions as are kept. Please write to the teacher.")


class GradeWithoutWords(LearningRefused):
    code = "grade_without_words"

    def default_message(self) -> str:
        return _("Say in a sentence why: the learner reads it.")


class SurveyAnswered(LearningRefused):
    code = "survey_answered"

    def default_message(self) -> str:
        return _("You have answered this survey. As nobody knows which answers are yours, they"
                 " cannot be changed.")  # fmt: skip


class SurveyIncomplete(LearningRefused):
    code = "survey_incomplete"

    def default_message(self) -> str:
        return _("Some questions that must be answered are still empty; they are marked below.")


class SessionNotFinished(LearningRefused):
    code = "session_not_finished"

    def default_message(self) -> str:
        return _("Finish the session first; then its participants are judged.")


class NoCompletionRule(LearningRefused):
    code = "no_completion_rule"

    def default_message(self) -> str:
        return _("This course has no completion rule for the day the session began. Add one first.")


class RuleFromThePast(LearningRefused):
    code = "rule_from_the_past"

    def default_message(self) -> str:
        return _(
            "A new version begins today or later: sessions that began earlier keep the rule they"
            " began with."
        )


class EmptyRule(LearningRefused):
    code = "empty_rule"

    def default_message(self) -> str:
        return _("Choose at least one thing that completing the course asks.")


class OverrideWithoutReason(LearningRefused):
    code = "override_without_reason"

    def default_message(self) -> str:
        return _("Say why you decide against the rule; the reason stays in the record.")
