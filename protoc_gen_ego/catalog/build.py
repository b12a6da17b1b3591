"""Schema -> Catalog: finds the error enums and the methods that declare errors."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog.annotations import read, read_file
from protoc_gen_ego.catalog.facts import Facts
from protoc_gen_ego.catalog.model import Catalog, ErrorCode, ErrorEnum, Identity, Problem, Reference
from protoc_gen_ego.catalog.options import OptionReader
from protoc_gen_ego.schema import Enum, EnumValue, File, Method, Node, Schema
from protoc_gen_ego.status import BY_KRATOS_HTTP, BY_NAME
from protoc_gen_ego.suggest import suggest

_KEEP_INFO = "keep source info (protoc keeps it for .proto inputs; add --include_source_info to a descriptor set)"


def build(schema: Schema, *, identity: Identity = "ego") -> Catalog:
    """The catalog of a schema, with every problem of its annotations."""
    problems: list[Problem] = []
    options = OptionReader(schema)
    for file, why in options.problems:
        problems.append(
            Problem(
                "ANNOTATIONS_MISMATCH",
                file.position,
                f"the annotation options cannot be read: {why}",
                "use the annotation file that comes with protoc-gen-ego",
            )
        )
    enums: list[ErrorEnum] = []
    unclear: set[str] = (
        set()
    )  # values whose tags could not all be read: they may be the errors they seem not to be
    methods: list[tuple[Method, Facts]] = []
    for file in schema.files:
        if _may_annotate(file, options, problems):
            enums += _enums(file, options, identity, problems, unclear)
            methods += _methods(file, options, problems)
    return Catalog(
        tuple(enums), tuple(_references(methods, enums, schema, unclear)), tuple(problems)
    )


def _may_annotate(file: File, options: OptionReader, problems: list[Problem]) -> bool:
    """Whether the file can hold annotations at all: cheap, because most files of a large request cannot."""
    if file.has_at_sign or options.visible_in(file):
        return True
    if file.generate and file.all_enums and not file.source.known:
        place = file.position
        problems.append(
            Problem("SOURCE_INFO_MISSING", place, "comment tags cannot be read", _KEEP_INFO)
        )
    return False


def _enums(
    file: File,
    options: OptionReader,
    identity: Identity,
    problems: list[Problem],
    unclear: set[str],
) -> Iterator[ErrorEnum]:
    file_facts: Facts | None = None
    for enum in file.all_enums:
        enum_problems: list[Problem] = []
        facts = read(enum, options, enum_problems)
        values = [(value, read(value, options, enum_problems)) for value in enum.values]
        unclear.update([value.full_name for value, said in values if _is_unclear(said)])
        kratos = facts.values.get("kratos", "")
        declared = facts.declared or kratos not in ("", "0")
        if not declared and not any(_is_code(value_facts) for _, value_facts in values):
            # A plain enum: only what was surely meant as an annotation is worth a word.
            problems += [
                problem for problem in enum_problems if problem.rule != "TAG_CONTRADICTORY"
            ]
            if file.generate and not file.source.known:
                place = enum.position
                text = f"comment tags of enum {enum.full_name} cannot be read"
                problems.append(Problem("SOURCE_INFO_MISSING", place, text, _KEEP_INFO))
            continue
        problems += enum_problems
        file_facts = file_facts or read_file(file, options, problems)
        domain = facts.values.get("domain") or file_facts.values.get("domain") or file.package
        codes = [*_codes(enum, values, kratos, domain, identity, problems)]
        yield ErrorEnum(enum, domain, facts.comment, tuple(codes))


def _is_unclear(facts: Facts) -> bool:
    """Whether something was said that cannot be understood: it may well be an error."""
    return facts.unclear or facts.values.get("code", "OK") not in BY_NAME


def _is_code(facts: Facts) -> bool:
    return "code" in facts.values or facts.declared or facts.values.get("kratos", "0") != "0"


def _codes(
    enum: Enum,
    values: list[tuple[EnumValue, Facts]],
    kratos: str,
    domain: str,
    identity: Identity,
    problems: list[Problem],
) -> Iterator[ErrorCode]:
    first: dict[int, Facts] = {}
    needed = any("code" in facts.values or facts.declared for _, facts in values)
    for value, facts in values:
        said = facts
        if value.number in first:
            facts = _alias(value, facts, first[value.number], problems)
        else:
            first[value.number] = facts
        status = _status(value, facts, kratos, problems)
        if status is None and needed and not facts.unclear and (value.number or _is_code(facts)):
            problems.append(
                Problem(
                    "CODE_MISSING",
                    value.position,
                    f"{value.full_name} has no code, but {enum.full_name} is an error enum",
                    "add @code=<gRPC status>, or move the value to an enum without codes",
                )
            )
        if status in BY_NAME and status != "OK":
            yield ErrorCode(
                value=value,
                reason=value.full_name if identity == "ego" else value.name,
                domain=domain,
                status=status or "",
                message=facts.values.get("msg", ""),
                i18n=_i18n(facts),
                metadata=tuple(facts.lists.get("metadata", ())),
                comment=said.comment,
                deprecated=value.descriptor.HasField("options") and value.deprecated,
            )


def _i18n(facts: Facts) -> tuple[tuple[str, str], ...]:
    return tuple(sorted([(k[5:], text) for k, text in facts.values.items() if k[:5] == "i18n."]))


def _status(
    value: EnumValue, facts: Facts, kratos_default: str, problems: list[Problem]
) -> str | None:
    """The canonical status name; what is written when there is no such status; None when there is no code."""
    code = facts.values.get("code")
    if code is not None and code not in BY_NAME:
        remedy = suggest(code, BY_NAME, squeeze=True)
        problems.append(
            Problem("STATUS_UNKNOWN", facts.place("code"), f"{code!r} is not a gRPC status", remedy)
        )
    elif code == "OK":
        problems.append(
            Problem(
                "STATUS_OK",
                facts.place("code"),
                f"{value.full_name} has code OK: no error is generated, a status OK cannot travel as an error",
                "leave the value without a code if it is number 0, or choose an error status",
            )
        )
    own = facts.values.get("kratos", "0")
    if own == "0" and not kratos_default:
        return code
    http = int(own if own != "0" else kratos_default or "0")
    if not http:
        return code
    status = BY_KRATOS_HTTP.get(http, "UNKNOWN")
    place = facts.place("kratos") if own != "0" else value.position
    if code is not None and code in BY_NAME and code != status and own != "0":
        text = f"code is {code} here and HTTP {http} ({status}) in the Kratos option"
        problems.append(Problem("TAG_CONTRADICTORY", place, text, "keep one of the two"))
    if http not in BY_KRATOS_HTTP and code is None:
        text = f"HTTP {http} of {value.full_name} has no gRPC status: a Kratos server sends it as UNKNOWN"
        problems.append(
            Problem("STATUS_KRATOS", place, text, "use a number that has one, or add @code")
        )
    return code or status


def _alias(value: EnumValue, facts: Facts, first: Facts, problems: list[Problem]) -> Facts:
    """The facts of an alias: those of the first name, which the alias may repeat but not change."""
    lists = {key: list(items) for key, items in facts.lists.items()}
    same = all(first.values.get(key) == text for key, text in facts.values.items())
    if not same or any(list(first.lists.get(key, ())) != items for key, items in lists.items()):
        text = f"{value.full_name} is an alias of another name of number {value.number}, but is annotated differently"
        problems.append(
            Problem(
                "ALIAS_DISAGREES", value.position, text, "repeat the annotation, or leave it out"
            )
        )
    return first


def _methods(
    file: File, options: OptionReader, problems: list[Problem]
) -> Iterator[tuple[Method, Facts]]:
    for service in file.services:
        for method in service.methods:
            facts = read(method, options, problems)
            if "errors" in facts.lists:
                yield method, facts


def _references(
    methods: list[tuple[Method, Facts]],
    enums: list[ErrorEnum],
    schema: Schema,
    unclear: set[str],
) -> Iterator[Reference]:
    if not methods:
        return
    known = {code.full_name: code for enum in enums for code in enum.codes}
    # Of a package that is only imported, this run may hold some files and not others.
    packages = {file.package for file in schema.to_generate}
    for method, facts in methods:
        for name, place in facts.lists["errors"].items():
            candidates = [*_scopes(method, name)]
            code = next((known[candidate] for candidate in candidates if candidate in known), None)
            if code is None and not unclear.isdisjoint(candidates):
                continue  # its own finding says what is wrong
            there = "." not in name.lstrip(".") or any(
                c.rpartition(".")[0] in packages for c in candidates
            )
            yield Reference(method, name, facts.at(place), code, there)


def _scopes(node: Node, name: str) -> Iterator[str]:
    """The full names that a name may stand for, the innermost first: protobuf's own rule for type names."""
    if name.startswith("."):
        yield name[1:]
        return
    scope = node.file.package
    while scope:
        yield f"{scope}.{name}"
        scope = scope.rpartition(".")[0]
    yield name
