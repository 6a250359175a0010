"""Completion in words, judged once; surveys that belong to nobody."""

import itertools
import random
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, models, transaction

from courses.choices.attendance import MarkSource, MarkState
from courses.exceptions import learning as exceptions
from courses.models import (
    AttendanceMark,
    CompletionRule,
    Conclusion,
    Enrolment,
    EnrolmentEvent,
    HoursRecord,
    Meeting,
    SurveyAnswer,
    SurveyTaken,
)
from courses.services import completion, learning, quizzes
from courses.services.surveys import answer_survey, results
from tests.courses.test_learning import address, session_now, signed_in
from tests.courses.test_quizzes import right_answers
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW
from tests.factories.courses_learning import (
    events_of,
    finish,
    learner,
    lesson,
    online_course,
    rule,
    running_session,
)
from vkc.core.append_only import purging
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar():
    return UserFactory(registrar=True)


def meetings(session, count=3, periods=4):
    return [
        Meeting.objects.create(
            session=session, starts_at=NOW - timedelta(days=n, hours=3),
            ends_at=NOW - timedelta(days=n), periods=periods,
        )
        for n in range(1, count + 1)
    ]  # fmt: skip


def present(enrolment, *found):
    """Marks without the service: what counts here is what completion reads of them."""
    for meeting in found:
        AttendanceMark.objects.create(
            meeting=meeting, enrolment=enrolment, state=MarkState.PRESENT,
            source=MarkSource.values[0], client_key=uuid4(), marked_at=NOW, received_at=NOW,
            decided_at=NOW,
        )  # fmt: skip


def pass_quiz(enrolment):
    row = next(x for x in learning.lessons_of(enrolment.session.course) if x.kind == "quiz")
    attempt = quizzes.start_attempt(lesson=row, enrolment=enrolment, at=NOW)
    quizzes.submit(attempt=attempt, answers=right_answers(attempt), at=NOW)


class TestWords:
    def test_attendance_is_told_in_periods_and_percent(self):
        session = running_session(online_course())
        rule(session.course, min_attendance=80)
        enrolment = learner(session)
        first, second, third = meetings(session)
        present(enrolment, first, second)
        (item,) = completion.assess(enrolment)
        assert not item.is_met
        for word in ("8", "12", "66%", "80%"):
            assert word in item.sentence
        present(enrolment, third)
        assert completion.assess(enrolment)[0].is_met

    def test_while_nobody_was_marked_attendance_is_no_information_and_not_met(self):
        session = running_session(online_course())
        rule(session.course, min_attendance=50)
        meetings(session)
        (item,) = completion.assess(learner(session))
        assert not item.is_met
        assert "0" not in item.sentence.replace("50%", "")

    def test_each_thing_the_rule_asks_is_an_item(self):
        course = online_course("text", "quiz", "assignment", "survey", is_in_order=False)
        rule(course, needs_lessons=True, needs_quiz=True, needs_assignment=True, needs_survey=True)
        enrolment = learner(running_session(course))
        assert [item.is_met for item in completion.assess(enrolment)] == [False] * 4
        pass_quiz(enrolment)
        assert [item.is_met for item in completion.assess(enrolment)] == [False, True, False, False]

    def test_a_rule_that_asks_for_what_the_course_lacks_is_not_met(self):
        course = online_course("text")
        rule(course, needs_quiz=True)
        assert [item.is_met for item in completion.assess(learner(running_session(course)))] == [
            False
        ]

    def test_the_learner_sees_the_items(self):
        course = online_course("quiz")
        rule(course, needs_quiz=True)
        enrolment = learner(session_now(course))
        page = signed_in(enrolment.person).get(address(enrolment)).content.decode()
        assert completion.assess(enrolment)[0].sentence in page


class TestRules:
    def test_the_version_of_the_day_the_session_began_judges(self, registrar):
        course = online_course("quiz")
        first = rule(course, needs_quiz=True)
        session = running_session(course)
        fresh = CompletionRule(course=course, valid_from=NOW.date(), min_attendance=100)
        second = completion.add_rule(rule=fresh, by=registrar, at=NOW)
        assert (second.version, completion.rule_for(session)) == (2, first)
        session.starts_on = NOW.date()
        assert completion.rule_for(session) == second

    def test_a_version_from_the_past_or_without_demands_is_refused(self, registrar):
        course = online_course()
        rule(course, needs_quiz=True)
        past = CompletionRule(
            course=course, valid_from=NOW.date() - timedelta(days=1), needs_quiz=True
        )
        with pytest.raises(exceptions.RuleFromThePast):
            completion.add_rule(rule=past, by=registrar, at=NOW)
        with pytest.raises(exceptions.EmptyRule):
            completion.add_rule(
                rule=CompletionRule(course=course, valid_from=NOW.date()), by=registrar, at=NOW
            )
        with pytest.raises(PermissionDenied):
            completion.add_rule(rule=past, by=UserFactory(verifier=True), at=NOW)

    def test_a_version_never_changes(self):
        row = rule(online_course(), needs_quiz=True)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            CompletionRule.objects.filter(pk=row.pk).update(needs_quiz=False)
        with purging():
            CompletionRule.objects.filter(pk=row.pk).delete()


