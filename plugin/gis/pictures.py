"""Pictures of any kind, seen as 8-bit red, green, blue and alpha.

A picture is untrusted: only the drivers listed here open it, whatever it is called, and a file that is cut off or
damaged is refused, never shown as if it were whole. Memory is bounded: a picture is read strip by strip, and what a
strip needs is let go of before the next one.
"""

from __future__ import annotations

import math
import struct
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from typing import Any, BinaryIO, Callable, Iterator, Optional, TypeVar

import numpy as np
from osgeo import gdal

from ..core.messages import Message, MessageError
from .gdal_handler import RAISED, as_text, gdal_reports
from .geometry import Cancelled, Interrupted
from .placed import Transform

#: GDAL's drivers that a picture may be opened with.
FORMATS = ("GTiff", "PNG", "JPEG", "PDF")

#: The resolution (dots per inch) that a page of a PDF is drawn at.
PDF_DPI = 200

#: The longest side (px) that a page of a PDF is drawn with.
PDF_SIDE = 12_000

#: The largest picture (million pixels) that is opened.
MOST_MEGAPIXELS = 400

# What GDAL or a format may have to hold in memory at once to give a single pixel.
_MOST_HELD = 160 * 2**20

# Values taken from a file at once, and bytes of decoded blocks that GDAL may keep meanwhile.
_STRIP = 16_000_000
_CACHED = 64 * 2**20

# Where many pixels become one, a sample of so many by so many stands for them.
_SAMPLES = 4

# PDF's unit of length, in inches.
_POINT = 1 / 72

# GDAL's word in place of a password: ask for it on the terminal.
_ASK = "ASK_INTERACTIVE"

# What Poppler reports and yet draws, such as letters in another face. Anything else may be a part of the page that is
# not there.
_HARMLESS = (
    "annot",
    "cmap",
    "font",
    "icc",
    "language pack",
    "link action",
    "marked content",
    "optional content",
    "outline",
    "restoring state",
    "structtree",
)

_Function = TypeVar("_Function", bound=Callable[..., Any])

Window = tuple[int, int, int, int]


class PictureError(MessageError):
    """A picture that cannot be used; ``message`` says why and what to do."""


def lets_go(function: _Function) -> _Function:
    """Closes what ``function`` has open when it fails.

    Whoever keeps the error keeps the variables of the functions that it came through, and with them the files: on some
    systems they could not be replaced, and closing one after GDAL itself has ended would take QGIS down.
    """

    @wraps(function)
    def wrapper(*arguments: Any, **keywords: Any) -> Any:
        try:
            return function(*arguments, **keywords)
        except Exception as error:
            each: Optional[BaseException] = error
            while each is not None:
                traceback.clear_frames(each.__traceback__)
                each = each.__context__
            raise

    return wrapper


