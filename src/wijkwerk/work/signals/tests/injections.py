"""Two hundred strings with which people try to get into a database, a template or a parser (RELIABILITY 25)."""

from itertools import product
from typing import Final

_OPEN: Final = ("", "'", '"', "')", "'))", "1", "alles'", 'nieuw"', "k0.'", "2026-11-23'")
_THEN: Final = (
    " OR 1=1--", " OR '1'='1", "; DROP TABLE signals_signal;--", " UNION SELECT null,version()--",
    " AND (SELECT pg_sleep(9)) IS NULL--", "||pg_sleep(9)--", " AND randomblob(999999999)--", "/**/OR/**/1=1#",
    " ORDER BY 99--", " LIMIT 1 OFFSET 9 INTO OUTFILE '/tmp/x'", " AND 1=CAST((SELECT email FROM people_user) AS int)--",
    "%27%20OR%201=1", "\\' OR 1=1--", " WAITFOR DELAY '0:0:9'--", "; SELECT load_extension('x')--",
    "; ATTACH DATABASE '/tmp/x' AS x--", " AND (SELECT substr(password,1,1) FROM people_user)='a",
)  # fmt: skip
_ALONE: Final = (
    "\x00", "a\x00b", "\ud7ff", "\uffff", "\u202e", "%", "_", "%%", "\\", "`", "*", "?", "$1", ":1", "%s", "%(x)s", "{0}",
    "{{7*7}}", "${7*7}", "../../etc/passwd", "-received_at", "owner_person__password", "text", "received_at__lt",
    "subject__signal__text", "0001-01-01T00:00:00+23:59~" + "0" * 32, "9999-12-31T23:59:59-23:59~" + "f" * 32,
    "9999-12-31~" + "f" * 32, "~" + "g" * 32, "~", "2026-11-23", "0000-00-00", "9999-99-99", "W" * 5000, "-1", "1e309",
)  # fmt: skip
INJECTIONS: Final = tuple(dict.fromkeys([*_ALONE, *(start + then for start, then in product(_OPEN, _THEN))]))[
    :200
]
