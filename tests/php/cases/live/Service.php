<?php

declare(strict_types=1);

namespace Live;

use Grpc\MethodDescriptor;
use Grpc\ServerCallReader;
use Grpc\ServerCallWriter;
use Grpc\ServerContext;
use Shop\User\V1\UserErrNotFound;

/**
 * A service whose methods fail as the request says.
 */
final class Service
{
    /**
     * @return array<string, MethodDescriptor>
     */
    public function getMethodDescriptors(): array
    {
        $kinds = [
            'Get' => MethodDescriptor::UNARY_CALL,
            'Watch' => MethodDescriptor::SERVER_STREAMING_CALL,
            'Collect' => MethodDescriptor::CLIENT_STREAMING_CALL,
            'Chat' => MethodDescriptor::BIDI_STREAMING_CALL,
        ];
        $descriptors = [];
        foreach ($kinds as $name => $kind) {
            $descriptors["/live.v1.Live/$name"] = new MethodDescriptor($this, lcfirst($name), Text::class, $kind);
        }
        return $descriptors;
    }

    public function get(Text $request, ServerContext $context): Text
    {
        return $this->answer($request->text, $context);
    }

    public function watch(Text $request, ServerCallWriter $writer, ServerContext $context): void
    {
        foreach (['a', 'b', 'c'] as $text) {
            $writer->write(new Text($text));
        }
        $writer->write($this->answer($request->text, $context));
        $writer->finish();
        if ($request->text === 'after') {
            throw new \DomainException('secret');
        }
    }

    public function collect(ServerCallReader $reader, ServerContext $context): Text
    {
        $last = '';
        while (($request = $reader->read()) !== null) {
            $last = $request->text;
        }
        return $this->answer($last, $context);
    }

    public function chat(ServerCallReader $reader, ServerCallWriter $writer, ServerContext $context): void
    {
        while (($request = $reader->read()) !== null) {
            $writer->write(new Text($request->text));
            $last = $request->text;
        }
        $writer->write($this->answer($last ?? '', $context));
        $writer->finish();
    }

    private function answer(string $asked, ServerContext $context): Text
    {
        $error = new UserErrNotFound(uid: '42', previous: new \RuntimeException('secret'));
        $trailers = ['x-kept' => ['1'], 'grpc-status-details-bin' => ['old']];
        switch ($asked) {
            case 'ego':
                throw $error;
            case 'wrapped':
                throw new \LogicException('secret', 0, $error);
            case 'kept':
                $context->setStatus(\Grpc\Status::ok($trailers));
                throw $error;
            case 'foreign':
                throw new \DomainException('secret');
            case 'type':
                strlen();
                // no break: the line before throws an ArgumentCountError
            case 'code':
                $context->setStatus(\Grpc\Status::status(\Grpc\STATUS_UNAVAILABLE, 'busy', $trailers));
                throw new \DomainException('secret');
            case 'large':
                throw $error->addMetadata(['note' => str_repeat('n', 20_000)])->withMessage(str_repeat('找', 2000));
            default:
                return new Text("fine $asked");
        }
    }
}
