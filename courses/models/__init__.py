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
from courses.models.materials import Announcement, Material
from courses.models.nominations import Nomination, NominationEvent, Nominee
from courses.models.seats import SeatPool
from courses.models.sessions import Meeting, Session, SessionEvent, SessionSource
from courses.models.transcripts import HoursRecord, HoursRule, TrainingType, Transcript
from courses.models.waiting import DayOff, SeatGrant

__all__ = [
    "Announcement",
    "AttendanceMark",
    "AttendanceMarkEvent",
    "CalendarFeed",
    "Certificate",
    "CertificateEvent",
    "CertificateFile",
    "CertificateRegister",
    "Course",
    "CourseSource",
    "DayOff",
    "DroppedMeeting",
    "Enrolment",
    "EnrolmentEvent",
    "HoursRecord",
    "HoursRule",
    "IssueRun",
    "Material",
    "Meeting",
    "Nomination",
    "NominationEvent",
    "Nominee",
    "SeatGrant",
    "SeatPool",
    "Session",
    "SessionEvent",
    "SessionSource",
    "SigningCertificate",
    "StoredFile",
    "TrainingType",
    "Transcript",
]
