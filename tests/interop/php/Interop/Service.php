<?php

declare(strict_types=1);

namespace Interop;

use Ego\Errors\Detail;
use Ego\Errors\EgoErrors;
use Ego\Errors\EgoException;
use Example\Interop\UserErrLocked;
use Example\Interop\UserErrNotFound;
use Example\Interop\UserNotFound;
use Google\Protobuf\StringValue;
use Grpc\MethodDescriptor;
use Grpc\ServerCallReader;
use Grpc\ServerCallWriter;

/**
 * The handlers: each fails as ordered.
 */
final class Service
{
    private const CALL_TYPES = [
        'Unary' => MethodDescriptor::UNARY_CALL,
        'Download' => MethodDescriptor::SERVER_STREAMING_CALL,
        'Upload' => MethodDescriptor::CLIENT_STREAMING_CALL,
        'Chat' => MethodDescriptor::BIDI_STREAMING_CALL,
    ];

    /** @return array<string, MethodDescriptor> */
    public function getMethodDescriptors(): array
    {
        $methods = [];
        foreach (self::CALL_TYPES as $name => $type) {
            $methods["/user.v1.Interop/$name"] = new MethodDescriptor($this, $name, StringValue::class, $type);
        }
        return $methods;
    }

    public function Unary(StringValue $request): never
    {
        throw self::ordered('Unary', $request->getValue());
    }

    public function Download(StringValue $request, ServerCallWriter $responses): never
    {
        for ($number = 0; $number < 3; $number++) {
            $responses->write($request);
        }
        throw self::ordered('Download', $request->getValue());
    }

    public function Upload(ServerCallReader $requests): never
    {
        while (($request = $requests->read()) !== null) {
            $order = $request->getValue();
        }
        throw self::ordered('Upload', $order);
    }

    public function Chat(ServerCallReader $requests, ServerCallWriter $responses): never
    {
        while (($request = $requests->read()) !== null) {
            $responses->write($request);
            $order = $request->getValue();
        }
        throw self::ordered('Chat', $order);
    }

    /**
     * The error that an order asks for, made here or caught at the next hop.
     */
    private static function ordered(string $method, string $text): EgoException
    {
        $order = json_decode($text, true, 512, JSON_THROW_ON_ERROR);
        $next = $order['next'] ?? [];
        if ($next !== []) {
            $address = array_shift($next);
            $onward = json_encode(['next' => $next] + $order, JSON_THROW_ON_ERROR);
            return EgoErrors::fromStatus(Stub::call($address, $method, $onward)[1]);
        }
        $error = match ($order['code']) {
            'USER_ERR_NOT_FOUND' => new UserErrNotFound(),
            'USER_ERR_LOCKED' => new UserErrLocked(),
            'USER_NOT_FOUND' => new UserNotFound(),
        };
        if (isset($order['message'])) {
            $error = $error->withMessage($order['message']);
        }
        $error = $error->addMetadata($order['metadata'] ?? []);
        $details = array_map(
            static fn (array $given): Detail => new Detail($given['type_url'], base64_decode($given['value_b64'])),
            $order['details'] ?? [],
        );
        return $details === [] ? $error : $error->withDetails(...$details);
    }
}
