"""A logo is known by its content, drawn anew, and nothing else of the file is kept (SEC-18)."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from PIL import Image, PngImagePlugin

from kith.web import images
from kith.welcome.models import Logo
from tests.support.office import a_logo

pytestmark = pytest.mark.django_db


def picture(kind, mode="RGB", size=(300, 100), colour="teal", **more):
    written = io.BytesIO()
    Image.new(mode, size, colour).save(written, kind, **more)
    return written.getvalue()


def chunk(name, content):
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def claimed(width, height):
    """A PNG of a few bytes that says it is that large, with rows that unfold from almost none."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 10_000_000, 9)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def text_bomb():
    """A PNG whose comment unfolds to 200 million characters."""
    whole = a_logo()
    packed = zlib.compress(b"A" * 200_000_000, 9)
    return whole[:33] + chunk(b"zTXt", b"Comment\x00\x00" + packed) + whole[33:]


HOSTILE = {
    "nothing": b"",
    "words": b"not a picture",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html with the head of a gif": b"GIF89a/*<script>alert(1)</script>*/",
    "gif": picture("GIF"),
    "bmp": picture("BMP"),
    "tiff": picture("TIFF"),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/etc/passwd) run\n",
    "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj",
    "zip": b"PK\x03\x04" + b"\x00" * 100,
    "cut off": picture("PNG", size=(200, 200))[:60],
    "cut off jpeg": picture("JPEG", size=(400, 400))[:200],
    "only a head": b"\x89PNG\r\n\x1a\n",
    "a head and rubbish": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "40 million points and one row": claimed(40_000_000, 2),
    "wider than any": claimed(2**31 - 1, 2**31 - 1),
    "no points": claimed(0, 0),
    "text bomb": text_bomb(),
    "webp of rubbish": b"RIFF\x20\x00\x00\x00WEBPVP8 " + b"\xff" * 40,
}


@pytest.fixture
def send(as_user, owner):
    def put(content, name="logo.png", kind="image/png"):
        return as_user(owner).post(
            "/face/logo/", {"logo": SimpleUploadedFile(name, content, content_type=kind)}
        )

    return put


@pytest.mark.parametrize("what", HOSTILE)
def test_SEC_18_what_is_no_picture_is_refused_in_words(send, practice, what):
    answer = send(HOSTILE[what])
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
    practice.refresh_from_db()
    assert practice.logo is None and not Logo.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        picture("PNG"),
        picture("PNG", "RGBA", colour=(1, 2, 3, 100)),
        picture("PNG", "P"),
        picture("PNG", "1", colour=1),
        picture("PNG", "I;16", colour=3000),
        picture("JPEG"),
        picture("JPEG", "CMYK", colour=(1, 2, 3, 4)),
        picture("WEBP"),
        picture("PNG", size=(3000, 2000)),
        picture("PNG", size=(1, 5000)),
    ],
)
def test_SEC_18_a_picture_is_drawn_anew_in_a_size_that_fits(send, practice, content):
    assert send(content, "../../etc/passwd.exe", "text/html").status_code == 302
    row = Logo.objects.get()
    with Image.open(io.BytesIO(bytes(row.png))) as drawn:
        assert (drawn.format, drawn.mode) == ("PNG", "RGB")
        assert drawn.size == (row.width, row.height)
        assert drawn.width <= 640 and drawn.height <= 240


def test_SEC_18_nothing_but_the_picture_is_kept(send, practice):
    about = PngImagePlugin.PngInfo()
    about.add_text("Comment", "secret words")
    exif = Image.Exif()
    exif[0x010F] = "secret camera"
    for content in (
        picture("PNG", pnginfo=about, exif=exif) + b"<?php secret tail ?>",
        picture("JPEG", exif=exif, comment=b"secret words"),
        picture("WEBP", exif=exif),
    ):
        assert b"secret" in content
        assert send(content).status_code == 302
    for row in Logo.objects.all():
        assert b"secret" not in bytes(row.png)
        with Image.open(io.BytesIO(bytes(row.png))) as drawn:
            assert not drawn.getexif() and not drawn.text


def test_SEC_18_a_picture_that_lies_on_its_side_is_set_upright(send, practice):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    send(picture("JPEG", size=(300, 100), exif=exif))
    row = Logo.objects.get()
    assert row.height > row.width


def test_SEC_18_only_the_first_of_many_frames_is_kept(send, practice):
    more = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue")]
    send(picture("PNG", size=(30, 30), save_all=True, append_images=more))
    with Image.open(io.BytesIO(bytes(Logo.objects.get().png))) as drawn:
        assert getattr(drawn, "n_frames", 1) == 1


def test_SEC_18_more_than_ten_megabytes_are_refused_and_no_other_page_takes_one(
    send, practice, as_user, owner
):
    heavy = a_logo() + b"x" * 10_000_000
    assert send(heavy).status_code in (413, 422)
    with pytest.raises(images.NotAPicture):
        images.redrawn(heavy, width=10, height=10)
    assert send(a_logo() + b"x" * 3_000_000).status_code == 302
    for path in ("/face/", "/nowhere/", "/profile/"):
        answer = as_user(owner).post(path, {"logo": io.BytesIO(b"x" * 3_000_000)})
        assert answer.status_code == 413, path
    assert (
        as_user(owner).post("/face/logo/", {"logo": io.BytesIO(b"x" * 10_100_000)}).status_code
        == 413
    )


def test_SEC_18_it_is_served_as_a_file_of_ours_with_the_headers_of_pages(send, practice):
    send(a_logo(), "evil.html", "text/html")
    practice.refresh_from_db()
    answer = Browser().get(f"/p/lindenhof/logo/{practice.logo}.png")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{practice.logo}.png"'
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.content.startswith(b"\x89PNG")


def test_SEC_07_a_logo_that_was_taken_down_is_gone_and_kept(send, practice, as_user, owner):
    send(a_logo())
    practice.refresh_from_db()
    address = f"/p/lindenhof/logo/{practice.logo}.png"
    for _ in range(2):
        assert as_user(owner).post("/face/logo/", {"take_down": "1"}).status_code == 302
    assert Browser().get(address).status_code == 404
    assert Logo.objects.count() == 1


def test_SEC_02_a_logo_is_served_under_its_own_practice_alone(send, practice, other_practice):
    send(a_logo())
    practice.refresh_from_db()
    assert Browser().get(f"/p/rosengarten/logo/{practice.logo}.png").status_code == 404


def test_REL_05_the_same_logo_sent_twenty_times_is_one(send, practice):
    for _ in range(20):
        assert send(a_logo()).status_code == 302
    assert Logo.objects.count() == 1


def test_without_a_file_the_page_asks_for_one(as_user, owner, practice):
    answer = as_user(owner).post("/face/logo/", {})
    assert answer.status_code == 422 and "Choose a file first." in answer.content.decode()


def test_SEC_35_the_reader_of_pictures_is_loaded_where_it_is_used():
    import subprocess
    import sys

    told = "import sys, kith.web.images; print('PIL' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
