from courses.models.attendance import AttendanceMark, AttendanceMarkEvent
from courses.models.calendars import CalendarFeed, DroppedMeeting
from courses.models.catalogue import Course, CourseSource
from courses.models.certificates import (
    Certificate,
    CertificateEvent,
    CertificateFile,
    CertificateRegister,
    IssueRun,
    SigningCertificate,
)
from courses.models.enrolments import Enrolment, EnrolmentEvent
from courses.models.files import StoredFile
from courses.models.handed_in import Submission, SurveyAnswer, SurveyQuestion, SurveyTaken
from courses.models.imports import EnrolmentImport, EnrolmentImportEvent
from courses.models.learning import (
    CompletionOverride,
    CompletionRule,
    Conclusion,
    CourseLearning,
    Lesson,
    LessonProgress,
)
from courses.models.materials import Announcement, Material
from courses.models.nominations import Nomination, NominationEvent, Nominee
from courses.models.quizzes import Attempt, Question, QuizSettings
from courses.models.scorm import ScormPackage, ScormPart, ScormState
from courses.models.seats import SeatPool
from courses.models.sessions import Meeting, Session, SessionEvent, SessionSource
from courses.models.transcripts import HoursRecord, HoursRule, TrainingType, Transcript
from courses.models.waiting import DayOff, SeatGrant

__all__ = [
    "Announcement",
    "Attempt",
    "AttendanceMark",
    "AttendanceMarkEvent",
    "CalendarFeed",
    "Certificate",
    "CertificateEvent",
    "CertificateFile",
    "CertificateRegister",
    "CompletionOverride",
    "CompletionRule",
    "Conclusion",
    "Course",
    "CourseLearning",
    "CourseSource",
    "DayOff",
    "DroppedMeeting",
    "Enrolment",
    "EnrolmentEvent",
    "EnrolmentImport",
    "EnrolmentImportEvent",
    "HoursRecord",
    "HoursRule",
    "IssueRun",
    "Lesson",
    "LessonProgress",
    "Material",
    "Meeting",
    "Nomination",
    "NominationEvent",
    "Nominee",
    "Question",
    "QuizSettings",
    "ScormPackage",
    "ScormPart",
    "ScormState",
    "SeatGrant",
    "SeatPool",
    "Session",
    "SessionEvent",
    "SessionSource",
    "SigningCertificate",
    "StoredFile",
    "Submission",
    "SurveyAnswer",
    "SurveyQuestion",
    "SurveyTaken",
    "TrainingType",
    "Transcript",
]
