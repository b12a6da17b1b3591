"""Names that PHP keeps for itself; it compares class names without case, so all are in lower case."""

from __future__ import annotations

KEYWORDS = frozenset(
    """
    __halt_compiler abstract and array as bool break callable case catch class clone const continue declare default die
    do echo else elseif empty enddeclare endfor endforeach endif endswitch endwhile eval exit extends false final
    finally float fn for foreach function global goto if implements include include_once instanceof insteadof int
    interface isset iterable list match mixed namespace never new null object or parent print private protected public
    readonly require require_once return self static string switch throw trait true try unset use var void while xor
    yield __class__ __dir__ __file__ __function__ __line__ __method__ __namespace__ __trait__ enum numeric resource
    """.split()
)

# The keywords that protoc has in mind: it puts `PB` before a class or a part of a namespace of such a name.
PREFIXED = frozenset(
    word
    for word in KEYWORDS
    if not word.startswith("__") and word not in ("enum", "numeric", "resource")
)

# Classes of every PHP: a file without a namespace cannot declare them again, and in one with a namespace they would be
# taken for the others.
CLASSES = frozenset(
    name.lower()
    for name in """
    AllowDynamicProperties AppendIterator ArgumentCountError ArithmeticError ArrayAccess ArrayIterator ArrayObject
    AssertionError Attribute BackedEnum BadFunctionCallException BadMethodCallException CachingIterator
    CallbackFilterIterator ClosedGeneratorException Closure CompileError Countable DateError DateException DateInterval
    DatePeriod DateTime DateTimeImmutable DateTimeInterface DateTimeZone DeflateContext Deprecated Directory
    DirectoryIterator DivisionByZeroError DomainException EmptyIterator Error ErrorException Exception Fiber FiberError
    FilesystemIterator FilterIterator Generator GlobIterator HashContext InfiniteIterator InflateContext
    InternalIterator InvalidArgumentException Iterator IteratorAggregate IteratorIterator JsonException
    JsonSerializable LengthException LibXMLError LimitIterator LogicException MultipleIterator NoDiscard
    NoRewindIterator OutOfBoundsException OutOfRangeException OuterIterator OverflowException Override ParentIterator
    ParseError RangeException RecursiveArrayIterator RecursiveCachingIterator RecursiveCallbackFilterIterator
    RecursiveDirectoryIterator RecursiveFilterIterator RecursiveIterator RecursiveIteratorIterator
    RecursiveRegexIterator RecursiveTreeIterator Reflection ReflectionClass ReflectionEnum ReflectionException
    ReflectionFunction ReflectionMethod ReflectionObject ReflectionParameter ReflectionProperty Reflector RegexIterator
    RequestParseBodyException ReturnTypeWillChange RoundingMode RuntimeException SeekableIterator SensitiveParameter
    SensitiveParameterValue Serializable SessionHandler SodiumException SplDoublyLinkedList SplFileInfo SplFileObject
    SplFixedArray SplHeap SplMaxHeap SplMinHeap SplObjectStorage SplObserver SplPriorityQueue SplQueue SplStack
    SplSubject SplTempFileObject StdClass Stringable Throwable Traversable TypeError UnderflowException
    UnexpectedValueException UnhandledMatchError UnitEnum ValueError WeakMap WeakReference
    """.split()
)
