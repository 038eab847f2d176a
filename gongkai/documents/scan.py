"""Pictures and scanned pages: recognised text put where it stands, tables by the lines in the picture.

Needs the extra ``scan`` (RapidOCR with ONNX Runtime; its models come with the package, nothing is fetched). What the recogniser
doubts is kept as text and marked as not sure, so that no figure is taken from it.
"""

from __future__ import annotations

import threading
from importlib import import_module
from typing import TYPE_CHECKING, Any

from gongkai.documents.lattice import Glyph, Sheet, Shot
from gongkai.documents.model import Document, Note, Place, Unreadable

if TYPE_CHECKING:
    from gongkai.documents.pdf import Scanner

MOST_PAGES = 60
MOST_PIXELS = 60_000_000
LEAST_WIDTH, MOST_WIDTH = 1654, 1900
"""Pixels across an upright page that recognition works well with; smaller pictures are enlarged, larger ones reduced."""
A4_INCHES = (8.27, 11.69)
HOW_TO_INSTALL = (
    "识别图片和扫描件需要另装识别组件：在程序所在的文件夹运行 make scan，装好后重新读取即可（识别在本机进行，不联网）。"
)
NOT_A_PICTURE = "这个图片文件已损坏或者没有传完，无法读取。请重新下载或者重新扫描后再试。"
TOO_LARGE = "这个图片文件太大了，不像是一份年度报告的扫描件。请按每英寸200至300点重新扫描，或者减少页数后再试。"
NO_TEXT = "在这个图片里没有认出文字。请核对图片是否清楚、方向是否正确。"
SETTINGS = {
    "Global.log_level": "error",
    "Global.use_cls": False,
    "Global.max_side_len": 1600,
    "Rec.rec_img_shape": [3, 48, 96],
    "Rec.rec_batch_num": 16,
}
"""The recogniser is told that pieces may be narrow: a figure of one digit is not padded to the width of a line."""
_lock = threading.Lock()
_engines: list[Any] = []


def read_scan(data: bytes) -> Document:
    """Read a picture (PNG, JPEG, TIFF with one or more pages, BMP, GIF, WebP).

    Raises ``Unreadable``: ``needs-scan`` when the extra is not installed, ``damaged``, ``too_large``, ``empty``.
    """
    from gongkai.documents.lattice_pages import blocks_of

    scan = scanner()
    sheets = [scan(shot) for shot in _shots(data)]
    if not any(sheet.glyphs for sheet in sheets):
        raise Unreadable("empty", NO_TEXT)
    document = Document("image", [], pages=len(sheets))
    for sheet in sheets:
        message = f"第{sheet.number}页是图像，文字由程序识别，请与原件核对。"
        document.notes.append(Note("recognised-page", message, Place(page=sheet.number)))
    document.blocks = blocks_of(sheets, document.notes)
    return document


def scanner() -> Scanner:
    """The function that recognises one page; ``Unreadable`` (``needs-scan``) when the extra is not installed."""
    engine = _engine()

    def scan(shot: Shot) -> Sheet:
        with _lock:
            return _recognise(shot, engine)

    return scan


def is_installed() -> bool:
    """Whether the extra is there."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL"))


def _engine() -> Any:
    """The recogniser, loaded once (about a second, some hundred megabytes)."""
    if not is_installed():
        raise Unreadable("needs-scan", HOW_TO_INSTALL)
    with _lock:
        if not _engines:
            from rapidocr import RapidOCR

            engine = RapidOCR(params=SETTINGS)
            engine(import_module("numpy").full((48, 96, 3), 255, "uint8"), use_det=False, use_cls=False, use_rec=True)
            _engines.append(engine)
        return _engines[0]


def _shots(data: bytes) -> list[Shot]:
    """The pages of a picture file."""
    import io
    import warnings

    image, ops, sequence = (import_module(f"PIL.{name}") for name in ("Image", "ImageOps", "ImageSequence"))
    shots: list[Shot] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with image.open(io.BytesIO(data)) as picture:
                pages = getattr(picture, "n_frames", 1)
                if picture.width * picture.height > MOST_PIXELS or pages > MOST_PAGES:
                    raise Unreadable("too_large", TOO_LARGE)
                animated = picture.format in ("GIF", "WEBP")
                for number, page in enumerate(sequence.Iterator(picture), 1):
                    if page.width * page.height > MOST_PIXELS:
                        raise Unreadable("too_large", TOO_LARGE)
                    shots.append(_shot(ops.exif_transpose(page), number))
                    if animated:
                        break
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        KeyError,
        TypeError,
    ) as error:
        raise Unreadable("damaged", NOT_A_PICTURE) from error
    except (image.DecompressionBombError, MemoryError, OverflowError) as error:
        raise Unreadable("too_large", TOO_LARGE) from error
    if not shots:
        raise Unreadable("damaged", NOT_A_PICTURE)
    return shots


def _shot(page: Any, number: int) -> Shot:
    """A page of a picture on white ground, at a size that recognition works well with; the page is taken to be A4."""
    image = import_module("PIL.Image")
    if page.mode in ("RGBA", "LA", "PA") or "transparency" in page.info:
        page = page.convert("RGBA")
        ground = image.new("RGBA", page.size, (255, 255, 255, 255))
        page = image.alpha_composite(ground, page)
    page = page.convert("RGB")
    across = min(page.size)
    wanted = min(max(across, LEAST_WIDTH), MOST_WIDTH)
    if wanted != across:
        scale = wanted / max(across, 1)
        size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
        if size[0] * size[1] > MOST_PIXELS:
            raise Unreadable("too_large", TOO_LARGE)
        page = page.resize(size, image.Resampling.LANCZOS)
    red, green, blue = page.split()
    pixels = image.merge("RGB", (blue, green, red)).tobytes()
    return Shot(number, page.width, page.height, pixels, min(page.size) / A4_INCHES[0])


def _recognise(shot: Shot, engine: Any) -> Sheet:
    """The text and the rulings of a page."""
    from gongkai.documents.scan_image import Picture
    from gongkai.documents.scan_text import Reader

    numpy = import_module("numpy")
    pixels = numpy.frombuffer(shot.pixels, numpy.uint8).reshape(shot.height, shot.width, 3)
    picture = Picture(pixels).straight()
    reader = Reader(engine)
    boxes = reader.find(picture)
    if turn := reader.quarter_turns(picture, boxes):
        picture = picture.turned(turn).straight()
        boxes = reader.find(picture)
    across, down = picture.rulings()
    scale = 72 / shot.dpi
    sheet = Sheet(shot.number, picture.width * scale, picture.height * scale, recognised=True)
    sheet.across = [(at * scale, start * scale, end * scale) for at, start, end in across]
    sheet.down = [(at * scale, start * scale, end * scale) for at, start, end in down]
    for text, box, sure in reader.read(picture, boxes, sheet, scale):
        left, top, right, bottom = (edge * scale for edge in box)
        sheet.glyphs.append(Glyph(text, left, top, right, bottom, spaced=True, sure=sure))
    return sheet
