<?php

declare(strict_types=1);

namespace Live;

/**
 * A client as grpc_php_plugin writes it, with a method of each kind.
 */
final class Stub extends \Grpc\BaseStub
{
    private const DECODE = [Text::class, 'decode']; // any method: ext-grpc calls mergeFromString

    public function __construct(string $address)
    {
        parent::__construct($address, ['credentials' => \Grpc\ChannelCredentials::createInsecure()]);
    }

    public function get(Text $request): \Grpc\UnaryCall
    {
        return $this->_simpleRequest('/live.v1.Live/Get', $request, self::DECODE);
    }

    public function watch(Text $request): \Grpc\ServerStreamingCall
    {
        return $this->_serverStreamRequest('/live.v1.Live/Watch', $request, self::DECODE);
    }

    public function collect(): \Grpc\ClientStreamingCall
    {
        return $this->_clientStreamRequest('/live.v1.Live/Collect', self::DECODE);
    }

    public function chat(): \Grpc\BidiStreamingCall
    {
        return $this->_bidiRequest('/live.v1.Live/Chat', self::DECODE);
    }
}
