"""What may not stand in a log: the token of a trace link opens somebody's signal without a login."""

import logging
import re

# A path segment of 20 or more URL-safe characters: tokens (22 or 32) and ids alike; no word of ours is so long.
LONG_SEGMENT = re.compile(r"(?<=/)[A-Za-z0-9_-]{20,}(?![A-Za-z0-9_.-])")
HIDDEN = "(hidden)"


class HideTokens(logging.Filter):
    """Cuts long path segments out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        clean = LONG_SEGMENT.sub(HIDDEN, text)
        if clean != text:
            record.msg, record.args = clean, None
        return True
