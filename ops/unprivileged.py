"""`python ops/unprivileged.py [--keep-access] UID GID COMMAND…`: run a command as a plain user.

PostgreSQL refuses root. Where the checkout lies below a folder that only root may enter (a private
temporary folder, /root), the command keeps the one capability of passing file permissions, so no
folder of the machine has to be opened to others. Linux only; elsewhere root needs DATABASE_URL.
"""

import ctypes
import os
import sys

PR_SET_SECUREBITS = 28
# Keep capabilities through the change of user, and let access(2) count them.
SECBIT_NO_SETUID_FIXUP = 4
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


def main() -> None:
    arguments = sys.argv[1:]
    is_keeping = arguments[0] == "--keep-access"
    uid, gid, *command = arguments[is_keeping:]
    libc = ctypes.CDLL(None, use_errno=True)
    if is_keeping:
        _check(libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
    os.setgroups([])
    os.setgid(int(gid))
    os.setuid(int(uid))
    if is_keeping:
        _keep_file_access(libc)
    os.execv(command[0], command)


def _keep_file_access(libc: ctypes.CDLL) -> None:
    bit = 1 << CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    # Two blocks (capabilities 0-31, 32-63) of effective, permitted, inheritable.
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    _check(libc.capset(header, sets))
    _check(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0))


def _check(result: int) -> None:
    if result != 0:
        sys.exit(
            "Cannot run PostgreSQL as a plain user with access to this folder: "
            f"{os.strerror(ctypes.get_errno())}. Move the checkout to a folder every user may "
            "enter, start the command as a plain user, or set DATABASE_URL."
        )


if __name__ == "__main__":
    main()
