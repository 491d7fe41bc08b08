"""`dataclass(frozen=True, …)` as in the standard library, made in a fifth of the time.

Making classes took a sixth of a run: the standard decorator writes and compiles six methods for
each. Here only `__init__` is; the rest is shared by all classes and looks at their fields.
Measured in docs/adr/0005-shared-dataclass-methods.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    _DEFAULT, _FACTORY, _SET = "_default_", "_factory_", "_set_"

    def dataclass(*, frozen, slots, kw_only=False, eq=True):
        """The decorator. A class that is not frozen or has no slots takes the standard one."""
        if not (frozen and slots):
            raise TypeError("use dataclasses.dataclass")

        def decorate(cls):
            cls.__repr__ = _shown
            cls.__setattr__ = cls.__delattr__ = _refuse
            cls.__setstate__ = _restore
            if eq:
                cls.__eq__ = _equal
                cls.__hash__ = _hashed
            made = dataclasses.dataclass(
                init=False, repr=False, eq=False, slots=True, kw_only=kw_only
            )(cls)
            made.__init__ = _init(made, kw_only=kw_only)
            return made

        return decorate

    def _init(cls, *, kw_only):
        names = {"_MISSING": dataclasses.MISSING}
        parameters, lines = [], []
        for field in cls.__dataclass_fields__.values():
            if not field.init:
                continue
            name = value = field.name
            if field.default is not dataclasses.MISSING:
                names[_DEFAULT + name] = field.default
                parameters.append(f"{name}={_DEFAULT}{name}")
            elif field.default_factory is not dataclasses.MISSING:
                names[_FACTORY + name] = field.default_factory
                parameters.append(f"{name}=_MISSING")
                value = f"{_FACTORY}{name}() if {name} is _MISSING else {name}"
            else:
                parameters.append(name)
            names[_SET + name] = getattr(cls, name).__set__  # past __setattr__, into the slot
            lines.append(f" {_SET}{name}(self, {value})")
        if hasattr(cls, "__post_init__"):
            lines.append(" self.__post_init__()")
        given = ", ".join(["self", *(["*"] if kw_only and parameters else []), *parameters])
        body = "\n".join(lines or [" pass"])
        exec(f"def __init__({given}):\n{body}", names)  # noqa: S102  field names of our own classes
        names["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
        return names["__init__"]

    def _refuse(self, name, *value):  # noqa: ARG001  set and delete have different arguments
        raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")

    def _restore(self, state):
        for name, value in state[1].items():
            object.__setattr__(self, name, value)

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
