"""Record: what every noun of ours is made of."""

from __future__ import annotations

from collections import _tuplegetter  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

if TYPE_CHECKING:

    class _Values:
        """What a record is underneath is nobody's business."""

else:
    _Values = tuple

_new: Any = tuple.__new__


@dataclass_transform(eq_default=False, frozen_default=True)
class Record(_Values):
    """A frozen record of the fields that a subclass annotates, in their order.

    To type checkers and to people it is a frozen dataclass that is equal to itself
    alone. It is not made by ``dataclasses``, which writes and compiles methods for every
    class each time the program starts, nor does it keep its fields in a dict: a tuple
    with names, as ``namedtuple`` makes it, is a third of the size and made in half the time.
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

    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__
