"""Effects find their provision: the lineage that is followed through all texts of the target."""

from datetime import date

from django.db import transaction

from guidelines.choices import DocumentState
from guidelines.models import Document, Effect, Provision


@transaction.atomic
def place_effects(*, target: Document | None = None, acting: Document | None = None) -> int:
    """Set `target_lineage` of effects on a document, or of those of one; returns how many changed.

    The path is read in the Vietnamese text that held when the effect began, else in the first one.
    What stands in no text yet keeps its path alone.
    """
    effects = Effect.objects.exclude(target=None).exclude(target_path="").select_related("acting")
    effects = effects.filter(target=target) if target else effects.filter(acting=acting)
    held = list(effects)
    places = _places({effect.target_id for effect in held}, {effect.target_path for effect in held})
    changed = []
    for effect in held:
        known = places.get((effect.target_id, effect.target_path), [])
        lineage = _lineage_on(known, effect.starts_on)
        if lineage is not None and lineage != effect.target_lineage:
            effect.target_lineage = lineage
            changed.append(effect)
    Effect.objects.bulk_update(changed, ["target_lineage"])
    return len(changed)


def _places(targets: set, paths: set) -> dict[tuple, list[tuple]]:
    """Where each path stands: (valid from, lineage) by document and path, oldest first."""
    rows = Provision.objects.filter(
        version__document__in=targets, version__language="vi", path__in=paths
    ).exclude(version__state=DocumentState.WITHDRAWN)
    found: dict[tuple, list[tuple]] = {}
    columns = ("version__document_id", "path", "version__valid_from", "lineage")
    for document, path, day, lineage in rows.order_by("version__valid_from").values_list(*columns):
        found.setdefault((document, path), []).append((day, lineage))
    return found


def _lineage_on(known: list[tuple], starts_on: date | None):
    """The lineage in the last text begun before the effect; a text of that very day has it already."""
    before = [lineage for day, lineage in known if starts_on is None or day < starts_on]
    if starts_on is not None and before:
        return before[-1]
    return known[0][1] if known else None
