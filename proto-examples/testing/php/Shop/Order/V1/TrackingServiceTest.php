<?php

// region ego: imports

/**
 * Tests of shop.order.v1.TrackingService, begun by protoc-gen-ego from shop/order/v1/order_service.proto.
 *
 * What stands in a region `ego` is made anew by `ego scaffold`; all else is yours, and
 * no run changes it. A case begins with `ego-case:` and is yours as soon as it is here.
 */

declare(strict_types=1);

namespace Shop\Order\V1;

// endregion ego: imports 391fb2f2

/**
 * Follows the orders A-1 and A-2, and loses A-lost; a real project calls its server instead.
 */
final class Depots
{
    private function know(string $order): void
    {
        if (!in_array($order, ['A-1', 'A-2', 'A-lost'], true)) {
            throw new OrderErrNotFound($order);
        }
    }

    public function WatchOrder(WatchOrderRequest $request): iterable
    {
        $this->know($request->getOrderId());
        foreach ([OrderState::ORDER_STATE_PLACED, OrderState::ORDER_STATE_PAID] as $number => $state) {
            if ($number > 0 && $request->getOrderId() === 'A-lost') {
                throw new OrderErrLost($request->getOrderId());
            }
            $time = new \Google\Protobuf\Timestamp(['seconds' => 1767225600 + $number]);
            yield new WatchOrderResponse(['state' => $state, 'time' => $time]);
        }
    }

    public function ReportScans(iterable $scans): ReportScansResponse
    {
        $taken = 0;
        foreach ($scans as $scan) {
            $this->know($scan->getOrderId());
            $taken++;
        }

        return new ReportScansResponse(['taken' => $taken]);
    }

    public function TalkToDriver(iterable $messages): iterable
    {
        $isFirst = true;
        foreach ($messages as $message) {
            $isFirst && $this->know($message->getOrderId());
            $isFirst = false;
            yield new TalkToDriverResponse(['text' => 'ok: ' . $message->getText()]);
        }
    }
}

final class TrackingServiceTest extends \PHPUnit\Framework\TestCase
{
    /**
     * The client of the service under test: an object in this process.
     */
    public static function newClient(): object
    {
        return \Ego\Testing\EgoTesting::mock(new Depots());
    }

    /**
     * Runs before the first test, with `install` (migrations), then `initialize` (data).
     */
    public static function setupJob(string $job): void
    {
    }

    // region ego: server
    private static ?object $client = null;

    private static function client(): object
    {
        return self::$client ??= \Ego\Testing\EgoTesting::start(self::setupJob(...), self::newClient(...));
    }
    // endregion ego: server 2d719a5e

    // region ego: WatchOrder/cases
    public static function casesOfWatchOrder(): array
    {
        return \Ego\Testing\EgoTesting::cases([
            // endregion ego: WatchOrder/cases 2675c233
            // ego-case:WatchOrder/ok
            new \Ego\Testing\EgoCase(
                name: 'ok',
                request: new \Shop\Order\V1\WatchOrderRequest(['order_id' => 'A-1']),
                responses: [
                    new \Shop\Order\V1\WatchOrderResponse([
                        'state' => \Shop\Order\V1\OrderState::ORDER_STATE_PLACED,
                        'time' => new \Google\Protobuf\Timestamp(['seconds' => 1767225600]),
                    ]),
                    new \Shop\Order\V1\WatchOrderResponse([
                        'state' => \Shop\Order\V1\OrderState::ORDER_STATE_PAID,
                        'time' => new \Google\Protobuf\Timestamp(['seconds' => 1767225601]),
                    ]),
                ],
            ),
            // ego-case:WatchOrder/shop.order.v1.ORDER_ERR_NOT_FOUND
            /*
             * No order has this number.
             */
            new \Ego\Testing\EgoCase(
                name: 'ORDER_ERR_NOT_FOUND',
                request: new \Shop\Order\V1\WatchOrderRequest(['order_id' => 'A-404']),
                error: \Shop\Order\V1\OrderErrNotFound::class,
            ),
            // ego-case:WatchOrder/shop.order.v1.ORDER_ERR_LOST
            /*
             * The parcel was lost on the way.
             */
            new \Ego\Testing\EgoCase(
                name: 'ORDER_ERR_LOST',
                request: new \Shop\Order\V1\WatchOrderRequest(['order_id' => 'A-lost']),
                error: \Shop\Order\V1\OrderErrLost::class,
            ),
            // region ego: WatchOrder/run
        ]);
    }

    /**
     * Sends what happens to an order until it is delivered.
     *
     * @dataProvider casesOfWatchOrder
     */
    #[\PHPUnit\Framework\Attributes\DataProvider('casesOfWatchOrder')]
    public function testWatchOrder(\Ego\Testing\EgoCase $case): void
    {
        $case->check(self::client(), 'server', 'WatchOrder', \Ego\Errors\EgoErrors::is(...));
    }
    // endregion ego: WatchOrder/run 1aa6a5ae

