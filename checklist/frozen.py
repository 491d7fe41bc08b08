"""`dataclass(frozen=True, …)` as in the standard library, made in a fifth of the time.

Making classes took a sixth of a run: the standard decorator writes and compiles six methods for
each. Here only `__init__` is, once for all classes of as many fields; the rest is shared by all
classes and looks at their fields. Measured in docs/adr/0005-shared-dataclass-methods.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    import inspect
    from functools import cache
    from operator import attrgetter
    from types import FunctionType

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
            made = _with_fields(cls, kw_only=kw_only)
            fields = made.__dataclass_fields__.values()
            if eq:
                compared = [one.name for one in fields if one.compare]
                made._compared = _getter(compared)  # noqa: SLF001  a class made here
            made.__init__ = _init(made, [one for one in fields if one.init], kw_only=kw_only)
            return made

        return decorate

    def _with_fields(cls, *, kw_only):
        """The class with its slots. The standard decorator reads every annotation for ClassVar and
        the like, which nothing here has: it sees none of them."""
        cls.__doc__ = cls.__doc__ or cls.__name__  # or it would draw up the signature
        annotations = inspect.get_annotations(cls)
        cls.__annotations__ = dict.fromkeys(annotations, object)
        made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(
            cls
        )
        made.__annotations__ = annotations
        for name, field in made.__dataclass_fields__.items():
            field.type = annotations[name]
        return made

    def _init(cls, fields, *, kw_only):
        """The shared code, under the names of these fields and with their setters."""
        names = {"_MISSING": dataclasses.MISSING}
        defaults = {}
        for at, field in enumerate(fields):
            names[f"_set{at}"] = getattr(cls, field.name).__set__  # past __setattr__, into the slot
            if field.default_factory is not dataclasses.MISSING:
                names[f"_factory{at}"] = field.default_factory
                defaults[field.name] = dataclasses.MISSING
            elif field.default is not dataclasses.MISSING:
                defaults[field.name] = field.default
            elif defaults and not kw_only:
                raise TypeError(f"{field.name!r} without a default follows one with a default")
        made = tuple(f"_factory{at}" in names for at in range(len(fields)))
        code = _code(made, kw_only=kw_only, more=hasattr(cls, "__post_init__"))
        code = code.replace(co_varnames=("self", *(field.name for field in fields)))
        init = FunctionType(code, names, "__init__")
        if kw_only:
            init.__kwdefaults__ = defaults
        else:
            init.__defaults__ = tuple(defaults.values())
        init.__qualname__ = f"{cls.__qualname__}.__init__"
        return init

    @cache
    def _code(made, *, kw_only, more):
        """The code of an `__init__`: for each field, whether a factory makes its default."""
        lines = [
            f" _set{at}(self, _factory{at}() if _{at} is _MISSING else _{at})"
            if by_factory
            else f" _set{at}(self, _{at})"
            for at, by_factory in enumerate(made)
        ]
        if more:
            lines.append(" self.__post_init__()")
        names = [f"_{at}" for at in range(len(made))]
        given = ", ".join(["self", *(["*"] if kw_only and names else []), *names])
        body = "\n".join(lines or [" pass"])
        written = {}
        exec(f"def __init__({given}):\n{body}", written)  # noqa: S102  nothing in it but numbers
        return written["__init__"].__code__

    def _getter(names):
        return attrgetter(*names) if names else type  # nothing to compare: all are equal

    def _refuse(self, name, *value):  # noqa: ARG001  set and delete have different arguments
        raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")

    def _restore(self, state):
        for name, value in state[1].items():
            object.__setattr__(self, name, value)

    def _equal(self, other):
        if self.__class__ is not other.__class__:
            return NotImplemented
        compared = self._compared
        return compared(self) == compared(other)

    def _hashed(self):
        return hash(self._compared(self))

    def _shown(self):
        fields = self.__dataclass_fields__.values()
        values = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields if one.repr)
        return f"{self.__class__.__qualname__}({values})"
