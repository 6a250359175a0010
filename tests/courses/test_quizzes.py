"""Quizzes: drawn and frozen, timed by the server, marked once, silent about what is right."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from courses.exceptions import learning as exceptions
from courses.learning.grading import is_right, mark, readings
from courses.models import Attempt, Question, QuizSettings
from courses.services import learning, quizzes
from tests.courses.test_learning import address, session_now, signed_in
from tests.factories.courses import NOW, participant
from tests.factories.courses_learning import (
    RIGHT,
    WHY,
    finish,
    learner,
    online_course,
    running_session,
    truth,
)


def quiz_and(enrolment):
    return learning.lessons_of(enrolment.session.course)[0], enrolment


def begin(enrolment, at=NOW, **extra):
    lesson, enrolment = quiz_and(enrolment)
    return quizzes.start_attempt(lesson=lesson, enrolment=enrolment, at=at, **extra)


def right_answers(attempt):
    return {
        str(place): [option["key"] for option in drawn["options"] if option["is_correct"]]
        for place, drawn in enumerate(attempt.questions)
    }


def wrong_answers(attempt):
    return {
        str(place): [option["key"] for option in drawn["options"] if not option["is_correct"]][:1]
        for place, drawn in enumerate(attempt.questions)
    }


@pytest.fixture
def enrolment(db):
    return learner(running_session(online_course("quiz")))


class TestMarking:
    @pytest.mark.parametrize(
        ("typed", "value"),
        [("12,5", "12.5"), ("12.5", "12.5"), ("1.234,5", "1234.5"), (" 75 ", "75"), ("-3", "-3")],
    )
    def test_numbers_are_read_as_people_type_them(self, typed, value):
        assert Decimal(value) in readings(typed)

    @pytest.mark.parametrize("typed", ["", "bảy", "NaN", "Infinity", "1e999999999", "--1"])
    def test_what_is_no_number_is_wrong_and_breaks_nothing(self, typed):
        drawn = {"kind": "number", "number": "7", "tolerance": "0"}
        assert not is_right(drawn, [typed])

    def test_several_right_answers_must_all_be_there_and_no_other(self):
        keys = (("0", True), ("1", True), ("2", False))
        options = [{"key": key, "is_correct": right} for key, right in keys]
        drawn = {"kind": "multiple", "options": options}
        assert is_right(drawn, ["1", "0"])
        assert not is_right(drawn, ["0"])
        assert not is_right(drawn, ["0", "1", "2"])
        assert mark([drawn, drawn, drawn], {"0": ["0", "1"]}) == (1, Decimal("33.33"))


@pytest.mark.django_db
class TestAttempts:
    def test_questions_and_the_order_of_answers_are_frozen(self, enrolment):
        attempt = begin(enrolment, rng=Random(3))
        assert len(attempt.questions) == 3
        assert len({drawn["question"] for drawn in attempt.questions}) == 3
        Question.objects.all().delete()
        again = begin(enrolment, at=NOW + timedelta(minutes=1), rng=Random(4))
        assert (again.pk, again.questions) == (attempt.pk, attempt.questions)

    def test_the_key_of_an_answer_tells_nothing(self, enrolment):
        places = {
            begin(learner(enrolment.session), rng=Random(seed)).questions[0]["options"][0][
                "is_correct"
            ]
            for seed in range(8)
        }
        assert places == {True, False}

    def test_all_right_passes_and_ends_the_attempts(self, enrolment):
        attempt = begin(enrolment)
        done = quizzes.submit(attempt=attempt, answers=right_answers(attempt), at=NOW)
        assert (done.right, done.percent, done.is_passed) == (3, Decimal("100.00"), True)
        with pytest.raises(exceptions.AlreadyPassed):
            begin(enrolment)

    def test_a_third_attempt_of_two_is_refused(self, enrolment):
        for _ in range(2):
            attempt = begin(enrolment)
            quizzes.submit(attempt=attempt, answers=wrong_answers(attempt), at=NOW)
        with pytest.raises(exceptions.NoAttemptsLeft):
            begin(enrolment)
        lesson, _enrolment = quiz_and(enrolment)
        assert learning.done_ids(enrolment, [lesson]) == {lesson.pk}

    def test_an_answer_after_the_deadline_is_refused_and_what_was_saved_in_time_counts(
        self, enrolment
    ):
        attempt = begin(enrolment)
        right = right_answers(attempt)
        in_time, late = NOW + timedelta(minutes=10), NOW + timedelta(minutes=10, seconds=1)
        quizzes.save_answers(attempt=attempt, answers={"0": right["0"]}, at=in_time)
        with pytest.raises(exceptions.TooLate):
            quizzes.save_answers(attempt=attempt, answers={"1": right["1"]}, at=late)
        attempt.refresh_from_db()
        assert (attempt.right, attempt.submitted_at) == (1, attempt.deadline)
        with pytest.raises(exceptions.TooLate):
            quizzes.save_answers(attempt=attempt, answers=right, at=late)

    def test_handing_in_late_marks_what_was_saved_in_time(self, enrolment):
        attempt = begin(enrolment)
        quizzes.save_answers(attempt=attempt, answers={"0": right_answers(attempt)["0"]}, at=NOW)
        with pytest.raises(exceptions.TooLate):
            quizzes.submit(
                attempt=attempt, answers=right_answers(attempt), at=NOW + timedelta(hours=1)
            )
        attempt.refresh_from_db()
        assert attempt.right == 1

    def test_the_database_keeps_no_answer_from_after_the_deadline(self, enrolment):
        attempt = begin(enrolment)
        late = attempt.deadline + timedelta(seconds=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            Attempt.objects.filter(pk=attempt.pk).update(saved_at=late)

    def test_a_forgotten_attempt_is_marked_when_its_time_is_over(self, enrolment):
        begin(enrolment)
        lesson, _enrolment = quiz_and(enrolment)
        (found,) = quizzes.attempts_of(lesson, enrolment, at=NOW + timedelta(days=1))
        assert (found.right, found.submitted_at) == (0, found.deadline)

    def test_handing_in_twice_marks_once(self, enrolment):
        attempt = begin(enrolment)
        quizzes.submit(attempt=attempt, answers=wrong_answers(attempt), at=NOW)
        again = quizzes.submit(attempt=attempt, answers=right_answers(attempt), at=NOW)
        assert again.right == 0
        with pytest.raises(exceptions.AlreadySubmitted):
            quizzes.save_answers(attempt=attempt, answers=right_answers(attempt), at=NOW)

    def test_another_tab_overwrites_only_what_it_changed(self, enrolment):
        attempt = begin(enrolment)
        right = right_answers(attempt)
        quizzes.save_answers(attempt=attempt, answers={"0": right["0"]}, at=NOW)
        quizzes.save_answers(attempt=attempt, answers={"1": right["1"]}, at=NOW)
        attempt.refresh_from_db()
        assert attempt.answers == {"0": right["0"], "1": right["1"]}

    def test_what_was_not_asked_is_left_out(self, enrolment):
        attempt = begin(enrolment)
        odd = {"9": ["0"], "0": ["7", "<b>"], "-1": ["0"], "1": ["0", "1"]}
        saved = quizzes.save_answers(attempt=attempt, answers=odd, at=NOW)
        assert saved.answers == {"0": [], "1": ["0"]}

    def test_an_empty_bank_and_a_session_that_is_over_are_refused(self, enrolment):
        Question.objects.update(is_active=False)
        with pytest.raises(exceptions.BankTooSmall):
            begin(enrolment)
        Question.objects.update(is_active=True)
        finish(enrolment.session)
        with pytest.raises(exceptions.LearningClosed):
            begin(enrolment, at=NOW + timedelta(days=15))


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def enrolment(self, db):
        return learner(session_now(online_course("quiz")))

    @pytest.fixture
    def client(self, enrolment):
        return signed_in(enrolment.person)

    def started(self, client, enrolment):
        lesson, _enrolment = quiz_and(enrolment)
        answer = client.post(address(enrolment, lesson.pk, "start"))
        assert answer.status_code == 302
        return answer.url, Attempt.objects.get(submitted_at=None)

    def sheet(self, attempt, answers):
        return {f"q{place}": keys for place, keys in answers.items()}

    @pytest.mark.parametrize("language", ["vi", "en", "ko"])
    def test_the_sheet_tells_nothing_before_handing_in(self, client, enrolment, language):
        truth(enrolment.session.course, is_true=True)
        QuizSettings.objects.update(draws=5)
        here, attempt = self.started(client, enrolment)
        page = client.get(here.replace("/vi/", f"/{language}/")).content.decode()
        assert RIGHT in page  # as one of the answers to choose from
        assert WHY not in page
        assert "is_correct" not in page
        assert "correct" not in page
        assert len(re.findall(r'name="q\d', page)) == sum(
            len(d["options"]) for d in attempt.questions
        )

    def test_saving_asking_and_handing_in_without_script(self, client, enrolment):
        here, attempt = self.started(client, enrolment)
        sheet = self.sheet(attempt, right_answers(attempt))
        assert client.post(here, {**sheet, "act": "check"}).url.endswith("?sure=1")
        assert "3" in client.get(f"{here}?sure=1").content.decode()
        client.post(here, {"act": "submit"})
        page = client.get(here).content.decode()
        attempt.refresh_from_db()
        assert attempt.is_passed
        assert WHY in page

    def test_right_answers_come_after_the_last_attempt_only(self, client, enrolment):
        here, attempt = self.started(client, enrolment)
        wrong = self.sheet(attempt, wrong_answers(attempt))
        client.post(here, {**wrong, "act": "submit"})
        assert WHY not in client.get(here).content.decode()
        second, _attempt = self.started(client, enrolment)
        client.post(second, {"act": "submit"})
        assert WHY in client.get(here).content.decode()

    def test_a_stale_tab_hands_in_without_erasing(self, client, enrolment):
        here, attempt = self.started(client, enrolment)
        right = right_answers(attempt)
        saved = client.post(f"{here}save/", {"q0": right["0"], "was0": ""})
        assert saved.status_code == 200
        # The other tab was opened while nothing was answered.
        client.post(here, {"was0": "", "was1": "", "was2": "", "act": "submit"})
        attempt.refresh_from_db()
        assert attempt.right == 1

    def test_autosave_after_the_deadline_says_so(self, client, enrolment):
        here, attempt = self.started(client, enrolment)
        past = timezone.now() - timedelta(hours=1)
        Attempt.objects.update(started_at=past, deadline=past + timedelta(minutes=10))
        late = client.post(f"{here}save/", {"q0": ["0"]})
        assert late.status_code == 409
        assert str(exceptions.TooLate()) == late.content.decode()
        assert client.get(here).status_code == 200
        attempt.refresh_from_db()
        assert attempt.answers == {}

    def test_the_running_attempt_is_taken_up_again(self, client, enrolment):
        here, attempt = self.started(client, enrolment)
        client.post(here, {**self.sheet(attempt, right_answers(attempt)), "act": "save"})
        again, _same = self.started(client, enrolment)
        assert again == here
        assert client.get(here).content.decode().count(" checked") == 3

    def test_anothers_attempt_is_not_there(self, client, enrolment):
        here, _attempt = self.started(client, enrolment)
        assert signed_in(participant()).get(here).status_code == 404
        neighbour = signed_in(learner(enrolment.session).person)
        assert neighbour.get(here).status_code == 404
        assert neighbour.post(f"{here}save/", {"q0": "0"}).status_code == 404


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def at_once(self, act, count=4):
        barrier = threading.Barrier(count)

        def run(_number):
            try:
                barrier.wait(timeout=20)
                return act()
            finally:
                connection.close()

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(run, range(count)))

    def test_two_submits_at_once_count_one(self):
        enrolment = learner(running_session(online_course("quiz")))
        attempt = begin(enrolment)
        right, wrong = right_answers(attempt), wrong_answers(attempt)
        # Reading first and writing after, both find the attempt running and both would mark it.
        both_have_read = threading.Barrier(2)

        def naive():
            seen = Attempt.objects.get(pk=attempt.pk)
            both_have_read.wait(timeout=20)
            return seen.is_running

        assert self.at_once(naive, 2) == [True, True]
        sheets = iter([right, wrong, right, wrong])
        lock = threading.Lock()

        def hand_in():
            with lock:
                answers = next(sheets)
            done = quizzes.submit(attempt=attempt, answers=answers, at=NOW)
            return done.right

        marks = self.at_once(hand_in)
        attempt.refresh_from_db()
        assert set(marks) == {attempt.right}
        assert Attempt.objects.count() == 1

    def test_two_starts_at_once_are_one_attempt(self):
        enrolment = learner(running_session(online_course("quiz")))
        keys = self.at_once(lambda: begin(enrolment).pk)
        assert len(set(keys)) == 1
        assert Attempt.objects.count() == 1
