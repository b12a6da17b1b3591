<?php

/**
 * Asks a server, in whatever language, for a user that nobody is, and shows the error.
 */

declare(strict_types=1);

use Ego\Errors\EgoErrors;
use Ego\Errors\EgoException;
use Ego\Errors\GrpcClient;
use Grpc\ChannelCredentials;
use Shop\User\V1\GetUserRequest;
use Shop\User\V1\UserErrNotFound;
use Shop\User\V1\UserServiceClient;

require __DIR__ . '/vendor/autoload.php';

$client = new UserServiceClient($argv[1], ['credentials' => ChannelCredentials::createInsecure()]);
try {
    $answer = GrpcClient::wait($client->GetUser(new GetUserRequest(['uid' => 42]), [], ['timeout' => 60_000_000]));
    fwrite(STDERR, "nobody was expected, found {$answer->getUser()->getName()}\n");
    exit(1);
} catch (EgoException $error) {
    if (!EgoErrors::is($error, UserErrNotFound::class) || !$error instanceof UserErrNotFound) {
        throw $error;
    }
    $name = substr(strrchr($error->getReason(), '.'), 1);
    echo "$name uid={$error->getMetadata()['uid']} {$error->display('zh-CN')}\n";
}