    // region ego: ReportScans/cases
    public static function casesOfReportScans(): array
    {
        return \Ego\Testing\EgoTesting::cases([
            // endregion ego: ReportScans/cases 07d17a28
            // ego-case:ReportScans/ok
            new \Ego\Testing\EgoCase(
                name: 'ok',
                requests: [
                    new \Shop\Order\V1\ReportScansRequest([
                        'order_id' => 'A-1',
                        'depot' => 'depot',
                        'time' => new \Google\Protobuf\Timestamp(['seconds' => 1767225600]),
                        'image' => 'image',
                    ]),
                    new \Shop\Order\V1\ReportScansRequest([
                        'order_id' => 'A-2',
                        'depot' => 'depot2',
                        'time' => new \Google\Protobuf\Timestamp(['seconds' => 1767225601]),
                        'image' => 'image2',
                    ]),
                ],
                response: new \Shop\Order\V1\ReportScansResponse(['taken' => 2]),
            ),
            // ego-case:ReportScans/shop.order.v1.ORDER_ERR_NOT_FOUND
            /*
             * No order has this number.
             */
            new \Ego\Testing\EgoCase(
                name: 'ORDER_ERR_NOT_FOUND',
                requests: [
                    new \Shop\Order\V1\ReportScansRequest([
                        'order_id' => 'A-1',
                        'depot' => 'depot',
                        'time' => new \Google\Protobuf\Timestamp(['seconds' => 1767225600]),
                        'image' => 'image',
                    ]),
                    new \Shop\Order\V1\ReportScansRequest([
                        'order_id' => 'A-404',
                        'depot' => 'depot2',
                        'time' => new \Google\Protobuf\Timestamp(['seconds' => 1767225601]),
                        'image' => 'image2',
                    ]),
                ],
                error: \Shop\Order\V1\OrderErrNotFound::class,
            ),
            // region ego: ReportScans/run
        ]);
    }

    /**
     * Takes what the scanners of the depots read.
     *
     * @dataProvider casesOfReportScans
     */
    #[\PHPUnit\Framework\Attributes\DataProvider('casesOfReportScans')]
    public function testReportScans(\Ego\Testing\EgoCase $case): void
    {
        $case->check(self::client(), 'client', 'ReportScans', \Ego\Errors\EgoErrors::is(...));
    }
    // endregion ego: ReportScans/run 0ce74b5b

    // region ego: TalkToDriver/cases
    public static function casesOfTalkToDriver(): array
    {
        return \Ego\Testing\EgoTesting::cases([
            // endregion ego: TalkToDriver/cases 23e00d77
            // ego-case:TalkToDriver/ok
            new \Ego\Testing\EgoCase(
                name: 'ok',
                requests: [
                    new \Shop\Order\V1\TalkToDriverRequest([
                        'order_id' => 'A-1',
                        'text' => 'text',
                    ]),
                    new \Shop\Order\V1\TalkToDriverRequest([
                        'order_id' => 'A-2',
                        'text' => 'text2',
                    ]),
                ],
                responses: [
                    new \Shop\Order\V1\TalkToDriverResponse(['text' => 'ok: text']),
                    new \Shop\Order\V1\TalkToDriverResponse(['text' => 'ok: text2']),
                ],
            ),
            // ego-case:TalkToDriver/shop.order.v1.ORDER_ERR_NOT_FOUND
            /*
             * No order has this number.
             */
            new \Ego\Testing\EgoCase(
                name: 'ORDER_ERR_NOT_FOUND',
                requests: [
                    new \Shop\Order\V1\TalkToDriverRequest([
                        'order_id' => 'A-404',
                        'text' => 'text',
                    ]),
                    new \Shop\Order\V1\TalkToDriverRequest([
                        'order_id' => 'A-2',
                        'text' => 'text2',
                    ]),
                ],
                error: \Shop\Order\V1\OrderErrNotFound::class,
            ),
            // region ego: TalkToDriver/run
        ]);
    }

    /**
     * Speaks with the driver who brings the parcel.
     *
     * @dataProvider casesOfTalkToDriver
     */
    #[\PHPUnit\Framework\Attributes\DataProvider('casesOfTalkToDriver')]
    public function testTalkToDriver(\Ego\Testing\EgoCase $case): void
    {
        $case->check(self::client(), 'bidirectional', 'TalkToDriver', \Ego\Errors\EgoErrors::is(...));
    }
    // endregion ego: TalkToDriver/run b74b5f15

    // region ego: offered
    // What this file was offered. What you delete or rename is not offered again; delete its
    // line here to get it anew.
    // WatchOrder:server:shop.order.v1.WatchOrderRequest:shop.order.v1.WatchOrderResponse
    // WatchOrder/ok
    // WatchOrder/shop.order.v1.ORDER_ERR_NOT_FOUND
    // WatchOrder/shop.order.v1.ORDER_ERR_LOST
    // ReportScans:client:shop.order.v1.ReportScansRequest:shop.order.v1.ReportScansResponse
    // ReportScans/ok
    // ReportScans/shop.order.v1.ORDER_ERR_NOT_FOUND
    // TalkToDriver:bidirectional:shop.order.v1.TalkToDriverRequest:shop.order.v1.TalkToDriverResponse
    // TalkToDriver/ok
    // TalkToDriver/shop.order.v1.ORDER_ERR_NOT_FOUND
    // endregion ego: offered
}
