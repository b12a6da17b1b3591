<?php

declare(strict_types=1);

namespace Interop;

use Google\Protobuf\StringValue;
use Grpc\BaseStub;

/**
 * Calls of the service of interop.proto.
 */
final class Stub extends BaseStub
{
    private const RESPONSE = [StringValue::class, 'decode'];

    /** @var array<string, self> */
    private static array $stubs = [];

    /**
     * Makes a call that must fail.
     *
     * @return array{int, object} how many responses came, and ext-grpc's status
     */
    public static function call(string $address, string $method, string $order): array
    {
        $stub = self::$stubs[$address] ??= new self(
            $address,
            ['credentials' => \Grpc\ChannelCredentials::createInsecure()],
        );
        return $stub->{$method}("/user.v1.Interop/$method", new StringValue(['value' => $order]));
    }

    /** @return array{int, object} */
    private function Unary(string $path, StringValue $request): array
    {
        return [0, $this->_simpleRequest($path, $request, self::RESPONSE)->wait()[1]];
    }

    /** @return array{int, object} */
    private function Download(string $path, StringValue $request): array
    {
        $call = $this->_serverStreamRequest($path, $request, self::RESPONSE);
        return [iterator_count($call->responses()), $call->getStatus()];
    }

    /** @return array{int, object} */
    private function Upload(string $path, StringValue $request): array
    {
        $call = $this->_clientStreamRequest($path, self::RESPONSE);
        for ($number = 0; $number < 3; $number++) {
            $call->write($request);
        }
        return [0, $call->wait()[1]];
    }

    /** @return array{int, object} */
    private function Chat(string $path, StringValue $request): array
    {
        $call = $this->_bidiRequest($path, self::RESPONSE);
        for ($number = 0; $number < 3; $number++) {
            $call->write($request);
        }
        $call->writesDone();
        for ($count = 0; $call->read() !== null; $count++) {
            continue;
        }
        return [$count, $call->getStatus()];
    }
}
