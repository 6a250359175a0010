"""The sample sign-ins that `make run` prints; kept in a file, as asking Django costs seconds."""

import base64
import hmac
import io
import json
import struct
import time

from ops.paths import VAR

FILE = VAR / "demo-accounts.json"
PERIOD = 30
AGAIN = "python3 ops/bootstrap.py manage demo_accounts"


def note() -> None:
    """Ask the portal for its sample accounts and keep them. Needs Django set up."""
    from django.core.management import call_command

    text = io.StringIO()
    call_command("demo_accounts", "--json", stdout=text)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text.getvalue())


def described() -> str:
    """The lines to print; empty when there are no sample accounts."""
    try:
        known = json.loads(FILE.read_text())
    except (FileNotFoundError, ValueError):
        return ""
    if not known["accounts"]:
        return ""
    lines = [f"  Sample sign-ins, password {known['password']}"]
    for each in known["accounts"]:
        mark = "*" if each["second_factor"] else " "
        lines.append(f"  {mark} {each['role']:<14} {each['email']}")
    code = one_time_code(known["secret"], at=time.time())
    lines += [f"  * asks for a code as well: now {code}, another every {PERIOD} s."]
    lines += [
        f"    Later: {AGAIN}",
        f"    or an authenticator app with the secret {known['secret']}",
    ]
    return "\n".join(lines)


def one_time_code(secret: str, *, at: float) -> str:
    """RFC 6238 with its usual values: SHA-1, 6 digits, 30 seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.digest(key, struct.pack(">Q", int(at) // PERIOD), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