@dataclass(frozen=True)
class Picture:
    """A picture in a file. It may be read in any thread: every read opens the file anew.

    ``page`` is that of a PDF, from 1. ``geotransform`` is GDAL's, None where the file carries none; ``crs_wkt`` is
    empty where it carries no CRS. ``dpi`` is None where the file does not say.
    """

    path: Path
    page: int
    width: int
    height: int
    dpi: Optional[float]
    geotransform: Optional[Transform]
    crs_wkt: str
    _driver: str = field(default="", repr=False)
    _options: tuple[str, ...] = field(default=(), repr=False)

    @lets_go
    def read(
        self,
        window: Optional[Window] = None,
        size: Optional[tuple[int, int]] = None,
        cancelled: Cancelled = lambda: False,
    ) -> np.ndarray:
        """The pixels of ``window`` (column, row, width, height; all of them by default) as (rows, columns, 4) uint8.

        Alpha 0 is outside the picture. With ``size`` (width, height) the result has that size: pixels that become one
        are averaged, by their alpha. Raises :class:`PictureError`, and :class:`~.geometry.Interrupted` when cancelled.
        """
        window = window or (0, 0, self.width, self.height)
        column, row, width, height = window
        if min(width, height) < 1 or min(column, row) < 0 or column + width > self.width or row + height > self.height:
            raise ValueError(f"window {window} is not inside {self.width} x {self.height}")
        size = size or (width, height)
        with _listening() as troubles:
            options = self._level(window, size, troubles)
            dataset = _open(self.path, self._driver, self.page, options, troubles)
            if dataset is None:
                raise _broken(self.path, troubles)
            self._check_unchanged(dataset, options)
            window = _scaled(window, dataset.RasterXSize / self.width, dataset.RasterYSize / self.height, dataset)
            return _Reader(self.path, dataset, troubles, cancelled).read(window, size)

    def strips(
        self, window: Window, rows: int, cancelled: Cancelled = lambda: False
    ) -> Iterator[tuple[int, np.ndarray]]:
        """``window`` from top to bottom, ``rows`` rows at a time: the first row, and the pixels as by :meth:`read`.

        A picture that can only be decoded from its beginning is decoded once. Raises as :meth:`read` does.
        """
        column, row, width, height = window
        dataset = None
        try:
            for begin in range(row, row + height, rows):
                dataset = dataset or self._opened()
                part = (column, begin, width, min(rows, row + height - begin))
                yield begin, self._part(dataset, part, cancelled)
                dataset.FlushCache()
        finally:
            dataset = None

    @lets_go
    def _opened(self) -> gdal.Dataset:
        with _listening() as troubles:
            dataset = _open(self.path, self._driver, self.page, list(self._options), troubles)
            if dataset is None:
                raise _broken(self.path, troubles)
            self._check_unchanged(dataset, list(self._options))
            return dataset

    @lets_go
    def _part(self, dataset: gdal.Dataset, window: Window, cancelled: Cancelled) -> np.ndarray:
        with _listening() as troubles:
            return _Reader(self.path, dataset, troubles, cancelled).read(window, window[2:])

    def _check_unchanged(self, dataset: gdal.Dataset, options: list[str]) -> None:
        """Positions in a picture say nothing about another that was put in its place."""
        size = (dataset.RasterXSize, dataset.RasterYSize)
        if options == list(self._options) and size != (self.width, self.height):
            raise PictureError(Message("picture-changed", {"file": self.path.name}))

    def _level(self, window: Window, size: tuple[int, int], troubles: list[str]) -> list[str]:
        """The options to open with, among them the smallest overview that is as fine as what is asked for."""
        options = list(self._options)
        factor = min(window[2] / size[0], window[3] / size[1])
        if self._driver != "GTiff" or factor < 2:
            return options
        dataset = _open(self.path, self._driver, self.page, options, troubles)
        band = dataset.GetRasterBand(1) if dataset is not None else None
        levels = range(band.GetOverviewCount()) if band is not None else ()
        coarseness = {level: self.width / band.GetOverview(level).XSize for level in levels}
        fine = [level for level in levels if coarseness[level] <= factor * 1.01]
        return [*options, f"OVERVIEW_LEVEL={max(fine, key=lambda level: coarseness[level])}"] if fine else options


@lets_go
def page_count(path: Path, password: Optional[str] = None) -> int:
    """The number of pages of a PDF; 1 for every other picture. Raises :class:`PictureError`."""
    if _driver_of(path) != "PDF":
        return 1
    with _listening() as troubles:
        return _pages(_open_pdf(path, 0, password, 72, troubles))


@lets_go
def open_picture(
    path: Path, page: int = 1, password: Optional[str] = None, dpi: int = PDF_DPI, beside: bool = True
) -> Picture:
    """The picture in a file, or on a page (from 1) of a PDF drawn at ``dpi`` dots per inch at most.

    With ``beside`` a position is also taken from GDAL's ``.aux.xml`` beside the file; nothing else ever is.
    Raises :class:`PictureError`.
    """
    driver = _driver_of(path)
    with _listening() as troubles:
        if driver == "PDF":
            return _open_page(path, page, password, dpi, troubles)
        if page != 1:
            raise PictureError(Message("picture-page", {"file": path.name, "page": page, "count": 1}))
        _check_header(path, driver)
        options = ["USE_INTERNAL_OVERVIEWS=NO"] if driver == "JPEG" else []
        dataset = _open(path, driver, 1, options, troubles)
        if dataset is None or troubles:
            raise _broken(path, troubles)
        _check_dataset(path, dataset)
        picture = _picture(path, 1, dataset, _stated_dpi(dataset), options)
        return _placed_beside(picture) if beside and picture.geotransform is None else picture


