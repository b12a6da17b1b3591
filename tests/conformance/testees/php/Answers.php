<?php

declare(strict_types=1);

namespace Ego\Testee;

use Ego\Errors\EgoException;
use Ego\Errors\Status;

/**
 * Answers requests; the operations are those of section 3 of tests/conformance/README.md.
 */
final class Answers
{
    private const OPERATIONS = [
        'from_error' => 'fromError', 'register' => 'register', 'declare' => 'register', 'match' => 'match',
        'derive' => 'derive', 'i18n' => 'i18n', 'display' => 'display', 'http_status' => 'httpStatus',
        'http_body' => 'httpBody', 'to_status' => 'toStatus', 'hop' => 'hop', 'chain' => 'chain',
    ];

    /** @var list<mixed> */
    private array $definitions = [];

    /** The registry of the last request; most lines repeat it. */
    private Sources $sources;

    public function __construct()
    {
        $this->sources = new Sources([]);
    }

    public function answer(string $line): string
    {
        $id = null;
        try {
            $request = self::request($line);
            $given = $request->get('id');
            $id = \is_string($given) || \is_int($given) ? $given : null;
            $operation = $request->get('op');
            if (!\is_string($operation) || !isset(self::OPERATIONS[$operation])) {
                throw new Refusal('unknown_op', 'no such operation');
            }
            $this->declare($request->list('codes'));
            $answer = ['id' => $id] + $this->{self::OPERATIONS[$operation]}($request);
        } catch (Refusal $refusal) {
            $error = ['kind' => $refusal->kind, 'text' => $refusal->getMessage()] + $refusal->more;
            $answer = ['id' => $id, 'error' => $error];
        }
        return json_encode($answer, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE, 1 << 20);
    }

    private static function request(string $line): Fields
    {
        try {
            $value = Fields::parse($line);
        } catch (\JsonException $problem) {
            throw new Refusal('malformed', $problem->getMessage());
        }
        return $value instanceof Fields ? $value : throw new Refusal('malformed', 'not a JSON object');
    }

    /**
     * @param list<mixed> $definitions
     */
    private function declare(array $definitions): void
    {
        if ($definitions != $this->definitions) {
            $this->definitions = []; // a refused definition must be refused again
            $this->sources = new Sources([]);
            $this->sources = new Sources($definitions);
            $this->definitions = $definitions;
        }
    }

    private function read(Fields $request): ?EgoException
    {
        return $this->sources->read($request->required('source'));
    }

    /**
     * @return array<string, mixed>
     */
    private function fromError(Fields $request): array
    {
        $source = $request->has('source') ? $request->get('source') : $request->only(...Sources::WIRE);
        return Views::error($this->sources->read($source), $this->sources->registry);
    }

    /**
     * @return array<string, mixed>
     */
    private function register(): array
    {
        return ['codes' => array_map(Views::code(...), $this->sources->registry->codes())];
    }

    /**
     * @return array<string, mixed>
     */
    private function match(Fields $request): array
    {
        $source = $this->sources->raised($request->required('source'));
        $target = $request->required('target');
        $wanted = \is_string($target) ? $this->sources->code($target) : $this->sources->read($target);
        return ['match' => $this->sources->registry->is($source, $wanted)];
    }

    /**
     * @return array<string, mixed>
     */
    private function derive(Fields $request): array
    {
        $before = $this->read($request);
        $after = $this->sources->derive($before, $request->list('steps'));
        $registry = $this->sources->registry;
        return ['before' => Views::error($before, $registry), 'after' => Views::error($after, $registry)];
    }

    /**
     * @return array<string, mixed>
     */
    private function i18n(Fields $request): array
    {
        $error = $this->sources->code($request->required('code'))->exception($request->texts('metadata'));
        return ['text' => $error->localized($request->textOrNull('locale'))];
    }

    /**
     * @return array<string, mixed>
     */
    private function display(Fields $request): array
    {
        return ['text' => $this->read($request)?->display($request->textOrNull('locale')) ?? ''];
    }

    /**
     * @return array<string, mixed>
     */
    private function httpStatus(Fields $request): array
    {
        if ($request->has('status')) {
            $status = Status::fromName($request->string('status')) ?? throw Refusal::bad('no such status');
            return ['http_status' => $status->httpStatus()];
        }
        return ['http_status' => $this->read($request)?->getHttpStatus() ?? Status::OK->httpStatus()];
    }

    /**
     * @return array<string, mixed>
     */
    private function httpBody(Fields $request): array
    {
        $error = $this->read($request);
        return $error === null ? Views::NONE : [
            'http_status' => $error->getHttpStatus(),
            'body' => $error->httpBody($request->textOrNull('locale')),
        ];
    }

    /**
     * @return array<string, mixed>
     */
    private function toStatus(Fields $request): array
    {
        return Views::sent($this->read($request));
    }

    /**
     * @return array<string, mixed>
     */
    private function hop(Fields $request): array
    {
        $error = $this->read($request);
        $times = $request->integer('times', 1);
        if ($times < 1 || $times > 10) {
            throw Refusal::bad('times is 1 to 10');
        }
        while (--$times > 0) {
            $error = $this->sources->registry->fromStatus($error?->toStatus());
        }
        return Views::sent($error);
    }

    /**
     * @return array<string, mixed>
     */
    private function chain(Fields $request): array
    {
        return ['chain' => Views::chain($this->read($request))];
    }
}
