from courses.models.catalogue import Course, CourseSource
from courses.models.enrolments import Enrolment, EnrolmentEvent
from courses.models.sessions import Meeting, Session, SessionEvent, SessionSource

__all__ = [
    "Course",
    "CourseSource",
    "Enrolment",
    "EnrolmentEvent",
    "Meeting",
    "Session",
    "SessionEvent",
    "SessionSource",
]
