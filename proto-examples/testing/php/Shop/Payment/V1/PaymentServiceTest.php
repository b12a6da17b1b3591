<?php

// region ego: imports

/**
 * Tests of shop.payment.v1.PaymentService, begun by protoc-gen-ego from shop/payment/v1/payment_service.proto.
 *
 * What stands in a region `ego` is made anew by `ego scaffold`; all else is yours, and
 * no run changes it. A case begins with `ego-case:` and is yours as soon as it is here.
 */

declare(strict_types=1);

namespace Shop\Payment\V1;

// endregion ego: imports 98267577

/**
 * A bank that judges cards by their tokens; a real project names its service, or the address of its server.
 */
final class Payments
{
    public function Pay(PayRequest $request): PayResponse
    {
        return match ($request->getCard()) {
            'unknown' => throw new PaymentErrCardNotFound(),
            'refused' => throw new PaymentErrCardRefused(),
            'used' => throw new PaymentErrPaidTwice(),
            'down' => throw new PaymentErrBankDown(),
            default => new PayResponse(['payment_id' => 'P-' . $request->getOrderId()]),
        };
    }
}

final class PaymentServiceTest extends \PHPUnit\Framework\TestCase
{
    /**
     * The service under test, called in this process.
     */
    public static function newClient(): object
    {
        return \Ego\Testing\EgoTesting::mock(new Payments());
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

    // region ego: Pay/cases
    public static function casesOfPay(): array
    {
        return \Ego\Testing\EgoTesting::cases([
            // endregion ego: Pay/cases 8089be72
            // ego-case:Pay/ok
            new \Ego\Testing\EgoCase(
                name: 'ok',
                request: new \Shop\Payment\V1\PayRequest([
                    'order_id' => 'A-1',
                    'amount' => new \Shop\Common\V1\Money([
                        'currency_code' => 'currency_code',
                        'units' => 1,
                        'nanos' => 1,
                    ]),
                    'card' => 'card',
                ]),
                response: new \Shop\Payment\V1\PayResponse(['payment_id' => 'P-A-1']),
            ),
            // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_CARD_NOT_FOUND
            /*
             * The card is not known to the bank.
             */
            new \Ego\Testing\EgoCase(
                name: 'PAYMENT_ERR_CARD_NOT_FOUND',
                request: new \Shop\Payment\V1\PayRequest([
                    'order_id' => 'A-1',
                    'amount' => new \Shop\Common\V1\Money([
                        'currency_code' => 'currency_code',
                        'units' => 1,
                        'nanos' => 1,
                    ]),
                    'card' => 'unknown',
                ]),
                error: \Shop\Payment\V1\PaymentErrCardNotFound::class,
            ),
            // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_CARD_REFUSED
            /*
             * The bank refuses the card.
             */
            new \Ego\Testing\EgoCase(
                name: 'PAYMENT_ERR_CARD_REFUSED',
                request: new \Shop\Payment\V1\PayRequest([
                    'order_id' => 'A-1',
                    'amount' => new \Shop\Common\V1\Money([
                        'currency_code' => 'currency_code',
                        'units' => 1,
                        'nanos' => 1,
                    ]),
                    'card' => 'refused',
                ]),
                error: \Shop\Payment\V1\PaymentErrCardRefused::class,
            ),
            // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_PAID_TWICE
            /*
             * This payment was made already.
             */
            new \Ego\Testing\EgoCase(
                name: 'PAYMENT_ERR_PAID_TWICE',
                request: new \Shop\Payment\V1\PayRequest([
                    'order_id' => 'A-1',
                    'amount' => new \Shop\Common\V1\Money([
                        'currency_code' => 'currency_code',
                        'units' => 1,
                        'nanos' => 1,
                    ]),
                    'card' => 'used',
                ]),
                error: \Shop\Payment\V1\PaymentErrPaidTwice::class,
            ),
            // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_BANK_DOWN
            /*
             * The bank does not answer.
             */
            new \Ego\Testing\EgoCase(
                name: 'PAYMENT_ERR_BANK_DOWN',
                request: new \Shop\Payment\V1\PayRequest([
                    'order_id' => 'A-1',
                    'amount' => new \Shop\Common\V1\Money([
                        'currency_code' => 'currency_code',
                        'units' => 1,
                        'nanos' => 1,
                    ]),
                    'card' => 'down',
                ]),
                error: \Shop\Payment\V1\PaymentErrBankDown::class,
            ),
            // region ego: Pay/run
        ]);
    }

    /**
     * Takes the money for an order from a card.
     *
     * @dataProvider casesOfPay
     */
    #[\PHPUnit\Framework\Attributes\DataProvider('casesOfPay')]
    public function testPay(\Ego\Testing\EgoCase $case): void
    {
        $case->check(self::client(), 'unary', 'Pay', \Ego\Errors\EgoErrors::is(...));
    }
    // endregion ego: Pay/run 2959fdf6

    // region ego: offered
    // What this file was offered. What you delete or rename is not offered again; delete its
    // line here to get it anew.
    // Pay:unary:shop.payment.v1.PayRequest:shop.payment.v1.PayResponse
    // Pay/ok
    // Pay/shop.payment.v1.PAYMENT_ERR_CARD_NOT_FOUND
    // Pay/shop.payment.v1.PAYMENT_ERR_CARD_REFUSED
    // Pay/shop.payment.v1.PAYMENT_ERR_PAID_TWICE
    // Pay/shop.payment.v1.PAYMENT_ERR_BANK_DOWN
    // endregion ego: offered
}
