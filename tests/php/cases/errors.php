<?php

/**
 * Generated classes at work: thrown, derived, sent, read back, caught. The argument is the project's folder.
 */

declare(strict_types=1);

use Ego\Errors\Detail;
use Ego\Errors\DuplicateCodeException;
use Ego\Errors\EgoErrors;
use Ego\Errors\EgoException;
use Ego\Errors\ErrorCode;
use Ego\Errors\InvalidCodeException;
use Ego\Errors\Status;
use Shop\Order\V1\OrderErrCodes;
use Shop\Order\V1\OrderErrPayFailed;
use Shop\User\V1\SessionErrCodes;
use Shop\User\V1\UserErrCodes;
use Shop\User\V1\UserErrLocked;
use Shop\User\V1\UserErrNotFound;

require __DIR__ . '/checks.php';
require $argv[1] . '/vendor/autoload.php';

const NOT_FOUND = 'shop.user.v1.USER_ERR_NOT_FOUND';

// An exception as any other, with named parameters for what the proto declares.
$cause = new RuntimeException('no row');
$line = __LINE__ + 1;
$error = new UserErrNotFound(uid: '42', previous: $cause);
same('user 42 not found', $error->getMessage(), 'getMessage');
same(5, $error->getCode(), 'getCode');
same($cause, $error->getPrevious(), 'getPrevious');
same([__FILE__, $line], [$error->getFile(), $error->getLine()], 'where it was made');
same(['uid' => '42'], $error->getMetadata(), 'getMetadata');
same(NOT_FOUND, $error->getReason(), 'getReason');
same('user.shop.example.com', $error->getDomain(), 'getDomain');
same(Status::NOT_FOUND, $error->getStatus(), 'getStatus');
same(404, $error->getHttpStatus(), 'getHttpStatus');
same([], (new UserErrNotFound())->getMetadata(), 'a parameter that is left out');
same('找不到用户 42 (' . NOT_FOUND . ')', $error->display('zh-CN'), 'display');
same('找不到用户 42 (' . NOT_FOUND . ')', $error->display('cn'), 'display in cn');
same('user 42 not found (' . NOT_FOUND . ')', $error->display(), 'display by default');
same(true, $error instanceof RuntimeException, 'an EgoException is a RuntimeException');

// Deriving leaves the error alone, and keeps its class, its place and its cause.
$derived = $error->addMetadata(['tenant' => 'a', 'gone' => null])->withMessage('x {uid}')->withDetails(new Detail('t', 'v'));
same(UserErrNotFound::class, $derived::class, 'the class of a derived error');
same('x {uid}', $derived->getMessage(), 'an explicit message');
same(['tenant' => 'a', 'uid' => '42'], $derived->getMetadata(), 'merged metadata');
same($cause, $derived->getPrevious(), 'the cause of a derived error');
same([__FILE__, $line], [$derived->getFile(), $derived->getLine()], 'where the first of them was made');
same($error->getTraceAsString(), $derived->getTraceAsString(), 'the trace of a derived error');
same('user 7 not found', $error->withMetadata(['uid' => '7'])->getMessage(), 'a message that is filled anew');
same(['user 42 not found', ['uid' => '42'], []], [
    $error->getMessage(),
    $error->getMetadata(),
    $error->getDetails(),
], 'the error that was derived from');
$other = new LogicException('other');
same($other, $error->withPrevious($other)->getPrevious(), 'withPrevious');

// Reading: before its class is registered, an error is a plain one that matches all the same.
$status = (object) (new OrderErrPayFailed())->withMessage('declined')->toStatus();
$unknown = (object) ['code' => 9, 'details' => 'm', 'metadata' => []];
$sent = (object) $error->toStatus();
same('Shop\User\V1\UserErrNotFound', EgoErrors::fromStatus($sent)::class, 'a code whose class was used is known');
same(false, class_exists(UserErrLocked::class, false), 'no other class was loaded');
UserErrCodes::register();
UserErrCodes::register();
SessionErrCodes::register();
same(false, class_exists(UserErrLocked::class, false), 'registering loads no class');
$locked = "shop.user.v1.USER_ERR_LOCKED";
$bytes = "\x08\x01\x1a" . chr(2 + 40 + 2 + 2 + strlen($locked)) . "\x0a\x28type.googleapis.com/google.rpc.ErrorInfo"
    . "\x12" . chr(2 + strlen($locked)) . "\x0a" . chr(strlen($locked)) . $locked;
