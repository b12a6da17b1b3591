<?php

declare(strict_types=1);

namespace Ego\Errors;

use Ego\Errors\Internal\NativeStatus;
use Ego\Errors\Internal\Search;

/**
 * A service for Grpc\RpcServer whose handlers may throw: `$server->handle(new GrpcServer(new UserService()))`.
 *
 * An EgoException, also as the previous of another one, is sent as it is; of any other throwable only the log gets to
 * know more than UNKNOWN. Trailing metadata that the handler had set is kept.
 */
final class GrpcServer
{
    /** @var \Closure(\Throwable): void */
    private readonly \Closure $log;

    /** @var array<string, \Grpc\MethodDescriptor> the service's own, by method name */
    private array $methods = [];

    /**
     * @param object $service what a class made by grpc_php_plugin gives: it has `getMethodDescriptors`
     * @param (\Closure(\Throwable): void)|null $log what is to be done with throwables that have no status; the default
     *                                               writes them to PHP's error log
     */
    public function __construct(private readonly object $service, ?\Closure $log = null)
    {
        $this->log = $log ?? static function (\Throwable $error): void {
            error_log((string) $error);
        };
    }

    /**
     * The methods of the service, to be called through this object.
     *
     * @return array<string, \Grpc\MethodDescriptor>
     */
    public function getMethodDescriptors(): array
    {
        $descriptors = [];
        foreach ($this->service->getMethodDescriptors() as $path => $method) {
            $this->methods[$method->method_name] = $method;
            $descriptors[$path] = new \Grpc\MethodDescriptor(
                $this,
                $method->method_name,
                $method->request_type,
                $method->call_type,
            );
        }
        return $descriptors;
    }

    /**
     * Calls a method of the service.
     *
     * @param array<int, mixed> $arguments as Grpc\RpcServer gives them: request or reader, perhaps a writer, context
     */
    public function __call(string $name, array $arguments): mixed
    {
        $method = $this->methods[$name];
        $context = end($arguments);
        try {
            return $method->service->$name(...$arguments);
        } catch (\Throwable $error) {
            $context->setStatus($this->status($error, $context->status()));
        }
        // In a stream of responses the handler has a writer to finish the call with; else Grpc\RpcServer finishes it.
        $writer = $arguments[1];
        if ($writer !== $context) {
            try {
                $writer->finish();
            } catch (\Throwable $late) {
                ($this->log)($late); // the handler had finished the call before it threw
            }
        }
        return null;
    }

    /**
     * What is sent for a throwable.
     *
     * @param mixed $present the status that the handler had set before it threw
     *
     * @return array{code: int, details: string, metadata: array<string, list<string>>}
     */
    private function status(\Throwable $error, mixed $present): array
    {
        $kept = \is_array($present) && \is_array($present['metadata'] ?? null) ? $present['metadata'] : [];
        $found = Search::find($error, Registry::global());
        if ($found === null) {
            ($this->log)($error);
            // A code that the handler had set before says more than UNKNOWN.
            $native = NativeStatus::of($present);
            $found = EgoErrors::fromWire($present === null ? 0 : $native->code, $native->message, null)
                ?? EgoErrors::of(Status::UNKNOWN);
        }
        unset($kept[NativeStatus::TRAILER]);
        $status = $found->toStatus();
        $status['metadata'] += $kept;
        return $status;
    }
}
