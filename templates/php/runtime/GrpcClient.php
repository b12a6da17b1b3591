<?php

declare(strict_types=1);

namespace Ego\Errors;

/**
 * What to put around the calls of ext-grpc's stubs, so that their errors are thrown.
 */
final class GrpcClient
{
    private function __construct()
    {
    }

    /**
     * The response of a call with one response: `GrpcClient::wait($stub->GetUser($request))`.
     *
     * @param \Grpc\UnaryCall|\Grpc\ClientStreamingCall $call
     *
     * @return mixed the response message
     *
     * @throws EgoException of the class of its code if that is registered
     */
    public static function wait(object $call): mixed
    {
        [$response, $status] = $call->wait();
        EgoErrors::check($status);
        return $response;
    }

    /**
     * The responses of a call with a stream of them, as they come.
     *
     * @param \Grpc\ServerStreamingCall|\Grpc\BidiStreamingCall $call
     *
     * @return \Generator<int, mixed> throws behind the last response
     *
     * @throws EgoException of the class of its code if that is registered
     */
    public static function responses(object $call): \Generator
    {
        if (method_exists($call, 'responses')) {
            foreach ($call->responses() as $response) {
                yield $response;
            }
        } else {
            while (($response = $call->read()) !== null) {
                yield $response;
            }
        }
        EgoErrors::check($call->getStatus());
    }
}
