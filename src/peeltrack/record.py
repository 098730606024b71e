"""Record: what every noun of ours is made of."""

from __future__ import annotations

from collections import _tuplegetter  # type: ignore[attr-defined]
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, dataclass_transform

if TYPE_CHECKING:

    class _Values:
        """What a record is underneath is nobody's business, but its own."""

        def __iter__(self) -> Iterator[object]: ...

else:
    _Values = tuple

_new: Any = tuple.__new__


@dataclass_transform(eq_default=False, frozen_default=True)
class Record(_Values):
    """A frozen record of the fields that a subclass annotates, in their order.

    To type checkers and to people it is a frozen dataclass that is equal to itself
    alone. It is not made by ``dataclasses``, which writes and compiles methods for every
    class each time the program starts, nor does it keep its fields in a dict: a tuple
    with names, as ``namedtuple`` makes it, is a third of the size. With all its values in
    order it is made in half the time, by name in twice: so the records of which there are
    thousands are made in order.
    """

    _names: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}
    """The defaults of the last fields, as many as have one."""

    def __init_subclass__(cls) -> None:
        cls._names = tuple(cls.__annotations__)
        cls._defaults = {name: vars(cls)[name] for name in cls._names if name in vars(cls)}
        for place, name in enumerate(cls._names):
            setattr(cls, name, _tuplegetter(place, ""))  # a property that is read in half the time

    def __new__(cls, *values: object, **named: object) -> Self:
        """From values in the order of the fields, or by their names."""
        if len(values) < len(cls._names):
            given = {**cls._defaults, **named} if named else cls._defaults
            values = (*values, *[given[name] for name in cls._names[len(values) :]])
        made: Self = _new(cls, values)
        return made

    def __getnewargs__(self) -> tuple[object, ...]:
        """The values that a copy is made from."""
        return tuple(self)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen; {name} cannot be set")

    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__