$line = __LINE__ + 1;
$read = EgoErrors::fromWire(9, 'locked', $bytes);
same('Shop\User\V1\UserErrLocked', $read::class, 'the class of an error that was read');
same([__FILE__, $line], [$read->getFile(), $read->getLine()], 'where it was read');
same(true, $read->isStatusMismatch(), 'a disagreement is visible');
same(9, $read->getCode(), 'and changes nothing');
same($bytes, $read->toStatus()['metadata']['grpc-status-details-bin'][0], 'what is sent on are the bytes that came');

try {
    EgoErrors::check($sent);
    throw new LogicException('check did not throw');
} catch (UserErrLocked) {
    throw new LogicException('the wrong class was caught');
} catch (UserErrNotFound $caught) {
    same(['uid' => '42'], $caught->getMetadata(), 'what was caught');
    same(null, $caught->getPrevious(), 'a cause does not travel');
}
EgoErrors::check((object) ['code' => 0, 'details' => '', 'metadata' => []]);
EgoErrors::check(null);

// All forms of a status, the extension not being there.
same(false, extension_loaded('grpc'), 'no ext-grpc in this test');
$trailers = ['grpc-status' => '5', 'grpc-message' => 'm%20', 'grpc-status-details-bin' => [$sent->metadata['grpc-status-details-bin'][0]]];
foreach ([$sent, (array) $sent, $trailers, $error, new Exception('outer', 0, $error)] as $form) {
    same(true, EgoErrors::is($form, UserErrNotFound::class), 'by class, ' . get_debug_type($form));
    same(true, EgoErrors::is($form, UserErrNotFound::code()), 'by code, ' . get_debug_type($form));
    same(true, EgoErrors::is($form, new UserErrNotFound(uid: '1')), 'by error, ' . get_debug_type($form));
    same(false, EgoErrors::is($form, UserErrLocked::class), 'another class, ' . get_debug_type($form));
    same(false, EgoErrors::is($form, null), 'null, ' . get_debug_type($form));
    same(false, EgoErrors::is($form, EgoException::class), 'the base class is no code');
}
same('m%20', EgoErrors::fromStatus($trailers)->getMessage(), 'decoded trailers are decoded');
$shouted = EgoErrors::fromStatus(array_change_key_case($trailers, CASE_UPPER));
same(EgoErrors::fromStatus($trailers)->toStatus(), $shouted->toStatus(), 'decoded trailers in any case');
$named = (array) (new UserErrNotFound(uid: '42'))->toStatus();
$named['metadata'] = ['Grpc-Status-Details-Bin' => $named['metadata']['grpc-status-details-bin']];
same(UserErrNotFound::class, EgoErrors::fromStatus($named)::class, 'a status with metadata in any case');
$named['metadata'] += ['grpc-status-details-bin' => ['']];
same('', EgoErrors::fromStatus($named)->getReason(), 'the name as gRPC writes it wins');
$http = $error->withMessage("100 % 找\n")->toHttpTrailers();
same('100 %25 %E6%89%BE%0A', $http['grpc-message'], 'percent-encoding');
$back = EgoErrors::fromHttpTrailers(array_change_key_case($http, CASE_UPPER));
same(["100 % 找\n", ['uid' => '42'], false], [$back->getMessage(), $back->getMetadata(), $back->isDetailsBroken()], 'HTTP');
same(null, EgoErrors::fromHttpTrailers(['grpc-status' => ['0']]), 'HTTP, OK');
same(true, EgoErrors::is(null, null), 'nothing is nothing');
same(false, EgoErrors::is(null, UserErrNotFound::class), 'nothing is no code');
same(null, EgoErrors::fromStatus(['code' => 0]), 'OK is nothing');

// Total: whatever it is given.
$junk = [1, 1.5, '', 'x', true, [], new stdClass(), static fn () => 1, STDIN, ['code' => []], ['code' => '5'], ['code' => 99],
    ['code' => 5, 'details' => [], 'metadata' => 'x'], ['code' => 5, 'metadata' => ['grpc-status-details-bin' => []]],
    (object) ['code' => null], new ArrayObject(['code' => 5])];
