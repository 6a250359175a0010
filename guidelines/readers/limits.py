"""How much a file may hold; everything above is refused before it is read."""

MEGABYTE = 1024 * 1024

# Bytes of the file itself, by what it is.
MOST_BYTES = {"docx": 50 * MEGABYTE, "pdf": 100 * MEGABYTE, "html": 10 * MEGABYTE}
MOST_BYTES["text"] = 10 * MEGABYTE
MOST_BYTES_OF_ANY = max(MOST_BYTES.values())

MOST_PDF_PAGES = 5_000
MOST_SCANNED_PAGES = 300
# Pixels of a page rendered for OCR: A4 at 300 dpi has 8.7 million.
MOST_PIXELS = 20_000_000
OCR_DPI = 300
SECONDS_PER_SCANNED_PAGE = 120
