from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "projects"
    label = "projects"
    verbose_name = _("Programmes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from projects.services import load_projects
        from vkc.core import registry

        registry.reference_loaders.register("projects", load_projects, order=60)
