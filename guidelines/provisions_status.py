"""Which provision of a text holds on a day: the one function that page, API, feed and files call.

The document's own status comes first (`guidelines.legal`). Below it each effect covers the provision
it names with everything inside: ended beats suspended beats changed. A provision is found by its
lineage, so that an effect recorded against an older text finds the article after renumbering.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from guidelines.choices import ENDING_VERBS, TOUCHING_VERBS, LegalStatus, Verb
from guidelines.legal import Basis, Ruling, acting_on, legal_ruling, ruling_apart_from_effects
from guidelines.models import Document, Effect, Provision, Version

HOLDING = (LegalStatus.IN_FORCE, LegalStatus.PARTLY)
# The weight of what befalls a provision; the heaviest wins, the latest among equals.
WEIGHT = {LegalStatus.PARTLY: 1, LegalStatus.SUSPENDED: 2, LegalStatus.EXPIRED: 3}


@dataclass(frozen=True)
class Touch:
    """An effect on a part that holds that day; `is_applied` where the text read already says so."""

    effect: Any
    is_applied: bool = False

    @property
    def is_located(self) -> bool:
        return bool(self.effect.target_path)

    @property
    def is_pending(self) -> bool:
        """Passed, but not worked into the text; a suspension never is."""
        return not self.is_applied and self.effect.verb != Verb.SUSPENDS

    @property
    def status(self) -> LegalStatus | None:
        """What it makes of the provision it names, in the text that is read; None: nothing more."""
        verb = self.effect.verb
        if verb == Verb.SUSPENDS:
            return LegalStatus.SUSPENDED
        if verb == Verb.REPEALS or (verb in ENDING_VERBS and not self.is_applied):
            return LegalStatus.EXPIRED
        return None if self.is_applied else LegalStatus.PARTLY


def provision_rulings(document: Document, version: Version, *, on: date) -> dict[str, Ruling]:
    """Exactly one ruling for each provision of the text, by path.

    Four queries at most, however long the text.
    """
    fields = ("version_id", "path", "parent_id", "lineage", "order")
    nodes = list(version.provisions.order_by("order").only(*fields))
    load_effects(document)
    touches = touches_on(document, version, on=on)
    return rulings_of(document, version, nodes, touches, on=on)


def rulings_of(
    document: Document, version: Version, nodes: list[Any], touches: list[Touch], *, on: date
) -> dict[str, Ruling]:
    """What `provision_rulings` gives, of provisions and touches at hand: one query at most."""
    elsewhere = _paths_elsewhere(nodes, touches, version)
    return rule_all(document, nodes, touches, on=on, elsewhere=elsewhere)


def pending_effects(document: Document, version: Version | None, *, on: date) -> list[Effect]:
    """Changes in force that day that the text does not yet show, latest first."""
    load_effects(document)
    return [touch.effect for touch in touches_on(document, version, on=on) if touch.is_pending]


def load_effects(document: Document) -> None:
    """The effects on the document in one query, unless they are loaded."""
    rows = Effect.objects.select_related("acting", "acting__issuer")
    prefetch_related_objects([document], Prefetch("incoming_effects", queryset=rows))


def touches_on(document: Document, version: Version | None, *, on: date) -> list[Touch]:
    """The effects on parts of the document that hold that day, latest first."""
    held = [
        effect
        for effect in acting_on(document.incoming_effects.all(), on)
        if effect.verb in TOUCHING_VERBS and (effect.is_partial or effect.verb == Verb.AMENDS)
    ]
    worked_into = {effect.applied_in_id for effect in held} - {None}
    days: dict[int, date] = {}
    if version is not None and worked_into:
        rows = Version.objects.filter(pk__in=worked_into)
        days = dict(rows.values_list("pk", "valid_from"))
    return [Touch(effect, _is_applied(effect, version, days)) for effect in held]


def _is_applied(effect: Effect, version: Version | None, days: dict[int, date]) -> bool:
    """True where this text, or an earlier one that this one continues, already says so."""
    if version is None or effect.applied_in_id not in days:
        return False
    return days[effect.applied_in_id] <= version.valid_from


def _paths_elsewhere(
    nodes: list[Provision], touches: list[Touch], version: Version
) -> dict[Any, str]:
    """Where a translation has a provision whose lineage only the Vietnamese text knows."""
    if version.language == "vi":
        return {}
    known = {str(node.lineage) for node in nodes}
    named = {touch.effect.target_lineage for touch in touches} - {None}
    missing = {lineage for lineage in named if str(lineage) not in known}
    if not missing:
        return {}
    texts = Provision.objects.filter(version__document=version.document_id, lineage__in=missing)
    held = texts.filter(version__language="vi", version__valid_from__lte=version.valid_from)
    return dict(held.order_by("version__valid_from").values_list("lineage", "path"))


def rule_all(
    document: Any,
    nodes: list[Any],
    touches: list[Touch],
    *,
    on: date,
    elsewhere: dict[Any, str] | None = None,
) -> dict[str, Ruling]:
    """One ruling per node, asking no database.

    `nodes` have pk, parent_id, path, lineage and stand parents first. What ended, is suspended or
    not yet begun as a whole, or is of unknown status, is so in every part; but a part that ended
    before the whole was suspended stays ended.
    """
    ruling = legal_ruling(document, on=on)
    if ruling.status not in (*HOLDING, LegalStatus.SUSPENDED):
        return {node.path: ruling for node in nodes}
    found = _rule_parts(document, nodes, touches, on, elsewhere or {})
    if ruling.status == LegalStatus.SUSPENDED:
        ended = LegalStatus.EXPIRED
        return {path: own if own.status == ended else ruling for path, own in found.items()}
    return found


def _rule_parts(
    document: Any, nodes: list[Any], touches: list[Touch], on: date, elsewhere: dict[Any, str]
) -> dict[str, Ruling]:
    """What the effects on provisions make of each, in a document that holds."""
    base = _with_unlocated(ruling_apart_from_effects(document, on), touches)
    own = _own_rulings(nodes, touches, elsewhere)
    if not own:
        return dict.fromkeys((node.path for node in nodes), base)
    covering: dict[Any, Ruling] = {}
    decided: dict[Any, Ruling] = {}  # Only what effects decide: a long text has few of them.
    for node in nodes:
        if node.pk not in own and node.parent_id not in covering:
            continue
        whole, here = own.get(node.pk, (None, None))
        if cover := _heavier(whole, covering.get(node.parent_id)):
            covering[node.pk] = cover
        if ruling := _heavier(cover, here):
            decided[node.pk] = ruling
    for node in reversed(nodes):
        if node.pk in decided and node.parent_id not in decided:
            decided[node.parent_id] = _partly(decided[node.pk])
    return {node.path: decided.get(node.pk, base) for node in nodes}


def _with_unlocated(base: Ruling, touches: list[Touch]) -> Ruling:
    """A change of an unnamed part may lie anywhere: no provision is called untouched."""
    for touch in touches:
        if touch.is_located or (touch.is_applied and touch.effect.verb != Verb.SUSPENDS):
            continue
        day = touch.effect.starts_on
        return Ruling(LegalStatus.PARTLY, Basis.UNLOCATED, day, touch.effect)
    return base


def _own_rulings(
    nodes: list[Any], touches: list[Touch], elsewhere: dict[Any, str]
) -> dict[Any, tuple[Ruling | None, Ruling | None]]:
    """By node: what covers it with everything inside, and what befalls it alone.

    A provision that the text does not have (one to be inserted) changes the nearest one around it.
    """
    own: dict[Any, tuple[Ruling | None, Ruling | None]] = {}
    acting = [touch for touch in touches if touch.is_located and touch.status is not None]
    if not acting:
        return own
    by_path = {node.path: node for node in nodes}
    by_lineage = {}
    if any(touch.effect.target_lineage for touch in acting):
        by_lineage = {str(node.lineage): node for node in nodes}
    for touch in acting:
        effect = touch.effect
        lineage = effect.target_lineage
        node = by_path.get(elsewhere.get(lineage, "") if lineage else effect.target_path)
        node = by_lineage.get(str(lineage)) or node
        if node is not None:
            whole, here = own.get(node.pk, (None, None))
            own[node.pk] = (_heavier(whole, _by(effect, touch.status)), here)
        elif not touch.is_applied and (around := _around(effect.target_path, by_path)):
            whole, here = own.get(around.pk, (None, None))
            own[around.pk] = (whole, _heavier(here, _by(effect, LegalStatus.PARTLY)))
    return own


def _around(path: str, by_path: dict[str, Any]) -> Any:
    while path:
        path = path.rpartition(".")[0]
        if path in by_path:
            return by_path[path]
    return None


def _by(effect: Any, status: LegalStatus) -> Ruling:
    return Ruling(status, Basis.EFFECT, effect.starts_on, effect)


def _partly(child: Ruling) -> Ruling:
    """A provision of which a part no longer holds as it stands."""
    return Ruling(LegalStatus.PARTLY, child.basis, child.day, child.effect)


def _weight(ruling: Ruling | None) -> int:
    """0 for what no effect on a provision decided."""
    if ruling is None or ruling.basis != Basis.EFFECT:
        return 0
    return WEIGHT[ruling.status]


def _heavier(first: Ruling | None, second: Ruling | None) -> Ruling | None:
    """The heavier of two; of equals the first, which is the later one or the nearer one."""
    return second if _weight(second) > _weight(first) else first
