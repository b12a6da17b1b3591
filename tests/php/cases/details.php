<?php

/**
 * Details as messages of the package google/protobuf, and the timeouts of others. The argument is the project's folder.
 */

declare(strict_types=1);

namespace Amp {
    class TimeoutException extends \Exception
    {
    }
}

namespace {

    use Ego\Errors\Detail;
    use Ego\Errors\EgoErrors;
    use Ego\Errors\Status;
    use Google\Protobuf\Any;
    use Google\Protobuf\Duration;
    use Google\Protobuf\Timestamp;
    use Shop\User\V1\UserErrNotFound;

    require __DIR__ . '/checks.php';
    require $argv[1] . '/vendor/autoload.php';
    spl_autoload_register(static function (string $class): void {
        $file = stream_resolve_include_path(strtr($class, '\\', '/') . '.php');
        if ($file !== false) {
            require $file;
        }
    });

    // The pure PHP package of Debian is older than this PHP.
    set_error_handler(static fn (int $level): bool => $level === E_DEPRECATED, E_ALL);
    $wait = new Duration();
    $wait->setSeconds(7);
    $any = new Any();
    $any->pack($wait);
    foreach ([Detail::pack($wait), Detail::pack($any)] as $detail) {
        same('type.googleapis.com/google.protobuf.Duration', $detail->typeUrl, 'type_url');
        same('google.protobuf.Duration', $detail->typeName(), 'type name');
        same("\x08\x07", $detail->value, 'value');
        same(7, (int) $detail->unpack(Duration::class)->getSeconds(), 'unpacked');
        same(null, $detail->unpack(Timestamp::class), 'another type');
    }
    same(null, (new Detail($detail->typeUrl, "\x0a\x05"))->unpack(Duration::class), 'a malformed value');
    $sent = (new UserErrNotFound(uid: '1'))->withDetails($detail)->toStatus();
    $read = EgoErrors::fromStatus($sent);
    same(7, (int) $read->findDetail(Duration::class)->getSeconds(), 'found');
    same(null, $read->findDetail(Timestamp::class), 'not found');

    $late = EgoErrors::fromStatus(new RuntimeException('outer', 0, new Amp\TimeoutException('late')));
    same([Status::DEADLINE_EXCEEDED, '', 'outer'], [
        $late->getStatus(),
        $late->getMessage(),
        $late->getPrevious()->getMessage(),
    ], 'a timeout of an event loop');
    echo "all right\n";
}
