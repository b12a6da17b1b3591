<?php

/**
 * What reading a received error costs in PHP: `decode.php WAY COUNT DETAILS`.
 */

declare(strict_types=1);

use Ego\Errors\EgoErrors;
use Example\Interop\UserErrCodes;
use Example\Interop\UserErrNotFound;
use Google\Rpc\ErrorInfo;
use Google\Rpc\Status;

spl_autoload_register(static function (string $class): void {
    $file = str_replace('\\', '/', $class) . '.php';
    $ours = getenv('DECODING_GENERATED') . "/$file";
    $found = is_file($ours) ? $ours : stream_resolve_include_path($file);
    if ($found !== false) {
        require $found;
    }
});
if (!class_exists(Google\Protobuf\RepeatedField::class)) {
    // Before 4.31 the library has the class under its internal name only.
    class_alias(Google\Protobuf\Internal\RepeatedField::class, Google\Protobuf\RepeatedField::class);
}
UserErrCodes::register();
[, $way, $count, $details] = $argv;
$count = (int) $count;

$received = static fn (): object => (object) [
    'code' => 5,
    'details' => 'user 42 not found',
    'metadata' => ['grpc-status-details-bin' => [base64_decode($details)]],
];
// google/protobuf, as one reads details with it.
$native = static function (object $status): bool {
    $read = new Status();
    $read->mergeFromString($status->metadata['grpc-status-details-bin'][0]);
    foreach ($read->getDetails() as $detail) {
        if ($detail->is(ErrorInfo::class)) {
            $info = $detail->unpack();
            return $info->getReason() === 'user.v1.USER_ERR_NOT_FOUND' && $info->getMetadata()['uid'] === '42';
        }
    }
    return false;
};
$ways = [
    'ego' => static fn (object $status): bool => EgoErrors::is(EgoErrors::fromStatus($status), UserErrNotFound::class),
    'native' => $native,
    'empty' => static fn (object $status): bool => $status->code === 5,
];
// Any resolves a type only after the class that holds its descriptor was used.
GPBMetadata\Google\Rpc\ErrorDetails::initOnce();
$errors = array_map($received, range(0, 255));
$read = $ways[$way];
$found = 0;
for ($number = 0; $number < $count; $number++) {
    $found += (int) $read($errors[$number & 255]);
}
exit($found === $count ? 0 : 1);
