<?php

/**
 * A google.rpc.Status of the package google/protobuf: read as an error. The arguments are the
 * project's folder and the descriptors of google/rpc/status.proto in base64.
 */

declare(strict_types=1);

use Ego\Errors\Detail;
use Ego\Errors\EgoErrors;
use Google\Protobuf\Internal\DescriptorPool;
use Google\Rpc\Status;
use Shop\User\V1\UserErrNotFound;

require __DIR__ . '/checks.php';
require $argv[1] . '/vendor/autoload.php';
require_once 'Google/Protobuf/Internal/DescriptorPool.php';
spl_autoload_register(static function (string $class): void {
    $name = strtr($class, '\\', '/') . '.php';
    $file = $class === Status::class ? __DIR__ . '/google/Status.php' : stream_resolve_include_path($name);
    if ($file !== false) {
        require_once $file;
    }
});
// The pure PHP package of Debian is older than this PHP.
set_error_handler(static fn (int $level): bool => $level === E_DEPRECATED, E_ALL);
GPBMetadata\Google\Protobuf\Any::initOnce();
DescriptorPool::getGeneratedPool()->internalAddGeneratedFile(base64_decode($argv[2]), true);

$native = (object) (new UserErrNotFound(uid: '42'))->toStatus();
$bytes = $native->metadata['grpc-status-details-bin'][0];
$status = new Status();
$status->mergeFromString($bytes);
$error = EgoErrors::fromStatus($status);
same(UserErrNotFound::class, $error::class, 'the class of a google.rpc.Status');
same(['user 42 not found', ['uid' => '42'], false], [
    $error->getMessage(),
    $error->getMetadata(),
    $error->isStatusMismatch(),
], 'what is in it');
same(null, EgoErrors::fromStatus(new Status()), 'a google.rpc.Status that is OK');
same('type.googleapis.com/google.rpc.Status', Detail::pack($status)->typeUrl, 'as a detail');

echo "all right\n";
