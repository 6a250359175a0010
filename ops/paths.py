"""Where things lie; everything the gear writes goes below `var/`."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VKC_VAR_DIR") or ROOT / "var")
