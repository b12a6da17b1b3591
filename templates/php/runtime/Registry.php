<?php

declare(strict_types=1);

namespace Ego\Errors;

use Ego\Errors\Internal\NativeStatus;
use Ego\Errors\Internal\Search;
use Ego\Errors\Internal\Text;

/**
 * The error codes that a process knows.
 *
 * Use `EgoErrors`; a registry of one's own is for tests.
 */
final class Registry
{
    private static ?self $global = null;

    /** @var array<array-key, ErrorCode> by full name, in the order of registration */
    private array $codes = [];

    /** @var array<array-key, class-string<EgoException>> exception classes that were named but not loaded, by full name */
    private array $classes = [];

    /** @var array<array-key, list<string>> full names by own name, of codes and of classes */
    private array $names = [];

    /**
     * The registry of the process.
     */
    public static function global(): self
    {
        return self::$global ??= new self();
    }

    /**
     * Registers codes, all or none of them; a code that is registered already changes nothing.
     *
     * @throws DuplicateCodeException if another definition has the identity of one of them
     */
    public function register(ErrorCode ...$codes): void
    {
        if (\count($codes) === 1) {
            $this->add(reset($codes)); // changes nothing before it throws, and needs no copy to go back to
            return;
        }
        $before = [$this->codes, $this->classes, $this->names];
        try {
            foreach ($codes as $code) {
                $this->add($code);
            }
        } catch (DuplicateCodeException $problem) {
            [$this->codes, $this->classes, $this->names] = $before;
            throw $problem;
        }
    }

    /**
     * Registers exception classes by the full names of their codes; a class is loaded when its code is asked for.
     *
     * @param array<array-key, class-string<EgoException>> $classes
     *
     * @throws DuplicateCodeException if two classes with one full name say different things
     */
    public function registerClasses(array $classes): void
    {
        foreach ($classes as $fullName => $class) {
            $known = $this->classes[$fullName] ?? $this->codes[$fullName]->exception ?? null;
            if ($known === $class) {
                continue;
            }
            if ($this->has((string) $fullName)) {
                $this->add($class::code());
                continue;
            }
            $this->classes[$fullName] = $class;
            $this->names[Text::afterLast('.', (string) $fullName)][] = (string) $fullName;
        }
    }

    /**
     * What an error's identity stands for.
     *
     * @param string $reason ErrorInfo.reason: with a dot it is the full name, otherwise the own name of a code
     * @param string $domain ErrorInfo.domain; where it is empty the own name must be unique
     */
    public function find(string $reason, string $domain): ?ErrorCode
    {
        if ($reason === '') {
            return null;
        }
        if (str_contains($reason, '.')) {
            return $this->get($reason);
        }
        $found = null;
        foreach ($this->names[$reason] ?? [] as $fullName) {
            $code = $this->get($fullName);
            if ($code !== null && ($domain === '' || $domain === $code->domain)) {
                if ($found !== null) {
                    return null;
                }
                $found = $code;
            }
        }
        return $found;
    }

    /**
     * The registered code of a full name.
     */
    public function get(string $fullName): ?ErrorCode
    {
        return $this->codes[$fullName] ?? $this->load($fullName);
    }

    /**
     * Whether a code with this full name is registered.
     */
    public function has(string $fullName): bool
    {
        return isset($this->codes[$fullName]) || isset($this->classes[$fullName]);
    }

    /**
     * All registered codes.
     *
     * @return list<ErrorCode>
     */
    public function codes(): array
    {
        foreach (array_keys($this->classes) as $fullName) {
            $this->load((string) $fullName);
        }
        return array_values($this->codes);
    }

    /**
     * Reads an error as EgoErrors::fromStatus does, with the codes of this registry.
     */
    public function fromStatus(mixed $status): ?EgoException
    {
        if ($status === null || $status instanceof EgoException) {
            return $status;
        }
        if ($status instanceof \Throwable) {
            return Search::read($status, $this);
        }
        $native = NativeStatus::of($status);
        return EgoException::received($native->code, $native->message, $native->details, null, $this);
    }

    /**
     * Matches an error as EgoErrors::is does, with the codes of this registry.
     */
    public function is(mixed $error, ErrorCode|\Throwable|string|null $target): bool
    {
        $found = $this->fromStatus($error);
        $other = $target instanceof \Throwable ? $this->fromStatus($target) : $target;
        return $found === null ? $other === null : $found->is($other);
    }

    /**
     * The code of an exception class that was registered by name; null where it cannot be had.
     */
    private function load(string $fullName): ?ErrorCode
    {
        $class = $this->classes[$fullName] ?? null;
        if ($class === null) {
            return null;
        }
        try {
            $code = $class::code();
            if ($code !== null && $code->fullName === $fullName) {
                $this->add($code);
                return $code;
            }
        } catch (\Throwable) {
            // Reading an error comes first: a class that cannot be loaded, or whose code is defined otherwise
            // elsewhere, must not hide the error. Whoever uses the class itself is told.
        }
        unset($this->classes[$fullName]);
        $name = Text::afterLast('.', $fullName);
        $this->names[$name] = array_values(array_diff($this->names[$name] ?? [], [$fullName]));
        return null;
    }

    private function add(ErrorCode $code): void
    {
        $class = $this->classes[$code->fullName] ?? null;
        if ($class !== null && $class !== $code->exception) {
            // The class that was named first is the one that errors are read as.
            $this->load($code->fullName);
        }
        $known = $this->codes[$code->fullName] ?? $this->sameBare($code);
        if ($known !== null) {
            if (!$known->equals($code)) {
                throw new DuplicateCodeException($known, $code);
            }
            return;
        }
        if (isset($this->classes[$code->fullName])) {
            unset($this->classes[$code->fullName]);
        } else {
            $this->names[$code->name][] = $code->fullName;
        }
        $this->codes[$code->fullName] = $code;
    }

    /**
     * A registered code with the same bare reason, which only a domain tells apart.
     */
    private function sameBare(ErrorCode $code): ?ErrorCode
    {
        if (str_contains($code->reason, '.')) {
            return null;
        }
        foreach ($this->names[$code->name] ?? [] as $fullName) {
            $other = $this->codes[$fullName] ?? null;
            if ($other !== null && $other->reason === $code->reason && $other->domain === $code->domain) {
                return $other;
            }
        }
        return null;
    }
}
