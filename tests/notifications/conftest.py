import copy

import pytest


@pytest.fixture
def trial_mail(settings, tmp_path) -> str:
    """The event of a mail template that exists only in the test; returns its name."""
    folder = tmp_path / "emails" / "trial"
    folder.mkdir(parents=True)
    (folder / "published.txt").write_text(
        "{% translate 'Topics' %}: {{ about }}\n\n"
        "{{ language }} | {{ about }} | {{ topic }} | {{ unsubscribe_url }}\n"
    )
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], tmp_path]
    settings.TEMPLATES = templates
    return "trial.published"
