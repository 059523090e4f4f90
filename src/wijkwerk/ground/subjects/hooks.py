"""Where the room of subjects joins in: photos are made anew by the worker, tidied by a clock, erased with their subject."""

from wijkwerk.ground.kit import hooks
from wijkwerk.ground.subjects import photos

hooks.add("worker.kinds", lambda: (photos.KIND, photos.reencode))
hooks.add("worker.clocks", photos.tidy)
hooks.add("records.erase", photos.erase)