def _placed_beside(picture: Picture) -> Picture:
    """``picture`` with the position that GDAL keeps beside its file, if there is one."""
    dataset = gdal.OpenEx(str(picture.path.resolve()), gdal.OF_RASTER, allowed_drivers=[picture._driver])
    transform = _transform(dataset) if dataset is not None else None
    return (
        replace(picture, geotransform=transform, crs_wkt=as_text(dataset.GetProjection() or ""))
        if transform
        else picture
    )


def _picture(path: Path, page: int, dataset: gdal.Dataset, dpi: Optional[float], options: list[str]) -> Picture:
    return Picture(
        path=path,
        page=page,
        width=dataset.RasterXSize,
        height=dataset.RasterYSize,
        dpi=dpi,
        geotransform=_transform(dataset),
        crs_wkt=as_text(dataset.GetProjection() or ""),
        _driver=dataset.GetDriver().ShortName,
        _options=tuple(options),
    )


def _transform(dataset: gdal.Dataset) -> Optional[Transform]:
    """The geotransform of a file; None where it has none, or one that leads nowhere back."""
    # Without a position GDAL gives the identity, with which it cannot be told from one.
    transform = dataset.GetGeoTransform(can_return_null=True)
    is_sound = transform is not None and all(map(math.isfinite, transform))
    return tuple(transform) if is_sound and gdal.InvGeoTransform(transform) is not None else None


def _driver_of(path: Path) -> str:
    """The driver that GDAL takes for a file, by its content. Raises :class:`PictureError` unless it is allowed."""
    # A path such as /vsicurl/… is a file to GDAL only.
    if not path.is_file():
        raise PictureError(Message("picture-missing", {"file": path.name}))
    if path.stat().st_size == 0:
        raise PictureError(Message("picture-empty", {"file": path.name}))
    with _listening():
        driver = gdal.IdentifyDriverEx(str(path), gdal.OF_RASTER)
    name = driver.ShortName if driver is not None else ""
    if name in FORMATS:
        return name
    if _starts_as_pdf(path):
        raise PictureError(Message("picture-no-pdf", {"file": path.name}))
    if name:
        raise PictureError(Message("picture-format", {"file": path.name, "actual": name}))
    raise PictureError(Message("picture-unknown", {"file": path.name}))


def _starts_as_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _open(path: Path, driver: str, page: int, options: list[str], troubles: list[str]) -> Optional[gdal.Dataset]:
    """The dataset, or None with the reason among ``troubles``. Page 0 of a PDF is the first, with a list of all.

    What GDAL keeps beside a file (``.aux.xml``) belongs to one machine and could change its pixels; it is not read.
    """
    name = f"PDF:{page}:{path.resolve()}" if driver == "PDF" and page else str(path.resolve())
    try:
        with _set(_BESIDE, "NO"):
            dataset = gdal.OpenEx(name, gdal.OF_RASTER, allowed_drivers=[driver], open_options=options)
            if dataset is not None:
                # GDAL looks for a position only when it is asked for one.
                dataset.GetGeoTransform(can_return_null=True)
            return dataset
    except RAISED as error:
        troubles.append(" ".join(as_text(error).split()))
        return None


# PDF


def _open_page(path: Path, page: int, password: Optional[str], dpi: int, troubles: list[str]) -> Picture:
    dataset = _open_pdf(path, 0, password, 72, troubles)
    count = _pages(dataset)
    if not 1 <= page <= count:
        raise PictureError(Message("picture-page", {"file": path.name, "page": page, "count": count}))
    _check_pdf_end(path)
    if page != 1:
        dataset = _open_pdf(path, page, password, 72, troubles)
    longest = max(dataset.RasterXSize, dataset.RasterYSize) * _POINT
    dpi = min(float(dpi), PDF_SIDE / longest)
    dataset = _open_pdf(path, page, password, dpi, troubles)
    _check_dataset(path, dataset)
    return _picture(path, page, dataset, dpi, _pdf_options(password, dpi))


def _pdf_options(password: Optional[str], dpi: float) -> list[str]:
    # No password is passed too, as an empty one: without one GDAL would take it from its environment.
    return [f"DPI={dpi:.4f}", "BANDS=3", f"USER_PWD={password or ''}"]


