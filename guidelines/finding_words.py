"""What an import noticed, as sentences for staff: gaps, warnings, normalisations."""

from guidelines.recognition import findings_words
from guidelines.recognition.findings_words import rule_words
from guidelines.recognition.parsed import Finding

__all__ = ["rule_words", "sentence"]


def sentence(finding: Finding) -> str:
    """One finding in words; a code without words of its own is named as it is."""
    return findings_words.sentence(finding.code, finding.facts)
