"""Records: typed, immutable Python views of messages.

A record class has the name and the fields of its message. Reading follows the message's descriptor: an absent optional becomes
``None``, a timestamp an aware ``datetime``, a duration a ``timedelta``, an enum value its name without the prefix (``"BUY"``), a repeated field a tuple. What
the proto calls a decimal is declared ``Decimal`` in the record; empty text means that there is none and becomes ``None``.
"""

from __future__ import annotations

import dataclasses
import typing
from decimal import Decimal
from functools import lru_cache
from typing import Any, Callable, Dict, Tuple, Type, TypeVar

from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from ..errors import TradewindError
from ..times import to_datetime, to_timestamp

R = TypeVar("R")
M = TypeVar("M", bound=Message)

_STATUS = "tradewind.google_rpc.Status"
_TIMESTAMP = "google.protobuf.Timestamp"
_DURATION = "google.protobuf.Duration"


def read(record_type: Type[R], message: Message) -> R:
    """Reads a record from its message. Fields of the message that the record does not have are left out."""
    return record_type(**{name: reader(message) for name, reader in _readers(record_type, type(message))})


def write(record: Any, message: M) -> M:
    """Fills a message from its record and returns it. ``None`` leaves a field unset."""
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if value is None:
            continue
        descriptor = message.DESCRIPTOR.fields_by_name[field.name]
        if _is_map(descriptor):
            getattr(message, field.name).update(value)
        elif descriptor.message_type is not None:
            target = getattr(message, field.name)
            if descriptor.label == FieldDescriptor.LABEL_REPEATED:
                for item in value:
                    _write_message(item, target.add())
            else:
                # An empty message is not an absent one.
                target.SetInParent()
                _write_message(value, target)
        elif descriptor.label == FieldDescriptor.LABEL_REPEATED:
            getattr(message, field.name).extend(value)
        else:
            setattr(message, field.name, _scalar(value, descriptor))
    return message


def enum_number(enum: EnumDescriptor, name: str) -> int:
    """Finds an enum value by its name without the prefix, in any case. Raises ``ValueError`` with the names there are."""
    prefix = _prefix(enum)
    value = enum.values_by_name.get(prefix + name.upper())
    if value is None:
        known = ", ".join(v.name[len(prefix) :] for v in enum.values if v.number != 0)
        raise ValueError(f"{enum.name} has no value {name!r}. Choose one of: {known}.")
    return value.number


def _write_message(value: Any, target: Message) -> None:
    if isinstance(value, Message):
        target.CopyFrom(value)
    elif isinstance(target, Timestamp):
        target.CopyFrom(to_timestamp(value))
    elif isinstance(target, Duration):
        target.FromTimedelta(value)
    else:
        write(value, target)


def _scalar(value: Any, field: FieldDescriptor) -> Any:
    if field.enum_type is not None:
        return enum_number(field.enum_type, value)
    return decimal_text(value) if isinstance(value, Decimal) else value


def decimal_text(value: Decimal) -> str:
    """Writes a decimal without an exponent, digit for digit."""
    if not value.is_finite():
        raise ValueError(f"A quantity or an amount of money is a finite number, not {value}.")
    return format(value, "f")


@lru_cache(maxsize=None)
def _readers(record_type: type, message_type: Type[Message]) -> Tuple[Tuple[str, Callable[[Message], Any]], ...]:
    hints = typing.get_type_hints(record_type)
    fields = message_type.DESCRIPTOR.fields_by_name
    return tuple((f.name, _reader(fields[f.name], hints[f.name])) for f in dataclasses.fields(record_type))


def _reader(field: FieldDescriptor, hint: Any) -> Callable[[Message], Any]:
    name = field.name
    if _is_map(field):
        return lambda message: dict(getattr(message, name))
    convert = _converter(field, hint)
    if field.label == FieldDescriptor.LABEL_REPEATED:
        return lambda message: tuple(map(convert, getattr(message, name)))
    if field.has_presence:
        return lambda message: convert(getattr(message, name)) if message.HasField(name) else None
    if field.enum_type is not None and type(None) in typing.get_args(hint):
        return lambda message: convert(getattr(message, name)) if getattr(message, name) else None
    return lambda message: convert(getattr(message, name))


def _converter(field: FieldDescriptor, hint: Any) -> Callable[[Any], Any]:
    types: Tuple[Any, ...] = typing.get_args(hint) or (hint,)
    if field.message_type is not None:
        if field.message_type.full_name == _TIMESTAMP:
            return to_datetime
        if field.message_type.full_name == _DURATION:
            return lambda duration: duration.ToTimedelta()
        if field.message_type.full_name == _STATUS:
            return TradewindError.from_status
        record_type = next(t for t in types if dataclasses.is_dataclass(t))
        return lambda message: read(record_type, message)
    if field.enum_type is not None:
        names = _names(field.enum_type)
        # A newer server may send a value this client does not know; its number is all there is to say about it.
        return lambda number: names.get(number, str(number))
    if Decimal in types:
        return lambda text: Decimal(text) if text else None
    return lambda value: value


def _is_map(field: FieldDescriptor) -> bool:
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def _names(enum: EnumDescriptor) -> Dict[int, str]:
    return {value.number: value.name[len(_prefix(enum)) :] for value in enum.values}


def _prefix(enum: EnumDescriptor) -> str:
    return enum.values_by_number[0].name[: -len("UNSPECIFIED")]
