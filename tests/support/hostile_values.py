"""The worst that can stand in a field, in a body, in an address, in a header."""

NESTED = 4_000
WORST = [
    "",
    " ",
    "\x00",
    "a\x00b\x08\x1b[31m\x7f\x85\ufffe\uffff",
    "\u202e\u2066rtl\u2069\u200d\ufeff\u2028\u2029",
    "e\u0301" * 300,
    "x" * 20_001,
    "\r\n\r\n" * 4_000,
    "9" * 5_000,
    "-" + "9" * 400,
    "9223372036854775808",
    "-2147483649",
    "1e400",
    "nan",
    "-inf",
    "1_000",
    "٣",
    "²",
    "0001-01-01",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
    "2026-03-29T01:30",
    "24:61",
    "23:59:59.999999",
    "00000000-0000-0000-0000-000000000000",
    "urn:uuid:{}",
    "[" * NESTED,
    '{"a":' * NESTED + "1" + "}" * NESTED,
    '{"a": NaN, "a": 1e999}',
    "null",
    "true",
    "' OR 1=1; --",
    "../../../etc/passwd",
    "%s%n%x{0.__class__}{{7*7}}",
    "a\r\nSet-Cookie: x=y",
    "http://[::1",
    "//elsewhere.example/x",
    "javascript:alert(1)",
    "@",
    "a" * 330 + "@example.org",
    "a@b@c <x@y>",
    "a@xn--" + "z" * 80 + ".example",
]
NAMES = ["role", "client", "id", "\x00", "form-TOTAL_FORMS", "a[b][c]", "__class__", "x" * 3_000]
NIL = "00000000-0000-0000-0000-000000000000"
NUMBERS = ["-1", "2147483648", "9" * 5_000, "nan", "1e400", "²", "1.5", "1_000", "999999999"]
DATES = ["0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "1900-01-01", "0000-00-00"]
CHOICES = ["nobody offers this", "\x00", NIL, "x" * 20_001]
# By kind of field: what is most likely to be taken for good and to do harm further in.
EXTREME = {
    "date": DATES,
    "time": ["00:00", "23:59:59.999999", "24:61", "-1:00"],
    "datetime-local": ["9999-12-31T23:59", "0001-01-01T00:00", "2026-03-29T01:30", "T"],
    "number": NUMBERS,
    "hidden": ["²", "9" * 5_000, "-1", NIL, "\x00", "[" * NESTED],
    "radio": CHOICES,
    "checkbox": CHOICES,
    "select": CHOICES,
    "email": ["a" * 330 + "@example.org", "a@b@c <x@y>", "\x00@example.org", "é@é.é"],
}
WORDS = [
    "a\x00b\x1b[31m\x7f\ufffe",
    "x" * 20_001,
    "\u202e\u2028\ufeff",
    "\r\n" * 4_000,
    "9999-12-31",
]
WORDS += [" ", "{" * NESTED]


BOUNDARY = "Xx"
PART = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{{}}"'
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
# (content type, body): what no browser would send.
BROKEN = {
    "not utf-8": (URLENCODED, b"version=%ff%fe&words=\xff\xfe\xed\xa0\x80&%c0%80=1"),
    "broken percent signs": (URLENCODED, b"version=%&words=%zz%u0041&%=%"),
    "a thousand and one fields": (URLENCODED, b"&".join(b"a=1" for _ in range(1_001))),
    "a thousand values of one name": (URLENCODED, b"&".join(b"version=1" for _ in range(999))),
    "only signs": (URLENCODED, b"&&&===&=;;"),
    "nothing": (URLENCODED, b""),
    "half a megabyte in one field": (URLENCODED, b"words=" + b"x" * 500_000),
    "one byte too many": (URLENCODED, b"words=" + b"x" * 1_000_000),
    "an alphabet nobody has": (f"{URLENCODED}; charset=klingon", b"version=1"),
    "json": ("application/json", b'{"version": 1}'),
    "json, broken": ("application/json", b'{"version": '),
    "json, deep": ("application/json", b"[" * 50_000),
    "json, deep in a draft": ("application/json", b'{"place":"/","fields":' + b'{"a":' * 9_000),
    "json, wrong kinds": ("application/json", b'{"place": ["/"], "fields": {"a": {"b": 1}}}'),
    "json, lone surrogate": (
        "application/json",
        b'{"place": "/today/", "fields": {"\\ud800": "\\udfff\\u0000"}}',
    ),
    "json, no object": ("application/json", b'"\\ud800"'),
    "xml": ("text/xml", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"),
    "no kind": ("", b"version=1"),
    "a kind of rubbish": ("\x01/;;=", b"version=1"),
    "parts without a boundary": (MULTIPART, b"--x\r\n"),
    "parts with an empty boundary": (f"{MULTIPART}; boundary=", b"--\r\n"),
    "parts with a long boundary": (f"{MULTIPART}; boundary={'x' * 300}", b"--x"),
    "parts with a boundary not ascii": (f"{MULTIPART}; boundary=\xe9", b"--\xe9"),
    "parts cut off": (f"{MULTIPART}; boundary={BOUNDARY}", PART.format("version").encode()),
    "parts, coded twice": (
        f"{MULTIPART}; boundary={BOUNDARY}",
        (
            PART.format("version") + "\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--Xx--"
        ).encode(),
    ),
    "parts with a file": (
        f"{MULTIPART}; boundary={BOUNDARY}",
        (PART.format("version") + '; filename="../../\x00.php"\r\n\r\n<?php\r\n--Xx--').encode(),
    ),
    "parts not utf-8": (
        f"{MULTIPART}; boundary={BOUNDARY}",
        PART.format("words").encode() + b"\r\n\r\n\xff\xfe\x00\r\n--Xx--",
    ),
}
QUERIES = [
    "%",
    "%zz=%ff&a=%00",
    "a=" + "b" * 1_500,
    "&".join(f"a{n}=1" for n in range(300)),
    "\xff\xfe=\xed\xa0\x80",
    "[]={}&'=\"<script>",
]
HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": "x" * 5_000 + ",;q=nan,en;q=1e999",
    "HTTP_COOKIE": "kith=\x00; kith-csrf=" + "x" * 500 + "; =;;; kith=\xff",
    "HTTP_X_FORWARDED_FOR": "\xff, ::::, 999.999.999.999",
    "HTTP_ACCEPT": "\xff/\x00;q=",
    "HTTP_HX_REQUEST": "maybe",
    "HTTP_HX_CURRENT_URL": "http://[::1",
    "HTTP_REFERER": "http://[",
    "HTTP_IF_MODIFIED_SINCE": "yesterday",
    "HTTP_RANGE": "bytes=9-1,-,x",
    "HTTP_USER_AGENT": "\x00\xff" * 500,
    "HTTP_ORIGIN": "http://[::1",
    "HTTP_SEC_FETCH_SITE": "\xff",
    "HTTP_HOST": "testserver:99999999",
    "CONTENT_LENGTH": "-1",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
}
