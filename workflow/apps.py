from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = _("Bộ máy quy trình")

    def ready(self) -> None:
        from . import authorization, checks, rights, triggers  # noqa: F401  (checks registers itself)

        # A table rebuild on SQLite drops triggers; a new role needs its permission and its rows.
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="workflow.triggers")
        post_migrate.connect(authorization.sync_permissions, sender=self, dispatch_uid="workflow.permissions")
        post_migrate.connect(rights.sync_rights, sender=self, dispatch_uid="workflow.rights")
