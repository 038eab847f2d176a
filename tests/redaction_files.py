"""Files to be covered, with something hidden wherever a PDF or a Word file can hide it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

SECRET = "TOPSECRET12345"
HIDDEN = "HIDDENWORDS678"


def encrypted() -> bytes:
    """A PDF that asks for a password (standard handler, 40 bits, unknown user password)."""
    body = assembled(plain_objects())
    return body.replace(
        b"trailer\n<</Size",
        b"trailer\n<</Encrypt<</Filter/Standard/V 1/R 2/O<"
        + b"11" * 32
        + b">/U<"
        + b"22" * 32
        + b">/P -4>>/ID[<00><00>]/Size",
    )


def plain_objects() -> dict[int, bytes]:
    """A page with two lines of text: one to be covered, one to stay."""
    text = b"BT /F 12 Tf 72 720 Td (%s) Tj ET BT /F 12 Tf 72 600 Td (stays readable) Tj ET" % SECRET.encode()
    return {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        4: stream(text),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }


def stream(data: bytes, more: bytes = b"", *, packed: bool = True) -> bytes:
    body = zlib.compress(data) if packed else data
    return b"<<%s%s/Length %d>>\nstream\n%s\nendstream" % (
        more, b"/Filter/FlateDecode" if packed else b"", len(body), body,
    )  # fmt: skip


def assembled(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects."""
    made = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, count = len(made), max(objects) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % count
    made += b"".join(
        b"%010d 00000 %s \n" % (places.get(each, 0), b"n" if each in places else b"f") for each in range(1, count)
    )
    made += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer, start)
    return bytes(made)


def changed(more: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """The plain page with other objects."""
    return assembled(plain_objects() | more, trailer)


def with_page(extra: bytes) -> bytes:
    return plain_objects()[3].replace(b"/Contents", extra + b"/Contents")


def sources() -> dict[str, bytes]:
    """Sources by what is peculiar about them; the covered line is at 72, 720 of every one."""
    secret, hidden = SECRET.encode(), HIDDEN.encode()
    found = {"plain": assembled(plain_objects())}
    for turn in (90, 180, 270):
        found[f"rotated {turn}"] = changed({3: with_page(b"/Rotate %d" % turn)})
    found["crop box"] = changed({3: with_page(b"/CropBox[50 400 500 800]")})
    found["crop box and rotation"] = changed({3: with_page(b"/Rotate 90/CropBox[50 400 500 800]")})
    found["origin elsewhere"] = changed({3: plain_objects()[3].replace(b"[0 0 595 842]", b"[-100 -50 495 792]")})
    found["user unit"] = changed({3: with_page(b"/UserUnit 2")})
    note = (
        b"[<</Type/Annot/Subtype/Text/Rect[72 700 92 720]/Contents(%s)/Popup 8 0 R>> <</Type/Annot/Subtype/FreeText/Rect[72 640 300 660]/Contents(%s)/DA(/F 12 Tf)>>]"
        % (hidden, secret)
    )
    found["annotations"] = changed({3: with_page(b"/Annots" + note)})
    found["form fields"] = changed(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/DR<</Font<</F 5 0 R>>>>/DA(/F 12 Tf)/NeedAppearances true>>>>",
            3: with_page(b"/Annots[6 0 R]"),
            6: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(%s)/V(%s)/Rect[72 710 300 735]/DA(/F 12 Tf)/P 3 0 R>>"
            % (hidden, secret),
        }
    )
    found["optional content"] = changed(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]/Order[6 0 R]>>>>>>",
            3: plain_objects()[3].replace(b"/Resources<<", b"/Resources<</Properties<</L 6 0 R>>"),
            4: stream(
                b"/OC /L BDC BT /F 12 Tf 72 500 Td (%s) Tj ET EMC BT /F 12 Tf 72 720 Td (%s) Tj ET" % (hidden, secret)
            ),
            6: b"<</Type/OCG/Name(%s)>>" % hidden,
        }
    )
    found["embedded file"] = changed(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(%s.txt)/EF<</F 6 0 R>>>>]>>>>>>"
            % hidden,
            6: stream(secret, b"/Type/EmbeddedFile"),
        }
    )
    found["script"] = changed(
        {1: b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\('%s'\\))>>>>" % hidden}
    )
    found["metadata"] = changed(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>",
            6: stream(b"<x:xmpmeta>%s</x:xmpmeta>" % secret, b"/Type/Metadata/Subtype/XML", packed=False),
            7: b"<</Title(%s)/Author(%s)>>" % (secret, hidden),
        },
        b"/Info 7 0 R",
    )
    found["white and tiny and invisible text"] = changed(
        {
            4: stream(
                b"BT /F 12 Tf 72 720 Td (%s) Tj ET 1 g BT /F 12 Tf 72 600 Td (%s) Tj ET 3 Tr BT /F 12 Tf 72 560 Td (%s) Tj ET 0 Tr BT /F .1 Tf 72 500 Td (%s) Tj ET"
                % (secret, hidden, hidden, hidden)
            )
        }
    )
    found["text outside the page"] = changed(
        {4: stream(b"BT /F 12 Tf 72 720 Td (%s) Tj ET BT /F 12 Tf 900 900 Td (%s) Tj ET" % (secret, hidden))}
    )
    found["text under a picture"] = changed(
        {
            4: stream(
                b"BT /F 12 Tf 72 720 Td (%s) Tj ET BT /F 12 Tf 72 500 Td (%s) Tj ET 0 g 60 490 400 30 re f"
                % (secret, hidden)
            )
        }
    )
    first = assembled(plain_objects() | {4: stream(b"BT /F 12 Tf 72 720 Td (%s) Tj ET" % hidden)})
    found["incremental update"] = updated(first, 4, plain_objects()[4])
    found["outlines"] = changed(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
            6: b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>",
            7: b"<</Title(%s)/Parent 6 0 R/Dest[3 0 R/Fit]>>" % secret,
        }
    )
    found["structure"] = changed(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R>>",
            6: b"<</Type/StructTreeRoot/K<</S/P/ActualText(%s)/Alt(%s)/P 6 0 R>>>>" % (secret, hidden),
        }
    )
    return found


