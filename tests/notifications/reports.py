"""Delivery reports as servers write them, and what else lands in a mailbox for returned mail.

Each takes the token of the message it is about; the words are those of the servers' own templates,
the addresses are ours.
"""

HOST = "vkc.test"
SUBJECT = "=?utf-8?b?xJDDoyBuaOG6rW4gxJHEg25nIGvDvQ==?="  # Đã nhận đăng ký


def postfix(token, *, action="failed", status="5.1.1", sentence="", address="can-bo@vkc.test"):
    """Postfix: 7-bit text, the report, the whole mail."""
    said = sentence or (
        "550 5.1.1\r\n    <can-bo@vkc.test>: Recipient address rejected: User unknown in\r\n"
        "    virtual mailbox table"
    )
    text = f"""\
Return-Path: <>
Delivered-To: bounces+{token}@{HOST}
Received: by mx.vkc.test (Postfix) id 4F1C21A2B3; Mon,  2 Nov 2026 16:00:05 +0700 (+07)
Date: Mon,  2 Nov 2026 16:00:05 +0700 (+07)
From: MAILER-DAEMON@mx.vkc.test (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: bounces+{token}@{HOST}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="8F7A11A2B0.1793610005/mx.vkc.test"
Message-Id: <20261102090005.4F1C21A2B3@mx.vkc.test>

This is a MIME-encapsulated message.

--8F7A11A2B0.1793610005/mx.vkc.test
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.vkc.test.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

--8F7A11A2B0.1793610005/mx.vkc.test
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.vkc.test
X-Postfix-Queue-ID: 8F7A11A2B0
X-Postfix-Sender: rfc822; bounces+{token}@{HOST}
Arrival-Date: Mon,  2 Nov 2026 16:00:01 +0700 (+07)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.so-xay-dung.test
Diagnostic-Code: smtp; {said}

--8F7A11A2B0.1793610005/mx.vkc.test
Content-Description: Undelivered Message
Content-Type: message/rfc822

Return-Path: <bounces+{token}@{HOST}>
Content-Type: text/plain; charset="utf-8"
MIME-Version: 1.0
Content-Transfer-Encoding: base64
Subject: {SUBJECT}
From: VKC <no-reply@{HOST}>
To: {address}
Message-ID: <vkc.{token}@{HOST}>

S8OtbmggZ+G7rWkgYW5oL2No4buLLgo=

--8F7A11A2B0.1793610005/mx.vkc.test--
"""
    return text.encode()


def exim(token):
    """Exim 4: no token in its own headers; the token only in the returned headers."""
    return f"""\
Return-path: <>
Envelope-to: no-reply@{HOST}
Received: from Debian-exim by mail.example.test with local (Exim 4.96)
\tid 1tBxyz-0004Rk-2W
\tfor no-reply@{HOST}; Mon, 02 Nov 2026 09:00:04 +0000
X-Failed-Recipients: can-bo@vkc.test
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mail.example.test>
To: no-reply@{HOST}
Content-Type: multipart/report; report-type=delivery-status; boundary=1793610004-eximdsn-427061188
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1tBxyz-0004Rk-2W@mail.example.test>

--1793610004-eximdsn-427061188
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered to one or more of its recipients.

  can-bo@vkc.test
    host mail.example.test: 552 5.2.2 Mailbox full

--1793610004-eximdsn-427061188
Content-type: message/delivery-status

Reporting-MTA: dns; mail.example.test

Action: failed
Final-Recipient: rfc822;can-bo@vkc.test
Status: 5.0.0
Remote-MTA: dns; mail.example.test
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full

--1793610004-eximdsn-427061188
Content-type: text/rfc822-headers

Return-path: <no-reply@{HOST}>
From: VKC <no-reply@{HOST}>
To: can-bo@vkc.test
Subject: {SUBJECT}
Message-ID: <vkc.{token}@{HOST}>

--1793610004-eximdsn-427061188--
""".replace("\n", "\r\n").encode()