class TestConclude:
    @pytest.fixture
    def session(self):
        course = online_course("quiz")
        rule(course, needs_quiz=True, min_attendance=50)
        session = running_session(course)
        self.held = meetings(session)
        return session

    def judged(self, session, registrar):
        session.refresh_from_db()
        return completion.conclude(session=session, by=registrar, at=NOW)

    def test_three_outcomes_with_one_event_each_hours_and_mail(self, session, registrar):
        good, weak, absent = learner(session), learner(session), learner(session)
        pass_quiz(good)
        for enrolment in (good, weak):
            present(enrolment, *self.held)
        finish(session)
        self.judged(session, registrar)
        states = {row.pk: row.state for row in Enrolment.objects.all()}
        assert states == {good.pk: "completed", weak.pk: "not_completed", absent.pk: "no_show"}
        assert events_of(good)[-1:] == ["complete"]
        reason = EnrolmentEvent.objects.get(subject=weak, event="fail").reason
        assert "1" in reason
        assert "Bài quiz" in reason
        assert HoursRecord.objects.get().enrolment_id == good.pk
        assert Message.objects.filter(event="courses.session_concluded").count() == 3

    def test_twice_judges_nobody_twice(self, session, registrar):
        learner(session)
        finish(session)
        assert len(self.judged(session, registrar)) == 1
        assert self.judged(session, registrar) == []
        assert Conclusion.objects.count() == 1
        assert Message.objects.filter(event="courses.session_concluded").count() == 1

    def test_only_a_finished_session_with_a_rule_and_by_who_may(self, session, registrar):
        learner(session)
        with pytest.raises(exceptions.SessionNotFinished):
            self.judged(session, registrar)
        finish(session)
        with pytest.raises(PermissionDenied):
            self.judged(session, UserFactory(editor=True))
        bare = running_session(online_course())
        finish(bare)
        with pytest.raises(exceptions.NoCompletionRule):
            self.judged(bare, registrar)

    def test_a_decision_against_the_rule_needs_a_reason_and_is_kept(self, session, registrar):
        enrolment = learner(session)
        decide = {"enrolment": enrolment, "is_completed": True, "by": registrar, "at": NOW}
        with pytest.raises(exceptions.OverrideWithoutReason):
            completion.decide_otherwise(**decide, reason=" ")
        completion.decide_otherwise(**decide, reason="Có giấy xác nhận công tác.")
        finish(session)
        self.judged(session, registrar)
        enrolment.refresh_from_db()
        assert enrolment.state == "completed"
        event = EnrolmentEvent.objects.get(subject=enrolment, event="complete")
        assert "Có giấy xác nhận công tác." in event.reason
        with pytest.raises(exceptions.AlreadyConcluded):
            completion.decide_otherwise(**decide, reason="Lần nữa.")

    def test_an_attempt_left_open_counts_with_what_was_saved(self, session, registrar):
        enrolment = learner(session)
        present(enrolment, *self.held)
        row = learning.lessons_of(session.course)[0]
        attempt = quizzes.start_attempt(lesson=row, enrolment=enrolment, at=NOW - timedelta(days=1))
        quizzes.save_answers(
            attempt=attempt, answers=right_answers(attempt), at=NOW - timedelta(days=1)
        )
        finish(session)
        self.judged(session, registrar)
        enrolment.refresh_from_db()
        assert enrolment.state == "completed"

    def test_the_preview_costs_the_same_for_two_and_for_twenty(
        self, session, django_assert_max_num_queries
    ):
        learner(session), learner(session)
        with django_assert_max_num_queries(14) as few:
            completion.preview(session=session)
        for _ in range(18):
            learner(session)
        with django_assert_max_num_queries(len(few)):
            completion.preview(session=session)