def _open_pdf(path: Path, page: int, password: Optional[str], dpi: float, troubles: list[str]) -> gdal.Dataset:
    """A page of a PDF. Raises :class:`PictureError`, also where a password is needed; nothing ever asks for one."""
    if password == _ASK:
        raise PictureError(Message("picture-password-wrong", {"file": path.name}))
    troubles.clear()
    dataset = _open(path, "PDF", page, _pdf_options(password, dpi), troubles)
    if dataset is None:
        if any("password" in text.lower() or "encrypt" in text.lower() for text in troubles):
            code = "picture-password-wrong" if password else "picture-password"
            raise PictureError(Message(code, {"file": path.name}))
        raise _broken(path, troubles)
    _check_troubles(path, "PDF", troubles)
    return dataset


def _pages(dataset: gdal.Dataset) -> int:
    names = dataset.GetMetadata("SUBDATASETS") or {}
    return sum(1 for name in names if name.endswith("_NAME")) or 1


def _check_pdf_end(path: Path) -> None:
    """A PDF ends with a mark; Poppler mends one that was cut off, and what is lost shows as white paper."""
    with path.open("rb") as file:
        if b"%%EOF" not in _tail(file, 2048):
            raise PictureError(Message("picture-cut", {"file": path.name}))


def _tail(file: BinaryIO, size: int) -> bytes:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - size))
    return file.read()


# what a format says of itself before anything is decoded


def _check_header(path: Path, driver: str) -> None:
    """Refuses PNG and JPEG files that are cut off, or that would have to be held in memory whole."""
    check = {"PNG": _check_png, "JPEG": _check_jpeg}.get(driver)
    if check is not None:
        with path.open("rb") as file:
            check(path, file)


