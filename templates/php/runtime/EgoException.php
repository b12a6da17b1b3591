<?php

declare(strict_types=1);

namespace Ego\Errors;

use Ego\Errors\Internal\Content;
use Ego\Errors\Internal\Derives;
use Ego\Errors\Internal\Origin;
use Ego\Errors\Internal\Tells;
use Ego\Errors\Internal\Trimming;

/**
 * An error with a gRPC status, a reason and metadata.
 *
 * Each error code has a generated class that extends it: `throw new UserErrNotFound(uid: '42')`. `getMessage` gives
 * the message, `getCode` the number of the gRPC status, `getPrevious` the local cause, which never goes on the wire.
 * Immutable: the `with…` methods and `addMetadata` return new exceptions.
 */
class EgoException extends \RuntimeException
{
    use Derives;
    use Tells;

    /** Tells the errors of other copies of this package, whose classes are in another namespace. */
    public const EGO_ERROR = 1;

    private Content $content;

    /**
     * For generated classes; `EgoErrors::of` makes an error without a code.
     *
     * @param array<array-key, string|null> $metadata an entry with null is left out
     */
    protected function __construct(ErrorCode $code, array $metadata = [], ?\Throwable $previous = null)
    {
        $this->adopt(Content::fresh($code, $metadata), $previous);
    }

    /**
     * The error code of a generated class, registered; null for this class itself.
     */
    public static function code(): ?ErrorCode
    {
        return null;
    }

    /**
     * A fresh error of a code; use ErrorCode::exception.
     *
     * @param array<array-key, string|null> $metadata
     *
     * @internal
     */
    public static function of(ErrorCode $code, array $metadata, ?\Throwable $previous): self
    {
        return self::make(Content::fresh($code, $metadata), $code, $previous);
    }

    /**
     * An error that is only a status and a message.
     *
     * @internal
     */
    public static function plain(Status $status, string $message, ?\Throwable $previous, Registry $registry): self
    {
        return self::make(Content::plain($status, $message, $registry), null, $previous);
    }

    /**
     * What arrived; null for status OK.
     *
     * @internal
     */
    public static function received(
        int $number,
        string $message,
        string $details,
        ?\Throwable $previous,
        Registry $registry,
    ): ?self {
        $status = Status::fromNumber($number);
        if ($status === Status::OK) {
            return null;
        }
        $content = Content::received($status, $message, $details, $registry);
        return self::make($content, $content->code(), $previous);
    }

    /**
     * The gRPC status: what grpc-status said, whatever the details say.
     */
    final public function getStatus(): Status
    {
        return $this->content->status;
    }

    /**
     * The HTTP status that google.rpc.Code names for the gRPC status, 400 to 504.
     */
    final public function getHttpStatus(): int
    {
        return $this->content->status->httpStatus();
    }

    /**
     * ErrorInfo.reason; empty without an ErrorInfo.
     */
    final public function getReason(): string
    {
        return $this->content->reason;
    }

    /**
     * ErrorInfo.domain; may be empty.
     */
    final public function getDomain(): string
    {
        return $this->content->domain;
    }

    /**
     * ErrorInfo.metadata, sorted by key.
     *
     * @return array<array-key, string> PHP makes an integer of a key such as "7"
     */
    final public function getMetadata(): array
    {
        return $this->content->metadata;
    }

    /**
     * All details but the ErrorInfo, in the order of the wire.
     *
     * @return list<Detail>
     */
    final public function getDetails(): array
    {
        return $this->content->otherDetails();
    }

    /**
     * The first detail of a type that can be read; needs the package google/protobuf or the extension protobuf.
     *
     * @template T of \Google\Protobuf\Internal\Message
     *
     * @param class-string<T> $class such as Google\Rpc\RetryInfo::class
     *
     * @return T|null
     */
    final public function findDetail(string $class): ?object
    {
        foreach ($this->getDetails() as $detail) {
            $message = $detail->unpack($class);
            if ($message !== null) {
                return $message;
            }
        }
        return null;
    }

    /**
     * The error code that this is an occurrence of; null when no registered code has the reason and domain.
     */
    final public function getErrorCode(): ?ErrorCode
    {
        return $this->content->code();
    }

    /**
     * Whether details arrived that could not be decoded, all or one ErrorInfo of them: something may be missing.
     */
    final public function isDetailsBroken(): bool
    {
        return $this->content->isBroken;
    }

    /**
     * Whether grpc-status disagreed with the details, or with the status of the code.
     */
    final public function isStatusMismatch(): bool
    {
        return $this->content->isMismatch;
    }

    /**
     * Whether the sender dropped parts to keep within what clients can receive.
     */
    final public function isTruncated(): bool
    {
        return ($this->content->metadata[Trimming::TRUNCATED] ?? '') === '1';
    }

    /**
     * Whether this is an occurrence of a code.
     *
     * @param ErrorCode|\Throwable|class-string<EgoException>|null $target a code, a generated class, or an error to
     *                                                                     compare with; nothing matches null
     */
    final public function is(ErrorCode|\Throwable|string|null $target): bool
    {
        if (\is_string($target)) {
            $target = is_a($target, self::class, true) ? $target::code() : EgoErrors::codeOfAnotherCopy($target);
        }
        if ($target instanceof ErrorCode) {
            return $this->content->matches($target->fullName, $target->reason, $target->domain);
        }
        $other = EgoErrors::fromStatus($target)?->content;
        $reason = $other->reason ?? '';
        if ($other === null || $reason === '') {
            return false;
        }
        $fullName = $other->code()->fullName ?? (str_contains($reason, '.') ? $reason : '');
        return $this->content->matches($fullName, $reason, $other->domain);
    }

    private static function make(Content $content, ?ErrorCode $code, ?\Throwable $previous): self
    {
        $error = Origin::instance($code->exception ?? self::class);
        $error->adopt($content, $previous);
        [$error->file, $error->line] = Origin::place($error);
        return $error;
    }

    private function adopt(Content $content, ?\Throwable $previous): void
    {
        $this->content = $content;
        parent::__construct($content->message(), $content->status->value, $previous);
    }
}
