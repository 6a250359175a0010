"""`run`: the whole portal on this machine, until Ctrl-C. PORT chooses another port than 8000."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from ops import catalogues, prepare, sign_ins
from ops.children import Children, children, log_file
from ops.paths import ROOT, VAR
from ops.process import tail
from ops.progress import step
from ops.servers import both
from ops.sharing import ServerFailed

LANGUAGES = ("vi", "en", "ko")


def main() -> None:
    started = time.monotonic()
    port = chosen_port()
    listen_for_the_end()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkc.settings.dev")
    os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")
    print("VKC portal\n  Starting PostgreSQL and Redis …", flush=True)
    try:
        with both(VAR) as urls, children() as group:
            make_ready(urls["DATABASE_URL"])
            serve(group, port, started)
    finally:
        print("Stopped.", flush=True)


def chosen_port() -> int:
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}")
    with socket.socket() as probe:
        # Without this, a port whose last connections are still closing looks taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            sys.exit(
                f"Port {port} on 127.0.0.1 cannot be used ({error.strerror}). Perhaps the portal "
                f"runs already. Choose another: make run PORT={int(port) % 65535 + 1}"
            )
    return int(port)


def make_ready(database_url: str) -> None:
    if compiled := catalogues.compile_changed():
        print(f"  Catalogues compiled: {len(compiled)}", flush=True)
    build_assets()
    if not prepare.is_prepared(database_url):
        done = subprocess.run([sys.executable, "-m", "ops.prepare"], cwd=ROOT, check=False)
        if done.returncode:
            sys.exit("The database could not be prepared; see above.")


def build_assets() -> None:
    from ops import assets

    if problem := assets.build_if_possible():
        print(f"  Web fonts: {problem}; system fonts will be used", flush=True)


def serve(group: Children, port: int, started: float) -> None:
    with step("Starting the web server"):
        # Loaded once and forked: two workers would each spend seconds on importing.
        options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--preload"]
        options += ["--no-control-socket"]
        group.start("web", "gunicorn", "vkc.wsgi:application", *options)
        wait_for(group, f"http://127.0.0.1:{port}/healthz")
    announce(port, time.monotonic() - started)
    group.start("worker", "celery", "-A", "vkc", "worker", "--concurrency", "1", "-l", "INFO")
    group.start("beat", "celery", "-A", "vkc", "beat", "-l", "INFO", "--pidfile=")
    while True:
        if dead := group.first_dead():
            sys.exit(f"The {dead} process ended; {log_file(dead)} ends:\n{tail(log_file(dead))}")
        time.sleep(0.5)


def wait_for(group: Children, url: str, *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not group.first_dead():
        try:
            urllib.request.urlopen(url, timeout=30).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit(f"The portal does not answer; {log_file('web')} ends:\n{tail(log_file('web'))}")


def announce(port: int, seconds: float) -> None:
    base = f"http://127.0.0.1:{port}"
    lines = [f"Ready after {seconds:.1f} s.", ""]
    lines += [f"  The portal   {base}/    " + "  ".join(f"/{code}/" for code in LANGUAGES)]
    lines += [f"  Back office  {base}/cms/"]
    lines += [f"  Mail sent    {VAR / 'mail'}", f"  Logs         {VAR / 'log'}"]
    if text := sign_ins.described():
        lines += ["", text]
    print("\n".join([*lines, "", "Ctrl-C stops everything."]), flush=True)


def listen_for_the_end() -> None:
    signal.signal(signal.SIGTERM, leave)
    # A script's background job begins with Ctrl-C ignored, yet that is how this command is ended.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Under nohup it is meant to outlive its terminal.
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, leave)


def leave(number: int, _frame: object) -> None:
    # A second signal must not break off the cleaning up that the first one started.
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)


if __name__ == "__main__":
    try:
        main()
    except ServerFailed as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(0)
