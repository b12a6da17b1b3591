<?php

declare(strict_types=1);

namespace Interop;

/**
 * The PHP server: prints its port, fails as ordered, ends with its stdin.
 */
final class Server
{
    public static function serve(): never
    {
        // The server blocks for ever, so another process waits for the end of stdin. Forked first: gRPC does not like it later.
        $server = getmypid();
        if (pcntl_fork() === 0) {
            stream_get_contents(STDIN);
            posix_kill($server, SIGKILL);
            // An exit would wait for threads of gRPC, which the fork does not have.
            posix_kill(getmypid(), SIGKILL);
        }
        $rpc = new \Grpc\RpcServer();
        $port = $rpc->addHttp2Port('127.0.0.1:0');
        $rpc->handle(new \Ego\Errors\GrpcServer(new Service()));
        fwrite(STDOUT, "$port\n");
        $rpc->run();
        exit(1);
    }
}
