<?php

/**
 * Calls a server in all kinds, with the channel's default settings. The arguments are the project's folder, that of
 * gRPC's classes, and the server's address.
 */

declare(strict_types=1);

use Ego\Errors\EgoErrors;
use Ego\Errors\EgoException;
use Ego\Errors\GrpcClient;
use Ego\Errors\Status;
use Live\Stub;
use Live\Text;
use Shop\User\V1\UserErrCodes;
use Shop\User\V1\UserErrLocked;
use Shop\User\V1\UserErrNotFound;

require __DIR__ . '/checks.php';
require __DIR__ . '/live.php';

UserErrCodes::register();
$stub = new Stub($argv[3]);

$collect = static function (string $asked) use ($stub): mixed {
    $call = $stub->collect();
    $call->write(new Text('first'));
    $call->write(new Text($asked));
    return GrpcClient::wait($call);
};
$chat = static function (string $asked) use ($stub): array {
    $call = $stub->chat();
    foreach ([$asked, $asked, $asked] as $text) {
        $call->write(new Text($text));
    }
    $call->writesDone();
    $GLOBALS['seen'] = [];
    foreach (GrpcClient::responses($call) as $response) {
        $GLOBALS['seen'][] = $response->text;
    }
    return $GLOBALS['seen'];
};
$watch = static function (string $asked) use ($stub): array {
    $GLOBALS['seen'] = [];
    foreach (GrpcClient::responses($stub->watch(new Text($asked))) as $response) {
        $GLOBALS['seen'][] = $response->text;
    }
    return $GLOBALS['seen'];
};
$get = static fn (string $asked): mixed => GrpcClient::wait($stub->get(new Text($asked)));

// What ends well passes unchanged.
same('fine x', $get('x')->text, 'unary');
same('fine x', $collect('x')->text, 'client streaming');
same(['a', 'b', 'c', 'fine x'], $watch('x'), 'server streaming');
same(['x', 'x', 'x', 'fine x'], $chat('x'), 'bidi streaming');

foreach (['unary' => $get, 'collect' => $collect, 'watch' => $watch, 'chat' => $chat] as $kind => $call) {
    $GLOBALS['seen'] = null;
    $error = thrown(UserErrNotFound::class, static fn () => $call('ego'));
    same(['42', 'user 42 not found', __FILE__], [
        $error->getMetadata()['uid'],
        $error->getMessage(),
        $error->getFile(),
    ], $kind);
    same(null, $error->getPrevious(), "$kind: a cause does not travel");
    same(3, count($GLOBALS['seen'] ?? ['a', 'b', 'c']), "$kind: responses before the error");

    $error = thrown(EgoException::class, static fn () => $call('foreign'));
    same([Status::UNKNOWN, ''], [$error->getStatus(), $error->getReason()], "$kind: a foreign error");
    same(false, str_contains($error->getMessage(), 'secret'), "$kind: its text stays at home");

    $error = thrown(UserErrNotFound::class, static fn () => $call('large'));
    same([true, false, true], [
        $error->isTruncated(),
        $error->isDetailsBroken(),
        str_starts_with($error->getMessage(), '找找找'),
    ], "$kind: more than a client can receive");
    same(false, EgoErrors::is($error, UserErrLocked::class), "$kind: another code");
}

// The status object itself, as an application has it without GrpcClient.
[, $status] = $stub->get(new Text('ego'))->wait();
same(true, EgoErrors::is($status, UserErrNotFound::class), 'the status object');
same($status->metadata['grpc-status-details-bin'], EgoErrors::fromStatus($status)->toStatus()['metadata']['grpc-status-details-bin'], 'a hop');
[, $status] = (new Stub('127.0.0.1:1'))->get(new Text('ego'))->wait();
same(Status::UNAVAILABLE, EgoErrors::fromStatus($status)->getStatus(), 'nobody is there');
echo "all right\n";
