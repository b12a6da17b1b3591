<?php

/**
 * Two copies of the runtime in one process, each with classes of the same codes. The arguments are their projects.
 */

declare(strict_types=1);

use Acme\Errors\EgoErrors as OtherErrors;
use Ego\Errors\EgoErrors;
use Other\Shop\User\V1\UserErrLocked as OtherLocked;
use Other\Shop\User\V1\UserErrNotFound as OtherNotFound;
use Shop\User\V1\UserErrLocked;
use Shop\User\V1\UserErrNotFound;

require __DIR__ . '/checks.php';
require $argv[1] . '/vendor/autoload.php';
require $argv[2] . '/vendor/autoload.php';

$own = new UserErrNotFound(uid: '42');
$other = new OtherNotFound(uid: '42');
same(true, EgoErrors::is($other, UserErrNotFound::class), 'an error of the other copy, by class');
same(true, EgoErrors::is($other, UserErrNotFound::code()), 'by code');
same(true, EgoErrors::is($other, $own), 'by error');
same(true, EgoErrors::is($own, $other), 'the other way round');
same(true, EgoErrors::is($own, OtherNotFound::class), 'by the class of the other copy');
same(false, EgoErrors::is($other, UserErrLocked::class), 'another code');
same(false, EgoErrors::is($own, OtherLocked::class), 'another code of the other copy');
same(true, OtherErrors::is($own, OtherNotFound::class), 'seen from the other copy');

$read = EgoErrors::fromStatus(new Exception('outer', 0, $other));
same(UserErrNotFound::class, $read::class, 'read as a class of this copy');
same(['uid' => '42'], $read->getMetadata(), 'with its metadata');
same($other, $read->getPrevious(), 'and the other as its previous');
same($own->toStatus(), $read->toStatus(), 'the same goes on the wire');
thrown(InvalidArgumentException::class, static fn () => EgoErrors::is($own, ArrayObject::class));
echo "all right\n";
