"""The hand that tampers with a sealed journal in raw SQL, as the owner of the database could; `ways` has what it does."""

import json
import random
import uuid
from datetime import timedelta
from typing import Any

from django.db import connection

from wijkwerk.ground.journal import chain
from wijkwerk.ground.journal.models import Batch, Detail, Line, Seal


class Hand:
    """Holds a batch in the middle of a chain with some lines in it: `line` and `other` have a text, `bare` has none."""

    def __init__(self, town: uuid.UUID, chance: random.Random) -> None:
        self.town, self.chance = town, chance
        batches = Batch.objects.filter(municipality=town).order_by("number")
        self.batch = batches[chance.randrange(2, len(batches) - 2)]
        self.next = batches.get(number=self.batch.number + 1)
        self.first, self.last = batches[0], batches[len(batches) - 1]
        place = chance.randrange(3, self.batch.lines - 3)
        place += (2 - place) % 3  # so that this line and the next but one have a text, the next has none
        self.line, self.bare, self.other = (self.at(place + step) for step in (0, 2, 3))

    def at(self, place: int, batch: Batch | None = None) -> Line:
        return Line.objects.get(pk=Seal.objects.get(batch=batch or self.batch, place=place).line)

    def sql(self, statement: str, *values: Any) -> None:
        """`{line}` and the like are table names; the values are turned into what this database stores."""
        names = {name: f"journal_{name}" for name in ("line", "detail", "seal", "batch", "destroyedbatch")}
        with connection.cursor() as cursor:
            cursor.execute(statement.format(**names), [_stored(value) for value in values])
            assert cursor.rowcount > 0, statement

    def line_set(self, column: str, value: Any, line: Line | None = None) -> None:
        self.sql(f"UPDATE {{line}} SET {column} = %s WHERE id = %s", value, (line or self.line).pk)

    def batch_set(self, column: str, value: Any, batch: Batch | None = None) -> None:
        self.sql(f"UPDATE {{batch}} SET {column} = %s WHERE id = %s", value, (batch or self.batch).pk)

    def seal_set(self, column: str, value: Any, line: Line | None = None) -> None:
        self.sql(f"UPDATE {{seal}} SET {column} = %s WHERE line = %s", value, (line or self.line).pk)

    def detail_set(self, column: str, value: Any, line: Line | None = None) -> None:
        self.sql(f"UPDATE {{detail}} SET {column} = %s WHERE line_id = %s", value, (line or self.line).pk)

    def drop_line(self, line: Line, *, seal: bool) -> None:
        Detail.objects.filter(pk=line.pk).delete()
        self.sql("DELETE FROM {line} WHERE id = %s", line.pk)
        if seal:
            self.sql("DELETE FROM {seal} WHERE line = %s", line.pk)

    def drop_batch(self, batch: Batch, *, row: bool = True) -> None:
        mine = "(SELECT line FROM {seal} WHERE batch_id = %s)"
        self.sql(f"DELETE FROM {{detail}} WHERE line_id IN {mine}", batch.pk)
        self.sql(f"DELETE FROM {{line}} WHERE id IN {mine}", batch.pk)
        self.sql("DELETE FROM {seal} WHERE batch_id = %s", batch.pk)
        if row:
            self.sql("DELETE FROM {batch} WHERE id = %s", batch.pk)

    def put_line(self, *, like: Line) -> uuid.UUID:
        """A line that never was, a moment after another one."""
        made = uuid.uuid4()
        self.sql(
            "INSERT INTO {line} (id, municipality, subject, actor, verb, at, origin, result, digest) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            made, like.municipality, like.subject, like.actor, "answered", like.at + timedelta(milliseconds=1),
            like.origin, like.result, "",
        )  # fmt: skip
        return made

    def put_seal(self, line: uuid.UUID, batch: Batch, place: int) -> None:
        columns = "(line, municipality, batch_id, place)"
        self.sql(f"INSERT INTO {{seal}} {columns} VALUES (%s, %s, %s, %s)", line, self.town, batch.pk, place)

    def put_destruction(self, moment: Any) -> None:
        self.sql(
            "INSERT INTO {destroyedbatch} (batch_id, municipality, approved_by, approved_at, why) "
            "VALUES (%s, %s, %s, %s, %s)",
            self.batch.pk, self.town, uuid.uuid4(), moment, "x",
        )  # fmt: skip

    def renumber(self) -> None:
        """Close the gap in the places of the batch and lower its count, as if the line never was."""
        lines = list(Seal.objects.filter(batch=self.batch).order_by("place").values_list("line", flat=True))
        for place, line in enumerate(lines, start=1):
            self.sql("UPDATE {seal} SET place = %s WHERE line = %s", place, line)
        self.batch_set("lines", len(lines))

    def recompute(self) -> None:
        """Make the chain fit itself again from this batch on."""
        previous = self.batch.previous
        for batch in Batch.objects.filter(municipality=self.town, number__gte=self.batch.number).order_by(
            "number"
        ):
            seals = Seal.objects.filter(batch=batch).order_by("place").values_list("place", "line")
            values = {row[0]: row for row in Line.objects.values_list(*chain.LINE_FIELDS)}
            batch.previous = previous
            batch.content = chain.content_of(chain.line_hash(place, values[line]) for place, line in seals)
            batch.head = previous = chain.head_of(batch)
            for column in ("previous", "content", "head"):
                self.batch_set(column, getattr(batch, column), batch)


def _stored(value: Any) -> Any:
    if isinstance(value, uuid.UUID) and connection.vendor == "sqlite":
        return value.hex
    if hasattr(value, "tzinfo"):
        return connection.ops.adapt_datetimefield_value(value)
    return json.dumps(value) if isinstance(value, dict) else value
