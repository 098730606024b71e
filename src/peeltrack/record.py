"""Record: what every noun of ours is made of."""

from __future__ import annotations

from typing import ClassVar, NoReturn, dataclass_transform


@dataclass_transform(eq_default=False, frozen_default=True)
class Record:
    """A frozen record of the fields that a subclass annotates, in their order.

    To type checkers and to people it is a frozen dataclass without a comparison of
    its own. It is not made by ``dataclasses``, which writes and compiles methods for
    every class each time the program starts: of thirty classes that is a fifth of a run.
    """

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = (*cls._fields, *cls.__annotations__)

    def __init__(self, *values: object, **named: object) -> None:
        if values:
            named.update(zip(self._fields, values, strict=False))
        object.__setattr__(self, "__dict__", named)  # the one way past our own, and half the time of update

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen; {name} cannot be set")