def _check_png(path: Path, file: BinaryIO) -> None:
    header = file.read(29)
    if len(header) < 29:
        raise PictureError(Message("picture-cut", {"file": path.name}))
    width, height, depth, color, _, _, interlaced = struct.unpack(">IIBBBBB", header[16:29])
    _check_size(path, width, height)
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(color, 4)
    if interlaced and width * height * channels * max(1, depth // 8) > _MOST_HELD:
        raise PictureError(Message("picture-interlaced", {"file": path.name}))
    if b"IEND" not in _tail(file, 4096):
        raise PictureError(Message("picture-cut", {"file": path.name}))


def _check_jpeg(path: Path, file: BinaryIO) -> None:
    marker, frame = _jpeg_frame(file)
    if frame is None:
        raise PictureError(Message("picture-cut", {"file": path.name}))
    height, width, components = struct.unpack(">HHB", frame[1:6])
    _check_size(path, width, height)
    # All but a baseline picture comes in several passes over coefficients of two bytes that are all kept.
    if marker in (0xC2, 0xC6, 0xCA, 0xCE) and width * height * components * 2 > _MOST_HELD:
        raise PictureError(Message("picture-interlaced", {"file": path.name}))
    # Cameras and programs put things behind the end of the picture.
    if b"\xff\xd9" not in _tail(file, 65536):
        raise PictureError(Message("picture-cut", {"file": path.name}))


def _jpeg_frame(file: BinaryIO) -> tuple[int, Optional[bytes]]:
    """The marker and the contents of the frame header of a JPEG; None where there is none."""
    file.seek(2)
    while True:
        start = file.read(4)
        if len(start) < 4 or start[0] != 0xFF:
            return 0, None
        marker, length = start[1], struct.unpack(">H", start[2:])[0]
        if marker == 0xFF:
            file.seek(-3, 1)
        elif length < 2:  # a segment counts the bytes of its length too
            return 0, None
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            frame = file.read(length - 2)
            return marker, frame if len(frame) >= 6 else None
        else:
            file.seek(length - 2, 1)


def _check_size(path: Path, width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise PictureError(Message("picture-no-pixels", {"file": path.name}))
    if width * height > MOST_MEGAPIXELS * 1_000_000:
        params = {"file": path.name, "actual": width * height / 1_000_000, "limit": MOST_MEGAPIXELS}
        raise PictureError(Message("picture-large", params))


def _check_dataset(path: Path, dataset: gdal.Dataset) -> None:
    """Refuses what is no picture, and what cannot be read piece by piece."""
    if dataset.RasterCount < 1:
        raise PictureError(Message("picture-no-pixels", {"file": path.name}))
    _check_size(path, dataset.RasterXSize, dataset.RasterYSize)
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    for band in bands:
        if band.DataType not in (gdal.GDT_Byte, gdal.GDT_UInt16):
            params = {"file": path.name, "actual": gdal.GetDataTypeName(band.DataType)}
            raise PictureError(Message("picture-values", params))
    if dataset.GetDriver().ShortName != "GTiff":
        return
    across, down = bands[0].GetBlockSize()
    values = across * down * len(bands)
    if values * gdal.GetDataTypeSize(bands[0].DataType) // 8 > _MOST_HELD:
        raise PictureError(Message("picture-one-piece", {"file": path.name}))
    _check_blocks(path, bands, across, down)


def _check_blocks(path: Path, bands: list[gdal.Band], across: int, down: int) -> None:
    """Refuses a TIFF with a piece that ends behind the end of the file."""
    length = path.stat().st_size
    separate = bands if len({_place(band, 0, 0) for band in bands}) > 1 else bands[:1]
    for band in separate:
        for row in range(-(-band.YSize // down)):
            for column in range(-(-band.XSize // across)):
                offset, size = _place(band, column, row)
                if offset + size > length:
                    raise PictureError(Message("picture-cut", {"file": path.name}))


def _place(band: gdal.Band, column: int, row: int) -> tuple[int, int]:
    """Where a block lies in a TIFF, and how many bytes it has; zeros for one that is not in the file."""
    offset, size = (band.GetMetadataItem(f"BLOCK_{what}_{column}_{row}", "TIFF") or "0" for what in ("OFFSET", "SIZE"))
    return int(offset), int(size)


def _stated_dpi(dataset: gdal.Dataset) -> Optional[float]:
    text = dataset.GetMetadataItem("TIFFTAG_XRESOLUTION") or dataset.GetMetadataItem("EXIF_XResolution") or ""
    try:
        value = float(as_text(text).strip("()"))
    except ValueError:
        return None
    metric = as_text(dataset.GetMetadataItem("TIFFTAG_RESOLUTIONUNIT") or "").startswith("3")
    return value * (2.54 if metric else 1) or None


# reading


@dataclass(frozen=True)
class _Colours:
    """How the bands of a file become colours.

    ``bands`` are those that hold them, ``alpha`` that of the alpha or None. ``table`` turns a value into 8 bits, or
    into a colour where it has four columns; None where the values are 8 bits already.
    """

    bands: list[int]
    table: Optional[np.ndarray]
    alpha: Optional[int] = None
    masked: bool = False
    blank: tuple[Optional[float], ...] = ()
    inked: bool = False


_INKS = (gdal.GCI_CyanBand, gdal.GCI_MagentaBand, gdal.GCI_YellowBand, gdal.GCI_BlackBand)
_LIGHTS = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)


def _colours(dataset: gdal.Dataset) -> _Colours:
    means = [dataset.GetRasterBand(number).GetColorInterpretation() for number in range(1, dataset.RasterCount + 1)]
    first = dataset.GetRasterBand(1)
    inked = all(ink in means for ink in _INKS)
    if first.GetColorTable() is not None:
        bands = [1]
    elif inked or all(light in means for light in _LIGHTS):
        bands = [means.index(colour) + 1 for colour in (_INKS if inked else _LIGHTS)]
    else:
        bands = [1, 2, 3] if len(means) >= 3 else [1]
    flags = first.GetMaskFlags()
    blank = [dataset.GetRasterBand(number).GetNoDataValue() for number in bands]
    has_blank = bool(flags & gdal.GMF_NODATA) and None not in blank
    return _Colours(
        bands=bands,
        table=_table(first),
        alpha=means.index(gdal.GCI_AlphaBand) + 1 if gdal.GCI_AlphaBand in means else None,
        masked=bool(flags & gdal.GMF_PER_DATASET) and not flags & (gdal.GMF_ALPHA | gdal.GMF_NODATA),
        blank=tuple(blank) if has_blank else (),
        inked=inked,
    )


def _table(band: gdal.Band) -> Optional[np.ndarray]:
    values = 256 if band.DataType == gdal.GDT_Byte else 65536
    colors = band.GetColorTable()
    if colors is not None:
        # A value without a colour is outside the picture.
        table = np.zeros((values, 4), np.uint8)
        entries = [colors.GetColorEntry(index) for index in range(min(values, colors.GetCount()))]
        table[: len(entries)] = np.clip(np.array(entries).reshape(-1, 4), 0, 255)
        return table
    bits = int(band.GetMetadataItem("NBITS", "IMAGE_STRUCTURE") or (8 if values == 256 else 16))
    if bits == 8:
        return None
    return np.clip(np.round(np.arange(values) * (255 / (2**bits - 1))), 0, 255).astype(np.uint8)


class _Reader:
    """Reads one window of an open dataset."""

    def __init__(self, path: Path, dataset: gdal.Dataset, troubles: list[str], cancelled: Cancelled) -> None:
        self._path = path
        self._dataset = dataset
        self._driver = dataset.GetDriver().ShortName
        self._troubles = troubles
        self._cancelled = cancelled
        self._colours = _colours(dataset)
        self._cached = 0

    def read(self, window: Window, size: tuple[int, int]) -> np.ndarray:
        """The pixels of ``window`` in an array of ``size``."""
        column, row, width, height = window
        across, down = size
        result = np.empty((down, across, 4), np.uint8)
        sparse = (max(1, width // across // _SAMPLES), max(1, height // down // _SAMPLES))
        step = max(1, _STRIP * down // (max(1, height) * width * len(self._colours.bands)))
        for begin in range(0, down, step):
            end = min(down, begin + step)
            first = begin * height // down
            last = end * height // down if down <= height else -(-end * height // down)
            strip = self._strip((column, row + first, width, last - first), sparse, end - begin)
            if down > height:
                strip = strip[np.arange(begin, end) * height // down - first]
            result[begin:end] = _resized(strip, across, end - begin)
        return result

    def _values(self, window: Window, size: tuple[int, int]) -> Optional[bytearray]:
        try:
            return self._dataset.ReadRaster(*window, *size, band_list=self._bands())
        except RAISED as error:
            if self._driver != "PDF" or not all(map(_is_harmless, [*self._troubles, as_text(error)])):
                raise
        # GDAL raised for what Poppler merely remarked on; the page is drawn, and now it is given.
        return self._dataset.ReadRaster(*window, *size, band_list=self._bands())

    def _strip(self, window: Window, sparse: tuple[int, int], least: int) -> np.ndarray:
        """A strip of the picture; of ``sparse`` pixels (across, down) one is taken."""
        if self._cancelled():
            raise Interrupted
        width, height = window[2:]
        size = (max(1, width // sparse[0]), min(height, max(least, height // sparse[1])))
        try:
            values = self._values(window, size)
            mask = self._mask(window, size)
        except RAISED as error:
            raise _broken(self._path, [*self._troubles, as_text(error)]) from error
        _check_troubles(self._path, self._driver, self._troubles)
        if values is None:
            raise _broken(self._path, self._troubles)
        self._let_go(width * height)
        kind = np.uint8 if self._dataset.GetRasterBand(1).DataType == gdal.GDT_Byte else np.uint16
        return _rgba(np.frombuffer(values, kind).reshape(-1, size[1], size[0]), self._colours, mask)

    def _bands(self) -> list[int]:
        alpha = self._colours.alpha
        return [*self._colours.bands, alpha] if alpha else self._colours.bands

    def _mask(self, window: Window, size: tuple[int, int]) -> Optional[np.ndarray]:
        if not self._colours.masked:
            return None
        band = self._dataset.GetRasterBand(1).GetMaskBand()
        mask = band.ReadRaster(*window, *size)
        return None if mask is None else np.frombuffer(mask, np.uint8).reshape(size[1], size[0])

    def _let_go(self, pixels: int) -> None:
        # GDAL's own cache is a share of the memory of the machine.
        size = gdal.GetDataTypeSize(self._dataset.GetRasterBand(1).DataType) // 8
        self._cached += pixels * self._dataset.RasterCount * size
        if self._cached > _CACHED:
            self._dataset.FlushCache()
            self._cached = 0


def _rgba(values: np.ndarray, colours: _Colours, mask: Optional[np.ndarray]) -> np.ndarray:
    """(bands, rows, columns) as the file has them, as (rows, columns, 4) uint8."""
    table = colours.table
    if table is not None and table.ndim == 2:
        result = table[values[0]]
    else:
        result = np.empty((*values.shape[1:], 4), np.uint8)
        levels = values if table is None else table[values]
        if colours.inked:
            light = 255 - levels[3].astype(np.uint16)
            for index in range(3):
                result[..., index] = (255 - levels[index]) * light // 255
        else:
            for index in range(3):
                result[..., index] = levels[index if len(colours.bands) == 3 else 0]
        result[..., 3] = levels[-1] if colours.alpha else 255
    if mask is not None:
        np.minimum(result[..., 3], mask, out=result[..., 3])
    if colours.blank:
        outside = np.logical_and.reduce([values[index] == value for index, value in enumerate(colours.blank)])
        result[outside, 3] = 0
    return result


def _resized(strip: np.ndarray, across: int, down: int) -> np.ndarray:
    """``strip`` with ``across`` columns and ``down`` rows, of which it has at least as many."""
    width = strip.shape[1]
    if across > width:
        strip, width = strip[:, np.arange(across) * width // across], across
    return _averaged(strip, np.arange(across) * width // across, np.arange(down) * len(strip) // down)


def _averaged(strip: np.ndarray, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The mean of the pixels between one of ``rows`` and ``columns`` and the next, weighted by their alpha."""
    if (len(rows), len(columns)) == strip.shape[:2]:
        return strip
    alpha = strip[..., 3:]
    opaque = bool(alpha.min() == 255)
    heavy = strip[..., :3] if opaque else strip[..., :3] * alpha.astype(np.uint32)
    count = np.outer(np.diff(rows, append=strip.shape[0]), np.diff(columns, append=strip.shape[1]))[..., None]
    result = np.full((len(rows), len(columns), 4), 255, np.uint8)
    if opaque:
        result[..., :3] = (_sums(heavy, columns, rows) + count // 2) // count
        return result
    weight = _sums(alpha, columns, rows)
    result[..., :3] = (_sums(heavy, columns, rows) + weight // 2) // np.maximum(weight, 1)
    result[..., 3:] = (weight + count // 2) // count
    return result


def _sums(values: np.ndarray, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    down = np.add.reduceat(values, rows, axis=0, dtype=np.uint32)
    return np.add.reduceat(down, columns, axis=1, dtype=np.uint64)


def _scaled(window: Window, across: float, down: float, dataset: gdal.Dataset) -> Window:
    """``window`` in the pixels of an overview."""
    if across == down == 1:
        return window
    column, row, width, height = window
    left = min(int(column * across), dataset.RasterXSize - 1)
    top = min(int(row * down), dataset.RasterYSize - 1)
    right = min(max(left + 1, round((column + width) * across)), dataset.RasterXSize)
    bottom = min(max(top + 1, round((row + height) * down)), dataset.RasterYSize)
    return left, top, right - left, bottom - top


# what GDAL reports


@contextmanager
def _listening() -> Iterator[list[str]]:
    """The texts of GDAL's errors in this thread while the context is open.

    A picture that ends too early is a warning to the JPEG library, which fills the rest with grey; so warnings of that
    library count.
    """
    troubles: list[str] = []

    def note(level: int, text: str) -> None:
        if level >= gdal.CE_Failure or (level == gdal.CE_Warning and "jpeg" in text.lower()):
            troubles.append(text)

    with _set(_STRICT_JPEG, "YES"), gdal_reports(note):
        yield troubles


_STRICT_JPEG = "GDAL_ERROR_ON_LIBJPEG_WARNING"
_BESIDE = "GDAL_PAM_ENABLED"


@contextmanager
def _set(option: str, value: str) -> Iterator[None]:
    """An option of GDAL's for this thread."""
    before = gdal.GetThreadLocalConfigOption(option)
    gdal.SetThreadLocalConfigOption(option, value)
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(option, before)


def _check_troubles(path: Path, driver: str, troubles: list[str]) -> None:
    serious = [text for text in troubles if driver != "PDF" or not _is_harmless(text)]
    if serious:
        raise _broken(path, serious)


def _is_harmless(text: str) -> bool:
    return any(word in text.lower() for word in _HARMLESS)


def _broken(path: Path, troubles: list[str]) -> PictureError:
    detail = troubles[0] if troubles else "?"
    # The reader knows the file, and its folder is nobody's business.
    detail = detail.replace(str(path.resolve()), path.name).replace(str(path), path.name)
    return PictureError(Message("picture-broken", {"file": path.name, "detail": detail}))
