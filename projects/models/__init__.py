from projects.models.programme import Programme, ProgrammeSource
from projects.models.register import (
    MEMBER_MOVES,
    Register,
    RegisterCount,
    RegisterMember,
    RegisterMemberEvent,
    RegisterSource,
)

__all__ = [
    "MEMBER_MOVES",
    "Programme",
    "ProgrammeSource",
    "Register",
    "RegisterCount",
    "RegisterMember",
    "RegisterMemberEvent",
    "RegisterSource",
]
