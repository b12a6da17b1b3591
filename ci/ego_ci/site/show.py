"""Show: what a page says about its elements, answered as escaped HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup

from ego_ci.site import prose
from ego_ci.site.diagram import Diagrams
from ego_ci.site.examples import Examples
from ego_ci.site.html import breaks, escape
from ego_ci.site.paths import Paths
from protoc_gen_ego.docs.errors import DeclaredError
from protoc_gen_ego.docs.inline import parse_inline
from protoc_gen_ego.docs.prose import Prose
from protoc_gen_ego.docs.types import TypeRef
from protoc_gen_ego.docs.views import MethodView, PackageView
from protoc_gen_ego.schema import Node

Calls = Callable[["Show", MethodView], str]
"""How a method is called, for people who will call it."""


class Show:
    """The answers for one page; what it has worked out goes with it.

    What a template asks for is Markup; what is put together in Python is str, escaped all the same.
    """

    def __init__(
        self,
        paths: Paths,
        page: str,
        view: PackageView | None = None,
        *,
        source: Callable[[str, int], str] | None,
        marks: Mapping[str, tuple[str, ...]],
        calls: Calls | None = None,
    ) -> None:
        """`page` is its path in the site, `view` the package on it; `source` gives the URL of a file (of the image)
        and a line, '' for none; `marks` says what is new or broken, by full name."""
        self.paths = paths
        self.library = paths.library
        self.page = page
        self.diagrams = Diagrams(paths, page)
        self.examples = Examples(
            paths.library, view.messages if view else (), view.enums if view else ()
        )
        self.has_marks = bool(marks)
        self._package = view.name if view else ""
        self._source = source
        self._marks = marks
        self._calls = calls
        self._links: dict[str, str] = {}
        self._named_types: dict[str, str] = {}
        self._methods: dict[str, tuple[MethodView, ...]] = {}

    def methods(self, service: Node) -> tuple[MethodView, ...]:
        """The methods of a service, made once a page."""
        found = self._methods.get(service.full_name)
        if found is None:
            found = self._methods[service.full_name] = service.methods  # type: ignore[attr-defined]
        return found

    def prose(self, found: Prose, scope: str) -> Markup:
        """A whole comment; its references are resolved inside of a scope."""
        return Markup(self.told(found, scope))

    def told(self, found: Prose, scope: str) -> str:
        """A whole comment, as `prose`."""
        if not found.text:
            return ""
        if found.verbatim:
            return prose.verbatim(found)
        return prose.html(found, lambda name: self._find(name, scope))

    def inside(self, element: Node) -> str:
        """The name behind the package, or behind the service: `User.Settings`."""
        if isinstance(element, MethodView):
            return element.name
        package = element.file.package
        return element.full_name[len(package) + 1 :] if package else element.full_name

    def broken(self, element: Node) -> str:
        """The name as `inside`, with places where a line may end."""
        return breaks(self.inside(element))

    def type_link(self, ref: TypeRef) -> str:
        """A type, with its link."""
        if ref.value is not None:
            return f"map&lt;<code>{escape(ref.key)}</code>, {self.type_link(ref.value)}&gt;"
        return (
            self.named_type(ref.full_name) if ref.full_name else f"<code>{escape(ref.name)}</code>"
        )

    def named_type(self, full_name: str) -> str:
        """A message or an enum as the package calls it, with its link."""
        found = self._named_types.get(full_name)
        if found is None:
            ref = self.library.type_ref(full_name, self._package)
            found = _link(self.paths.url(ref.target, self.page), ref.name)
            self._named_types[full_name] = found
        return found

    def named(self, full_name: str) -> Markup:
        """An element by its full name, short inside of its own package."""
        return Markup(self.link_to(full_name))

    def link_to(self, full_name: str) -> str:
        """An element by its full name, as `named`."""
        found = self._links.get(full_name)
        if found is None:
            own = f"{self._package}."
            shown = full_name.removeprefix(own) if self._package else full_name
            found = self._links[full_name] = _link(self.url_of(full_name), shown)
        return found

    def url_of(self, full_name: str) -> str:
        """The URL of an element, '' when it has none; not escaped."""
        return self.paths.named(full_name, self.page)

    def error(self, error: DeclaredError) -> str:
        """An error that a method declares."""
        if error.code is None:
            return _link("", error.name)
        return _link(self.url_of(error.code.full_name), error.code.name)

    def phrases(self, phrases: Iterable[str]) -> str:
        """Rules in words on one line."""
        return "; ".join([prose.inline(parse_inline(phrase), _nowhere) for phrase in phrases])

    def marks(self, full_name: str) -> tuple[str, ...]:
        """What happened to an element since the last version."""
        return self._marks.get(full_name, ()) if self._marks else ()

    def source(self, element: Node) -> str:
        """The URL of the line that declares an element; '' when nobody knows where sources are read."""
        if self._source is None:
            return ""
        return self._source(element.file.name, element.span.line + 1)

    def example(self, full_name: str) -> str:
        """An example as JSON."""
        return self.examples.of(full_name)

    def calls(self, method: MethodView) -> str:
        """How a method is called."""
        return self._calls(self, method) if self._calls else ""

    def _find(self, name: str, scope: str) -> str:
        return self.paths.url(self.library.resolve(name, scope), self.page)


def _link(url: str, shown: str) -> str:
    code = f"<code>{escape(shown)}</code>"
    return f'<a href="{escape(url)}">{code}</a>' if url else code


def _nowhere(_name: str) -> str:
    return ""
