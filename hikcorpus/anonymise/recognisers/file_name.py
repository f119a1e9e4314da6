"""Names of files: cameras count their pictures, image boards name them by the moment of upload."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import LATIN

_EXTENSION = (
    "(?:jpe?g|jfif|png|gif|bmp|webp|webm|heic|heif|tiff?|avif|mp4|m4a|m4v|mov|avi|mkv|3gp|mp3|ogg|opus|wav|flac|"
    "pdf|docx?|odt|"
    "xlsx?|pptx?|zip|rar|7z)"
)
_CAMERA = (
    "(?:IMG|DSC[NF]?|PXL|VID|MVIMG|PANO|BURST|WIN|FB_IMG|received|signal|photo|image|kuva|video|Screenshot|Screen Shot|"
    "WhatsApp (?:Image|Video)|Snapchat|スクリーンショット|画像|写真)"
)


class FileNameRecogniser(Recogniser):
    """A name with the ending of a picture, film, sound or document; a camera's number also without its ending."""

    ENTITY = "FILE_NAME"
    SHAPES = (
        Shape(
            "camera, with spaces",
            rf"(?<![{LATIN}]){_CAMERA}[ _\-]?(?:20[0-9]{{2}}|\([0-9]+\)|[0-9]+)[{LATIN} "
            rf"().\-,:]{{0,60}}?\.{_EXTENSION}(?![{LATIN}])",
            0.7,
        ),
        Shape(
            "by ending",
            rf"(?<![{LATIN}.@])[{LATIN}][{LATIN}+%.\-]{{0,120}}(?:\([0-9]{{1,3}}\))?\.{_EXTENSION}(?![{LATIN}])",
            0.7,
        ),
        Shape(
            "Japanese",
            rf"(?<![\p{{Han}}\p{{Katakana}}])[\p{{Han}}\p{{Katakana}}ー_0-9A-Za-z\-]{{1,40}}(?:\([0-9]{{1,3}}\))?\.{_EXTENSION}(?![{LATIN}])",
            0.6,
        ),
        Shape(
            "camera, without ending",
            rf"(?<![{LATIN}])(?:IMG|DSC[NF]?|PXL|VID|MVIMG|received|"
            rf"Screenshot)[_\-][0-9][0-9A-Za-z_\-]{{3,40}}(?![{LATIN}])",
            0.6,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("kuva IMG_20230514_181233.jpg on", "IMG_20230514_181233.jpg"),
            ("1690213695123.jpgを見て", "1690213695123.jpg"),
            ("WhatsApp Image 2023-05-14 at 18.12.33.jpeg", "WhatsApp Image 2023-05-14 at 18.12.33.jpeg"),
            ("cv_meikalainen.pdf", "cv_meikalainen.pdf"),
            ("DSC_0042 on epätarkka", "DSC_0042"),
            ("download(1).png", "download(1).png"),
            ("履歴書_例示太郎.pdfを送った", "履歴書_例示太郎.pdf"),
        ),
        not_found=(
            "tallenna .jpg muodossa",
            "jpg vai png",
            "main.py",
            "readme.txt",
            "img 5",
        ),
    )