class TestSurvey:
    @pytest.fixture
    def session(self):
        return running_session(online_course("survey"))

    def survey(self, session):
        return learning.lessons_of(session.course)[0]

    def answers(self, session, scale="4", text=""):
        questions = {q.kind: q.pk for q in self.survey(session).survey_questions.all()}
        return {questions["scale"]: scale, questions["choice"]: "1", questions["text"]: text}

    def given(self, session, count, text=""):
        for number in range(count):
            answer_survey(
                lesson=self.survey(session), enrolment=learner(session),
                answers=self.answers(session, str(number % 5 + 1), text), at=NOW,
            )  # fmt: skip

    def test_no_path_leads_from_an_answer_to_a_person(self):
        fields = SurveyAnswer._meta.get_fields()
        related = {field.related_model.__name__ for field in fields if field.is_relation}
        assert related == {"Session", "SurveyQuestion"}
        for model in (SurveyAnswer, SurveyTaken):
            kinds = {type(field) for field in model._meta.concrete_fields}
            assert not kinds & {models.DateField, models.DateTimeField, models.TimeField}
            assert isinstance(model._meta.pk, models.UUIDField)
        pointing = {field.name for field in SurveyAnswer._meta.related_objects}
        assert pointing == set()

    def test_neither_place_nor_transaction_of_a_row_tells_who_came_when(self, session):
        self.given(session, 1, text="Của người thứ nhất")
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM courses_surveyanswer")
            before = {row[0] for row in cursor.fetchall()}
            self.given(session, 7, text="Của người khác")
            cursor.execute("SELECT id FROM courses_surveyanswer")
            after = {row[0] for row in cursor.fetchall()}
        # Each answer added writes all of them anew: no row of the first writing is left.
        assert len(after) == 8 * 3
        assert not before & after

    def test_four_answers_show_nothing_and_five_do(self, session):
        self.given(session, 4, text="Thêm bài tập")
        found = results(lesson=self.survey(session), session=session)
        assert not any(result.is_shown or result.counts or result.texts for result in found)
        self.given(session, 1, text="Thêm ví dụ")
        scale, choice, text = results(lesson=self.survey(session), session=session)
        assert scale.counts == [("1", 2), ("2", 1), ("3", 1), ("4", 1), ("5", 0)]
        assert choice.counts == [("Một", 0), ("Hai", 5)]
        assert len(text.texts) == 5

    def test_no_two_published_states_differ_by_fewer_than_five_answers(self, session):
        chance = random.Random(35)
        seen, people = [{}], [learner(session) for _ in range(23)]
        for enrolment in people:
            text = f"Ý kiến {chance.random()}" if chance.random() < 0.6 else ""
            answer_survey(
                lesson=self.survey(session), enrolment=enrolment,
                answers=self.answers(session, str(chance.randint(1, 5)), text), at=NOW,
            )  # fmt: skip
            found = results(lesson=self.survey(session), session=session)
            seen.append(
                {row.question.pk: Counter(dict(row.counts)) + Counter(row.texts) for row in found}
            )
        for before, after in itertools.pairwise(seen):
            for key, counted in after.items():
                new = (counted - before.get(key, Counter())).total()
                assert not before.get(key, Counter()) - counted
                assert new == 0 or new >= 5
        scale, _choice, text = results(lesson=self.survey(session), session=session)
        assert scale.total == 20
        assert 5 <= text.total <= SurveyAnswer.objects.filter(question=text.question).count()
        finish(session)
        # The three after the last step stay hidden for good.
        assert results(lesson=self.survey(session), session=session)[0].total == 20

    def test_who_has_answered_is_written_anew_too(self, session):
        self.given(session, 3)
        before = set(SurveyTaken.objects.values_list("pk", flat=True))
        self.given(session, 1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT xmin::text FROM courses_surveytaken")
            assert len(cursor.fetchall()) == 1
        assert SurveyTaken.objects.count() == 4
        assert not before & set(SurveyTaken.objects.values_list("pk", flat=True))

    def test_opening_a_survey_leaves_no_time(self):
        session = session_now(online_course("survey"))
        enrolment = learner(session)
        page = signed_in(enrolment.person).get(address(enrolment, self.survey(session).pk))
        assert page.status_code == 200
        assert not enrolment.lesson_progress.exists()

    def test_a_text_answered_by_four_of_five_stays_hidden(self, session):
        self.given(session, 4, text="Một ý")
        self.given(session, 1)
        assert results(lesson=self.survey(session), session=session)[2].texts == []

    def test_nobody_answers_twice_and_an_empty_sheet_is_named(self, session):
        enrolment = learner(session)
        act = {"lesson": self.survey(session), "enrolment": enrolment, "at": NOW}
        with pytest.raises(exceptions.SurveyIncomplete) as refusal:
            answer_survey(**act, answers=self.answers(session, scale="9"))
        assert len(refusal.value.facts["missing"]) == 1
        answer_survey(**act, answers=self.answers(session))
        with pytest.raises(exceptions.SurveyAnswered):
            answer_survey(**act, answers=self.answers(session))
        assert SurveyAnswer.objects.count() == 2

    def test_the_page_takes_answers_and_keeps_what_was_chosen(self):
        session = session_now(online_course("survey"))
        enrolment = learner(session)
        client = signed_in(enrolment.person)
        here = address(enrolment, self.survey(session).pk)
        half = {f"s{key}": value for key, value in self.answers(session, scale="").items()}
        answer = client.post(here, half)
        assert answer.status_code == 400
        assert " checked" in answer.content.decode()
        full = {f"s{key}": value for key, value in self.answers(session).items()}
        assert client.post(here, full).status_code == 302
        assert SurveyTaken.objects.count() == 1
        assert client.post(here, full).status_code == 409


def test_lessons_added_later_count_for_a_rule_that_asks_all(registrar):
    course = online_course("text")
    rule(course, needs_lessons=True)
    enrolment = learner(running_session(course))
    first = learning.lessons_of(course)[0]
    learning.finish_lesson(lesson=first, enrolment=enrolment, at=NOW)
    assert completion.assess(enrolment)[0].is_met
    lesson(course, "text", order=2)
    assert not completion.assess(enrolment)[0].is_met
