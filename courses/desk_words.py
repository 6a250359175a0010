"""The sentences the desk's application says on a device, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def desk_words() -> dict[str, str]:
    """Key → sentence; `{n}`, `{name}`, `{time}` and `{minutes}` are filled in on the device."""
    return {
        "online": _("Connected. Everything is on the server."),
        "offline": _("No network. Marks are kept on this device and sent later."),
        "waiting": _("Marks kept on this device, not yet sent: {n}"),
        "sending": _("Sending …"),
        "signed_out": _("You are signed out. Sign in again: the marks stay on this device."),
        "no_roster": _("No list of names is on this device. Open the desk once with a network."),
        "failed": _("The server did not answer. The marks stay on this device; next attempt soon."),
        "clock": _("This device's clock is {minutes} minutes off. Times are put right by the server's."),
        "present": pgettext("attendance", "present"),
        "since": _("present since {time}"),
        "not_recorded": _("not recorded"),
        "mark": _("Mark present"),
        "undo": _("Undo"),
        "marked": _("{name} is marked present."),
        "undone": _("The mark of {name} was taken back."),
        "twice": _("{name} was marked before."),
        "unknown_code": _("This personal code belongs to nobody with a seat in this session. It is of another session, or the seat was given up. Look for the name in the list."),
        "wall_code": _("This is the code of the screen in the room: participants scan it with their own telephones. Scan the personal code here."),
        "foreign_code": _("This is no personal code of this portal. Scan the code from the sheet or from “My code”, or tap the name."),
        "unknown_number": _("This number belongs to nobody with a seat in this session. Check the digits, or tap the name."),
        "count": _("Present: {n} of {all}"),
        "no_camera": _("No camera was found. Type the number under the QR code, or tap the name."),
        "camera_refused": _("The camera is not allowed. Allow it in the browser's settings for this page, or type the number under the QR code, or tap the name."),
        "camera_busy": _("Another application uses the camera. Close it and try again, or type the number under the QR code, or tap the name."),
        "camera_lost": _("The camera stopped. Start scanning again, or type the number under the QR code, or tap the name."),
        "no_scanner": _("This browser cannot read QR codes. Type the number under the QR code, or tap the name."),
        "stop": _("Stop scanning"),
        "scan": _("Scan QR codes"),
        "absent": pgettext("attendance", "absent"),
        "excused": pgettext("attendance", "absent with leave"),
    }  # fmt: skip
