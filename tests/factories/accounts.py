"""People and agencies. `UserFactory(editor=True)` gives a person with that role.

Roles: official, coordinator, editor, approver, registrar, verifier, partner, administrator.
"""

from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from vkc.accounts.choices import AccountState, AgencyKind, Role
from vkc.accounts.models import Agency, User
from vkc.accounts.roles import STAFF_ROLES
from vkc.accounts.services.roles import group_for

PASSWORD = "mat-khau-thu-2026"


class AgencyFactory(DjangoModelFactory):
    """A ministry body; `province=True` needs a `unit`, `partner=True` is a partner."""

    class Meta:
        model = Agency

    kind = AgencyKind.MINISTRY
    name_vi = factory.Sequence(lambda n: f"Cơ quan thử {n}")

    class Params:
        province = factory.Trait(kind=AgencyKind.PROVINCE)
        partner = factory.Trait(kind=AgencyKind.PARTNER)


class UserFactory(DjangoModelFactory):
    """An approved person; `pending=True` waits for approval."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"nguoi-{n}@vkc.test")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn {n}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))
    agency = factory.SubFactory(AgencyFactory)
    state = AccountState.APPROVED
    approved_at = factory.LazyFunction(timezone.now)

    class Params:
        pending = factory.Trait(state=AccountState.PENDING, approved_at=None)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        roles = [role for role in Role if kwargs.pop(role.value, False)]
        if STAFF_ROLES.intersection(roles):
            kwargs.setdefault("is_staff", True)
        user = super()._create(model_class, *args, **kwargs)
        if roles:
            user.groups.set([group_for(role) for role in roles])
        return user
