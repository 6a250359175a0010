"""`messages`: collect the marked strings into vkc/locale, then say what lacks a translation."""

import os
import sys

from ops import check_catalogues, extraction


def main() -> None:
    if missing := extraction.check_tools():
        sys.exit(missing)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkc.settings.dev")
    import django

    django.setup()
    extraction.collect(extraction.CATALOGUES)
    problems = check_catalogues.missing_translations((extraction.CATALOGUES,))
    print("\n".join(problems) or "Every string has its translation.")


if __name__ == "__main__":
    main()
