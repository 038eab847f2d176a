"""The calls to pdfium that are made for every character and object, declared without the checks of the general binding.

Handles are plain addresses here. That halves the time of a call, and there are ten thousand of them in a report.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


def address(handle: Any) -> int:
    """The address that a handle of the binding stands for (0 for none)."""
    return ctypes.cast(handle, _ADDRESS).value or 0


class Calls:
    """The calls, each under the last part of its name."""

    def __init__(self, api: Any) -> None:
        def declared(name: str, result: Any, *arguments: Any) -> Any:
            place = ctypes.cast(getattr(api, name), _ADDRESS).value or 0
            return ctypes.CFUNCTYPE(result, *arguments)(place)

        self.page_object = declared("FPDFPage_GetObject", _ADDRESS, _ADDRESS, _INT)
        self.form_object = declared("FPDFFormObj_GetObject", _ADDRESS, _ADDRESS, ctypes.c_ulong)
        self.object_type = declared("FPDFPageObj_GetType", _INT, _ADDRESS)
        self.bounds = declared("FPDFPageObj_GetBounds", _INT, _ADDRESS, *[_ADDRESS] * 4)
        self.matrix = declared("FPDFPageObj_GetMatrix", _INT, _ADDRESS, _ADDRESS)
        self.form_count = declared("FPDFFormObj_CountObjects", _INT, _ADDRESS)
        self.draw_mode = declared("FPDFPath_GetDrawMode", _INT, _ADDRESS, _ADDRESS, _ADDRESS)
        self.clip = declared("FPDFPageObj_GetClipPath", _ADDRESS, _ADDRESS)
        self.clip_count = declared("FPDFClipPath_CountPaths", _INT, _ADDRESS)
        self.clip_segment_count = declared("FPDFClipPath_CountPathSegments", _INT, _ADDRESS, _INT)
        self.clip_segment = declared("FPDFClipPath_GetPathSegment", _ADDRESS, _ADDRESS, _INT, _INT)
        self.segment_count = declared("FPDFPath_CountSegments", _INT, _ADDRESS)
        self.segment = declared("FPDFPath_GetPathSegment", _ADDRESS, _ADDRESS, _INT)
        self.segment_type = declared("FPDFPathSegment_GetType", _INT, _ADDRESS)
        self.segment_point = declared("FPDFPathSegment_GetPoint", _INT, _ADDRESS, _ADDRESS, _ADDRESS)
        self.segment_close = declared("FPDFPathSegment_GetClose", _INT, _ADDRESS)
        self.loose_box = declared("FPDFText_GetLooseCharBox", _INT, _ADDRESS, _INT, _ADDRESS)
        self.text_object = declared("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT)
        self.unmapped = declared("FPDFText_HasUnicodeMapError", _INT, _ADDRESS, _INT)


@cache
def calls() -> Calls:
    """The calls of the pdfium that is installed."""
    import pypdfium2.raw as api

    return Calls(api)
