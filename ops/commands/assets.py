"""`assets`: build `static/fonts/` with the machine's npm or one from a wheel."""

import sys

from ops import assets


def main() -> None:
    try:
        count = assets.build(assets.any_npm())
    except assets.AssetsFailed as problem:
        sys.exit(f"Web fonts: {problem}. The site uses system fonts.")
    size = sum(path.stat().st_size for path in assets.TARGET.rglob("*.*"))
    print(f"{assets.TARGET}: {count} font files, {size / 1_000_000:.1f} MB")


if __name__ == "__main__":
    main()