def updated(data: bytes, number: int, body: bytes) -> bytes:
    """A later revision appended, which replaces an object."""
    before = data.rindex(b"startxref\n")
    start = int(data[before + 10 :].split(b"\n")[0])
    at = len(data)
    made = data + b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(made)
    return made + b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 9/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number,
        at,
        start,
        table,
    )


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, comments: str = "") -> bytes:
    """A Word file of some paragraphs as XML."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
        f'<Override PartName="/word/comments.xml" ContentType="{kind}.comments+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{relations}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{relations}/comments" Target="comments.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>',
        "word/comments.xml": f'<?xml version="1.0"?><w:comments xmlns:w="{WORD}">{comments}</w:comments>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def tiff(
    pages: list[tuple[int, int, int, bytes]], *, order: str = "<", photometric: int = 1, bits: int = 8, again: int = 0
) -> bytes:
    """A TIFF of grey pages: width, height, packing, packed bytes; ``again``: so many more pages that point to the same bytes."""

    made_ = bytearray(b"II*\0\0\0\0\0" if order == "<" else b"MM\0*\0\0\0\0")
    link = 4
    for width, height, packing, packed in pages:
        at = len(made_)
        made_ += packed + b"\0" * (len(packed) % 2)
        tags = {
            256: width,
            257: height,
            258: bits,
            259: packing,
            262: photometric,
            273: at,
            277: 1,
            278: height,
            279: len(packed),
        }
        for _ in range(1 + again):
            struct.pack_into(f"{order}I", made_, link, len(made_))
            made_ += struct.pack(f"{order}H", len(tags))
            for tag, value in tags.items():
                made_ += struct.pack(f"{order}HHII", tag, 4, 1, value)
            link = len(made_)
            made_ += struct.pack(f"{order}I", 0)
    return bytes(made_)