foreach ($junk as $at => $thing) {
    same(true, EgoErrors::fromStatus($thing) instanceof EgoException, "junk $at");
}
same(Status::NOT_FOUND, EgoErrors::fromStatus(['code' => '5'])->getStatus(), 'a number as text');
$foreign = new RuntimeException("secret \xff");
same(['', $foreign, 2], [
    EgoErrors::fromStatus($foreign)->getMessage(),
    EgoErrors::fromStatus($foreign)->getPrevious(),
    EgoErrors::fromStatus($foreign)->getCode(),
], 'a foreign error');

// The registry: identical again is fine, different is not, and both are named.
same(5, count(UserErrCodes::codes()), 'the codes of an enum');
same(UserErrNotFound::code(), UserErrCodes::codes()[0], 'in their order');
EgoErrors::register(new ErrorCode('x.v1.X', Status::ABORTED, domain: 'x'));
EgoErrors::register(new ErrorCode('x.v1.X', Status::ABORTED, domain: 'x'));
$twice = thrown(DuplicateCodeException::class, static fn () => EgoErrors::register(new ErrorCode('x.v1.X', Status::ABORTED)));
same(2, substr_count($twice->getMessage(), 'x.v1.X'), 'both are named');
thrown(InvalidCodeException::class, static fn () => new ErrorCode('x.v1.OK', Status::OK));
thrown(InvalidCodeException::class, static fn () => EgoErrors::of(Status::OK));
$plain = EgoErrors::of(Status::UNAVAILABLE, "try \xff later");
same(["try \u{fffd} later", [], 503], [$plain->getMessage(), $plain->toStatus()['metadata'], $plain->getHttpStatus()], 'of');

// Two classes of one code: the first one is the one that errors are read as, and they must agree.
$twin = static fn (Status $status): EgoException => new class ($status) extends EgoException {
    private static ErrorCode $own;

    public function __construct(Status $status)
    {
        self::$own = new ErrorCode('z.v1.TWIN', $status, exception: self::class);
        parent::__construct(self::$own);
    }

    public static function code(): ErrorCode
    {
        return self::$own;
    }
};
EgoErrors::register(new ErrorCode('z.v1.TWIN', Status::ABORTED));
EgoErrors::registerClasses(['z.v1.TWIN' => $twin(Status::ABORTED)::class]);
$both = thrown(
    DuplicateCodeException::class,
    static fn () => EgoErrors::registerClasses(['z.v1.TWIN' => $twin(Status::INTERNAL)::class]),
);
same(['z.v1.TWIN', 'z.v1.TWIN', Status::ABORTED, Status::INTERNAL], [
    $both->getFirst()->fullName,
    $both->getSecond()->fullName,
    $both->getFirst()->status,
    $both->getSecond()->status,
], 'two definitions');

// A registered class that cannot be loaded, or is none of ours, never hides an error.
EgoErrors::registerClasses(['y.v1.GONE' => 'Y\V1\Gone', 'y.v1.ALIEN' => ArrayObject::class]);
EgoErrors::register(new ErrorCode('y.v1.WRONG', Status::ABORTED, exception: ArrayObject::class));
foreach (['GONE', 'ALIEN', 'WRONG'] as $name) {
    $wire = (new ErrorCode("y.v1.$name", Status::ABORTED))->exception()->toStatus();
    same([EgoException::class, "y.v1.$name"], [
        EgoErrors::fromStatus($wire)::class,
        EgoErrors::fromStatus($wire)->getReason(),
    ], "a class that is not there: $name");
}

// JSON: keys that PHP takes for integers, none at all, NUL.
$body = static fn (array $metadata): string => json_encode($error->withMetadata($metadata)->httpBody()['error']['details'][0]['metadata']);
same('{"0":"a","1":"b"}', $body(['a', 'b']), 'a list in JSON');
same('{}', $body([]), 'no metadata in JSON');
same('{"\u0000k":"v"}', $body(["\0k" => 'v']), 'NUL in JSON');
same(404, $error->httpBody('en')['error']['code'], 'httpBody');

OrderErrCodes::register();
same(OrderErrPayFailed::class, EgoErrors::fromStatus($status)::class, 'another module');
same('declined', EgoErrors::fromStatus($status)->getMessage(), 'its message');
same(9, EgoErrors::fromStatus($unknown)->getCode(), 'an error without details');
echo "all right\n";