def exchange(token):
    """Exchange Online: the subject of ours encoded, words in 8 bit, headers in base64."""
    import base64

    headers = base64.encodebytes(
        f"Message-ID:\r\n <vkc.{token}@{HOST}>\r\nSubject: {SUBJECT}\r\n\r\n".encode()
    ).decode()
    return f"""\
From: "Microsoft Outlook" <MicrosoftExchange329e71ec88ae@vkc.test>
To: <no-reply@{HOST}>
Date: Mon, 2 Nov 2026 09:00:07 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="6fa8ee0e-exchange"
X-MS-Exchange-Message-Is-Ndr:
Subject: =?utf-8?B?S2jDtG5nIHRo4buDIGfhu61pOiDEkMOjIG5o4bqtbiDEkcSDbmcga8O9?=
MIME-Version: 1.0

--6fa8ee0e-exchange
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: 8bit

<html><body>Thư của bạn không gửi được tới can-bo.</body></html>
--inner--

--6fa8ee0e-exchange
Content-Type: message/delivery-status

Reporting-MTA: dns;SEZPR01MB4321.apcprd01.prod.exchangelabs.com
Received-From-MTA: dns;mx.vkc.test
Arrival-Date: Mon, 2 Nov 2026 09:00:05 +0000

Final-Recipient: rfc822;can-bo@vkc.test
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient can-bo@vkc.test not found by SMTP address lookup
X-Display-Name: Cán bộ

--6fa8ee0e-exchange
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: base64

{headers}
--6fa8ee0e-exchange--
""".encode()


def gmail(token):
    """Gmail: names the message in References, and an icon stands among the parts."""
    return f"""\
Return-Path: <>
Delivered-To: no-reply@{HOST}
To: no-reply@{HOST}
Auto-Submitted: auto-replied
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
Subject: Delivery Status Notification (Failure)
References: <vkc.{token}@{HOST}>
In-Reply-To: <vkc.{token}@{HOST}>
X-Failed-Recipients: can-bo@vkc.test
Message-ID: <67262f0a.170a0220.3a9b.1d2c.GMR@mx.google.com>
Date: Mon, 02 Nov 2026 01:00:10 -0800 (PST)
MIME-Version: 1.0
Content-Type: multipart/report; boundary="0000000000005c1f"; report-type=delivery-status

--0000000000005c1f
Content-Type: multipart/related; boundary="0000000000005c2e"

--0000000000005c2e
Content-Type: text/plain; charset="UTF-8"

** Address not found **
--0000000000005c2e
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--0000000000005c2e--
--0000000000005c1f
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Mon, 02 Nov 2026 01:00:09 -0800 (PST)
X-Original-Message-ID: <vkc.{token}@{HOST}>

Final-Recipient: rfc822; can-bo@vkc.test
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.
 550 5.1.1 Please try double-checking the recipient's email address
Last-Attempt-Date: Mon, 02 Nov 2026 01:00:10 -0800 (PST)

--0000000000005c1f
Content-Type: message/rfc822

Message-ID: <another.mail@{HOST}>
Subject: {SUBJECT}

--0000000000005c1f--
""".encode()


def internationalised(token):
    """RFC 6533: an address and a sentence beyond ASCII."""
    return f"""\
To: bounces+{token}@{HOST}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Không gửi được.
--b
Content-Type: message/global-delivery-status

Reporting-MTA: dns; mx.vkc.test

Final-Recipient: utf-8; cán-bộ@vkc.test
Action: failed
Status: 5.1.6
Diagnostic-Code: smtp; 550 5.1.6 Hộp thư đã chuyển đi
--b--
""".encode()


def out_of_office(token):
    """An answer of a person's mail program, in reply to ours."""
    return f"""\
From: can-bo@vkc.test
To: bounces+{token}@{HOST}
In-Reply-To: <vkc.{token}@{HOST}>
Auto-Submitted: auto-replied
Subject: =?utf-8?q?T=E1=BB=B1_=C4=91=E1=BB=99ng_tr=E1=BA=A3_l=E1=BB=9Di?=
Content-Type: text/plain; charset=utf-8

Status: 5.1.1
Action: failed
""".encode()


def read_receipt(token):
    """A report too, but of somebody who read it."""
    return f"""\
To: bounces+{token}@{HOST}
Content-Type: multipart/report; report-type=disposition-notification; boundary=b

--b
Content-Type: message/disposition-notification

Disposition: manual-action/MDN-sent-manually; displayed
--b--
""".encode()


def without_fields(token):
    return f"""\
To: bounces+{token}@{HOST}
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.vkc.test
--b--
""".encode()


def broken(token):
    """No part at all, a broken charset, bytes that are no text."""
    head = (
        f"To: bounces+{token}@{HOST}\nContent-Type: multipart/report; report-type=delivery-status"
    )
    return head.encode() + b"; boundary=\xff\xfe; charset=klingon\n\n--\xff\xfe\n\x00\x80\n"


def nested(token, *, depth):
    """Parts inside parts, deeper than any program may follow."""
    head = f"To: bounces+{token}@{HOST}\nContent-Type: multipart/report; "
    lines = [head + 'report-type=delivery-status; boundary="0"\n']
    lines += [f'--{n}\nContent-Type: multipart/mixed; boundary="{n + 1}"\n' for n in range(depth)]
    return "\n".join(lines).encode()
