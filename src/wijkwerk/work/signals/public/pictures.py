"""Serve a photo that was made anew; nothing else is ever served from the media folder."""

from django.http import FileResponse, Http404, HttpResponse

from wijkwerk.ground.subjects import photos
from wijkwerk.ground.subjects.models import Attachment, PhotoState

BOXED_IN = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


def picture(photo: Attachment, *, public: bool = False) -> HttpResponse:
    """The photo, or a 404 when it is not ready. The caller has checked who may see it.

    The type is fixed and the page is boxed in: even a file that is something else can do nothing in a browser.
    """
    if photo.state != PhotoState.READY:
        raise Http404
    try:
        file = photos.media(photo.stored).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = FileResponse(file, content_type="image/jpeg")
    answer["Content-Disposition"] = 'inline; filename="foto.jpg"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = BOXED_IN
    answer["Cache-Control"] = "no-cache" if public else "no-store, private"
    answer["Referrer-Policy"] = "no-referrer"
    return answer  # type: ignore[return-value]
