"""`dataclass` as in the standard library, made in two thirds of the time.

Making a class took a sixth of a run: the standard decorator writes and compiles six methods for
each. Here equality, hash and repr are shared by all frozen classes; they do the same by looking at
the fields. Measured in docs/adr/0005-shared-dataclass-methods.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(**options):
        """The decorator; `options` are those of the standard one. `eq=False` stays as it is."""

        def decorate(cls):
            if options.get("eq", True):
                cls.__eq__ = _equal
                cls.__hash__ = _hashed
            cls.__repr__ = _shown
            return dataclasses.dataclass(**{**options, "eq": False, "repr": False})(cls)

        return decorate

    def _compared(self):
        fields = self.__dataclass_fields__.values()
        return tuple(getattr(self, one.name) for one in fields if one.compare)

    def _equal(self, other):
        if self.__class__ is not other.__class__:
            return NotImplemented
        return _compared(self) == _compared(other)

    def _hashed(self):
        return hash(_compared(self))

    def _shown(self):
        fields = self.__dataclass_fields__.values()
        values = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields if one.repr)
        return f"{self.__class__.__qualname__}({values})"
