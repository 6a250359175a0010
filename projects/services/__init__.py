from projects.services.members import (
    confirm_member,
    propose_member,
    remove_member,
    replace_member,
    restore_member,
)
from projects.services.official_list import Plan, apply_official_list, plan_official_list
from projects.services.reference import load_projects
from projects.services.search import refresh_search
from projects.services.template import write_template

__all__ = [
    "Plan",
    "apply_official_list",
    "confirm_member",
    "load_projects",
    "plan_official_list",
    "propose_member",
    "refresh_search",
    "remove_member",
    "replace_member",
    "restore_member",
    "write_template",
]
