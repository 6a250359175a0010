"""`python -m ops.image_files`: what a container image needs beside the checkout's files."""

from ops import assets, catalogues, fingerprints, fonts_css


def main() -> None:
    print(f"{len(catalogues.compile_changed())} catalogues compiled")
    mark = fingerprints.of_files(assets.SOURCES)
    assets.copy_qr_reader()
    print(f"{fonts_css.build(assets.MODULES, assets.TARGET, mark=mark)} font files copied")


if __name__ == "__main__":
    main()
