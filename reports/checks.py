"""Start-up checks of this app."""

from django.core.checks import CheckMessage, Error

from documents.fonts import FontsMissing, cjk_font_dirs


def fonts_are_there(**_kwargs: object) -> list[CheckMessage]:
    """Without the Chinese font, reports would print empty boxes: say so before anybody sees one."""
    try:
        cjk_font_dirs()
    except FontsMissing as error:
        return [Error(str(error), id="reports.E001")]
    return []
