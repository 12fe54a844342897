"""Reads a mail from standard input with Python's own parser and prints what a reader would see, as JSON."""
import email
import email.header
import email.policy
import email.utils
import json
import sys

raw = sys.stdin.buffer.read()
mail = email.message_from_bytes(raw, policy=email.policy.default)
# Before 3.14 the new policy keeps the space between two encoded-words of a display name; the old decoder drops it.
plain = email.message_from_bytes(raw)
parts = list(mail.walk())
print(json.dumps({
    "subject": mail["subject"],
    "to": mail["to"].addresses[0].addr_spec,
    "toName": str(email.header.make_header(email.header.decode_header(email.utils.parseaddr(plain["to"])[0]))),
    "recipients": len(mail["to"].addresses),
    "from": mail["from"].addresses[0].addr_spec,
    "messageId": mail["message-id"],
    "date": mail["date"].datetime.isoformat(),
    "names": [name.lower() for name in mail.keys()],
    "text": mail.get_body(("plain",)).get_content(),
    "html": mail.get_body(("html",)).get_content(),
    "type": mail.get_content_type(),
    "attachments": [{"name": part.get_filename(), "type": part.get_content_type(), "method": part.get_param("method"),
                     "text": part.get_content()} for part in mail.iter_attachments()],
    "defects": [repr(x) for part in parts for x in part.defects]
    + [repr(x) for name in mail.keys() for x in mail[name].defects],
    "isSevenBit": all(x < 128 for x in raw),
    "longestLine": max(len(x) for x in raw.split(b"\r\n")),
    "bareLineFeeds": raw.replace(b"\r\n", b"").count(b"\n"),
}))
