<?php

declare(strict_types=1);

namespace Ego\Testee;

use Ego\Errors\Detail;
use Ego\Errors\DuplicateCodeException;
use Ego\Errors\EgoException;
use Ego\Errors\ErrorCode;
use Ego\Errors\InvalidCodeException;
use Ego\Errors\Registry;
use Ego\Errors\Status;

/**
 * The registry of a request, and the errors that its sources describe.
 */
final class Sources
{
    public const WIRE = ['grpc_status', 'grpc_message', 'details_b64'];

    public readonly Registry $registry;

    /**
     * @param list<mixed> $definitions
     */
    public function __construct(array $definitions)
    {
        $this->registry = new Registry();
        foreach ($definitions as $definition) {
            $this->register(Fields::of($definition));
        }
    }

    public function code(mixed $name): ErrorCode
    {
        $text = Fields::text($name);
        return $this->registry->get($text) ?? throw new Refusal('unknown_code', "no code $text");
    }

    /**
     * What fromStatus gives for a source.
     */
    public function read(mixed $source): ?EgoException
    {
        return $this->registry->fromStatus($this->raised($source));
    }

    /**
     * What an application would hold: null, ext-grpc's status object, or an exception.
     */
    public function raised(mixed $source): ?object
    {
        if ($source === null) {
            return null;
        }
        $fields = Fields::of($source);
        if ($fields->has('steps')) {
            $bare = $this->plain($fields, ['steps']);
            return $this->derive($this->registry->fromStatus($bare), $fields->list('steps'));
        }
        return $this->plain($fields, []);
    }

    /**
     * The error after all steps; what was passed is changed after each.
     *
     * @param list<mixed> $steps
     */
    public function derive(?EgoException $error, array $steps): EgoException
    {
        foreach ($steps as $step) {
            $members = Fields::of($step)->members;
            if ($error === null || \count($members) !== 1) {
                throw Refusal::bad('not a step, or a step on nothing');
            }
            $error = $this->step($error, (string) key($members), current($members));
            // What is handed out are copies, as all arrays of PHP.
            $metadata = $error->getMetadata();
            $metadata['mutated'] = '1';
            $details = $error->getDetails();
            array_splice($details, 0);
        }
        return $error ?? throw Refusal::bad('steps on nothing');
    }

    /**
     * @param list<string> $more
     */
    private function plain(Fields $source, array $more): object
    {
        if ($source->has('code')) {
            return $this->code($source->get('code'))->exception();
        }
        if ($source->has('exception')) {
            return new \RuntimeException($source->string('exception'));
        }
        if ($source->has('wrap')) {
            $inner = $this->raised($source->get('wrap'));
            $inner = $inner instanceof \Throwable ? $inner : $this->registry->fromStatus($inner);
            return new \RuntimeException(Fields::text($source->required('text')), 0, $inner);
        }
        if ($source->has('local')) {
            return match ($source->string('local')) {
                'deadline' => new Late(),
                'cancellation' => new Gone(),
                default => throw Refusal::bad('no such local error'),
            };
        }
        if (array_diff(array_keys($source->members), self::WIRE, $more) !== []) {
            throw Refusal::bad('no such source');
        }
        $details = $source->get('details_b64');
        return (object) [
            'code' => $source->integer('grpc_status', 2),
            'details' => $source->textOrNull('grpc_message') ?? '',
            'metadata' => $details === null ? [] : ['grpc-status-details-bin' => [Fields::bytes($details)]],
        ];
    }

    private function step(EgoException $error, string $name, mixed $value): EgoException
    {
        switch ($name) {
            case 'with_message':
                return $error->withMessage(Fields::text($value));
            case 'with_metadata':
            case 'add_metadata':
                $given = array_map(Fields::text(...), Fields::of($value)->members);
                $derived = $name === 'add_metadata' ? $error->addMetadata($given) : $error->withMetadata($given);
                $given['mutated'] = '1';
                return $derived;
            case 'with_details':
                $details = array_map(self::detail(...), \is_array($value) ? $value : [null]);
                return $error->withDetails(...$details);
            case 'with_cause':
                $given = $this->raised($value);
                $isPlain = $given !== null && $given::class === \RuntimeException::class;
                $cause = $isPlain ? $given : $this->registry->fromStatus($given);
                return $error->withPrevious($cause ?? throw Refusal::bad('nothing is no cause'));
            default:
                throw Refusal::bad("no step $name");
        }
    }

    private static function detail(mixed $item): Detail
    {
        $fields = Fields::of($item);
        return new Detail($fields->string('type_url'), Fields::bytes($fields->get('value_b64')));
    }

    private function register(Fields $definition): void
    {
        $fullName = $definition->string('full_name');
        $status = Status::fromName($definition->string('status'));
        $reason = $definition->string('reason', $fullName);
        $domain = $definition->string('domain', '');
        $message = $definition->string('message', '');
        $i18n = $definition->has('i18n') ? Fields::of($definition->get('i18n'))->members : [];
        $keys = $definition->list('parameters');
        $texts = [...array_values($i18n), ...$keys];
        if (array_filter($texts, \is_string(...)) !== $texts) {
            throw Refusal::bad('i18n and parameters hold strings');
        }
        try {
            // There is no such status as OK for an error, and none at all for an unknown name.
            $this->registry->register(
                new ErrorCode($fullName, $status ?? Status::OK, $reason, $domain, $message, $i18n, $keys)
            );
        } catch (InvalidCodeException $problem) {
            throw new Refusal('invalid_code', $problem->getMessage());
        } catch (DuplicateCodeException $problem) {
            throw new Refusal('duplicate', $problem->getMessage(), [
                'first' => $problem->getFirst()->fullName,
                'second' => $problem->getSecond()->fullName,
            ]);
        }
    }
}
