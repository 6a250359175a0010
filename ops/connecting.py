"""Pointing a running Django at one of the databases of `ops.clones`."""

from ops import clones, fingerprints
from ops.migrating import migrate


def template(url: str, *, afresh: bool = False) -> str:
    """Name of the migrated template for the present code, built now if there is none."""
    from django.conf import settings

    key = fingerprints.of_text([fingerprints.of_schema(), *settings.INSTALLED_APPS])
    parts = fingerprints.of_each_migration()
    return clones.ensure_template(url, key, migrate_database, parts=parts, afresh=afresh)


def migrate_database(database: str) -> None:
    from django.conf import settings

    before = settings.DATABASES["default"]["NAME"]
    connect_to(database)
    migrate()
    connect_to(before)


def connect_to(database: str) -> None:
    from django.conf import settings
    from django.db import connections

    disconnect()
    settings.DATABASES["default"]["NAME"] = database
    connections["default"].settings_dict["NAME"] = database


def disconnect() -> None:
    from django.db import connections

    connections.close_all()
    if hasattr(connections["default"], "close_pool"):
        connections["default"].close_pool()
