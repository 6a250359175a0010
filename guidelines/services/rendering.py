"""The markup of published texts, kept beside them."""

from django.db import transaction

from guidelines.choices import DocumentState
from guidelines.models import RenderedText, Version
from guidelines.text_html.rendering import RECIPE, render_text


@transaction.atomic
def store_rendering(*, version: Version) -> None:
    """Store the markup of a text whose words are fixed; what was stored before is replaced."""
    made = render_text(version)
    facts = {
        "recipe": RECIPE,
        "html": made.html,
        "contents": made.contents,
        "skeleton": made.nodes,
    }
    RenderedText.objects.update_or_create(version=version, defaults=facts)


def render_missing() -> int:
    """Store the markup of published texts that have none, or one of an older recipe; how many."""
    texts = Version.objects.filter(state=DocumentState.PUBLISHED)
    due = texts.exclude(rendered__recipe=RECIPE).order_by("pk")
    pks = list(due.values_list("pk", flat=True))
    for pk in pks:
        _store_held(pk)
    return len(pks)


@transaction.atomic
def _store_held(pk: int) -> None:
    held = Version.objects.select_for_update(of=("self",)).defer("findings")
    for version in held.filter(pk=pk, state=DocumentState.PUBLISHED):
        store_rendering(version=version)
