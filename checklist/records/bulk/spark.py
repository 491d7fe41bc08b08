"""Spark as the engine: one in this process (local[*]), or a cluster that is at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING

import ibis
import ibis.expr.datatypes as dt
from py4j.protocol import Py4JError
from pyspark.errors import AnalysisException, ParseException, PySparkException
from pyspark.sql import SparkSession, functions

from checklist.records.bulk.engine import Engine, builtin, unnamed

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, StringValue, Table, TimestampValue

_hash = builtin("xxhash64", dt.int64)


class Spark(Engine):
    """A Spark at an address; Spark Connect where it begins with sc://."""

    errors = (PySparkException, Py4JError)

    def __init__(self, address: str) -> None:
        builder = SparkSession.builder.appName("checklist records")
        is_remote = address.startswith("sc://")
        builder = builder.remote(address) if is_remote else builder.master(address)
        settings = {
            "spark.sql.session.timeZone": "UTC",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }
        if address.startswith("local"):
            settings["spark.sql.shuffle.partitions"] = "4"  # 200 by default, for a cluster
        for name, value in settings.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
        super().__init__(ibis.pyspark.connect(self._session))

    def kept(self, table: Table) -> Table:
        self._kept += 1
        name = f"kept_{self._kept}"
        self.backend.create_view(name, table, overwrite=True)
        # Without this each plan holds all before it, and working it out takes minutes.
        self._session.table(name).localCheckpoint().createOrReplaceTempView(f"{name}_done")
        return self.backend.table(f"{name}_done")

    def fingerprint(self, text: StringValue, time: TimestampValue) -> IntegerValue:
        return _hash(text, time)

    def named(self, name: str) -> Table:
        try:
            self._session.table(name)
        except (AnalysisException, ParseException):
            raise unnamed(name) from None
        database, _, table = name.rpartition(".")
        return self.backend.table(table, database=tuple(database.split(".")) if database else None)

    def numbered(self, parts: Sequence[str], begins: Sequence[int]) -> Table:
        read = [
            self._session.read.parquet(re.sub(r"[][{}*?]", r"\\\g<0>", part)).select(
                "*", (functions.col("_metadata.row_index") + begin + 1).alias("pos")
            )
            for part, begin in zip(parts, begins, strict=True)
        ]
        self._kept += 1
        name = f"given_{self._kept}"
        reduce(lambda first, other: first.unionByName(other), read).createOrReplaceTempView(name)
        return self.backend.table(name)
