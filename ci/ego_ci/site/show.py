"""Show: what a template asks about an element of its page, answered as escaped HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup, escape

from ego_ci.site import diagram, prose
from ego_ci.site.paths import Paths
from protoc_gen_ego.docs.element import Element
from protoc_gen_ego.docs.enums import ValueView
from protoc_gen_ego.docs.errors import DeclaredError
from protoc_gen_ego.docs.example import example
from protoc_gen_ego.docs.fields import FieldView
from protoc_gen_ego.docs.index import Use
from protoc_gen_ego.docs.inline import parse_inline
from protoc_gen_ego.docs.prose import Prose
from protoc_gen_ego.docs.types import GROUP, MESSAGE, TypeRef
from protoc_gen_ego.docs.views import MessageView, MethodView
from protoc_gen_ego.schema import Node

_ORDINARY = re.compile(r"[\w.]+", re.ASCII)
"""A name that means nothing in HTML and in URLs but itself."""
Calls = Callable[["Show", MethodView], Markup]
"""How a method is called, for people who will call it."""


class Show:
    """The answers for one page; what it has worked out goes with it."""

    def __init__(
        self,
        paths: Paths,
        page: str,
        package: str = "",
        *,
        source: Callable[[str, int], str],
        marks: Mapping[str, tuple[str, ...]],
        calls: Calls | None = None,
    ) -> None:
        """`page` is its path in the site; `source` gives the URL of a file (of the image) and a line, '' for none;
        `marks` says what is new or broken, by full name."""
        self.paths = paths
        self.library = paths.library
        self.page = page
        self._package = package
        self._source = source
        self._marks = marks
        self._calls = calls
        self._types: dict[TypeRef, Markup] = {}

    def prose(self, found: Prose, scope: str) -> Markup:
        """A whole comment; its references are resolved inside of a scope."""
        return prose.html(found, lambda name: self._find(name, scope))

    def summary(self, found: Prose, scope: str) -> Markup:
        """The first sentence of a comment."""
        return prose.summary(found, lambda name: self._find(name, scope))

    def about(self, element: Element) -> Markup:
        """The comment of an element, for a cell of a table."""
        return self._about(element, element.full_name)

    def _about(self, element: Element, full_name: str) -> Markup:
        found = element.prose
        return prose.html(found, lambda name: self._find(name, full_name)) if found else Markup()

    def inside(self, element: Node) -> str:
        """The name behind the package, or behind the service: `User.Settings`."""
        if isinstance(element, MethodView):
            return element.name
        package = element.file.package
        return element.full_name[len(package) + 1 :] if package else element.full_name

    def type(self, ref: TypeRef) -> Markup:
        """A type, with its link."""
        found = self._types.get(ref)
        if found is None:
            found = self._types[ref] = self._type(ref)
        return found

    def _type(self, ref: TypeRef) -> Markup:
        if ref.value is not None:
            return Markup("map&lt;<code>{}</code>, {}&gt;").format(ref.key, self.type(ref.value))
        return self._link(self.paths.url(ref.target, self.page), ref.name)

    def named(self, full_name: str) -> Markup:
        """An element by its full name, short inside of its own package."""
        own = f"{self._package}."
        shown = full_name.removeprefix(own) if self._package else full_name
        return self._link(self.paths.named(full_name, self.page), shown)

    def error(self, error: DeclaredError) -> Markup:
        """An error that a method declares."""
        if error.code is None:
            return self._link("", error.name)
        return self._link(self.paths.named(error.code.full_name, self.page), error.code.name)

    def users(self, uses: Iterable[Use]) -> Markup:
        """Who uses a type, each once."""
        return Markup(", ").join([self.named(name) for name in dict.fromkeys(u.user for u in uses)])

    def rules(self, phrases: Iterable[str]) -> Markup:
        """Rules in words on one line."""
        return Markup("; ").join([prose.inline(parse_inline(p), lambda _: "") for p in phrases])

    def is_noted(self, field: FieldView) -> bool:
        """Whether there may be something to say of a field beside its comment."""
        descriptor = field.descriptor
        return bool(
            descriptor.HasField("options")
            or descriptor.HasField("default_value")
            or field.json_name
            or (descriptor.type in (GROUP, MESSAGE) and field.delimited)
        )

    def row(self, element: FieldView | ValueView, of: str) -> Markup:
        """The row of an ordinary field or value, as the template has it but quicker; empty for all others.

        A repository has a hundred thousand of them: a name of letters, a type, a comment. `of` is the full name of
        what it is in, or for a value of its scope.
        """
        name = element.name
        full_name = f"{of}.{name}" if of else name
        if self._marks or not _ORDINARY.fullmatch(full_name):
            return Markup()
        if isinstance(element, FieldView):
            if self.is_noted(element):
                return Markup()
            oneof = element.oneof
            label = f"one of <code>{escape(oneof)}</code>" if oneof else element.label
            middle = f"<td>{self.type(element.type)}</td><td>{label}</td>"
        else:
            if element.error or element.alias_of or element.descriptor.HasField("options"):
                return Markup()
            middle = ""
        return Markup(
            f'<tr id="{full_name}"><th scope="row"><a class="self" href="#{full_name}"><code>{name}</code></a></th>'
            f"<td>{element.number}</td>{middle}<td>{self._about(element, full_name)}</td></tr>\n"
        )

    def marks(self, full_name: str) -> tuple[str, ...]:
        """What happened to an element since the last version."""
        return self._marks.get(full_name, ()) if self._marks else ()

    def source(self, element: Node) -> str:
        """The URL of the line that declares an element; '' when nobody knows where sources are read."""
        place = element.position
        return self._source(place.path, place.line)

    def example(self, full_name: str) -> str:
        """An example as JSON."""
        return example(self.library, full_name)

    def diagram(self, message: MessageView, fields: Iterable[FieldView]) -> Markup:
        """What a message contains and who uses it, as a picture; empty when there is nothing."""
        return diagram.of_message(self.paths, self.page, self.inside(message), message, fields)

    def calls(self, method: MethodView) -> Markup:
        """How a method is called."""
        return self._calls(self, method) if self._calls else Markup()

    def _find(self, name: str, scope: str) -> str:
        return self.paths.url(self.library.resolve(name, scope), self.page)

    def _link(self, url: str, shown: str) -> Markup:
        code = f"<code>{escape(shown)}</code>"
        return Markup(f'<a href="{escape(url)}">{code}</a>' if url else code)
