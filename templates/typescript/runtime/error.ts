/** EgoError: the one class that every error of this runtime has. */
import type { ErrorCode } from "./code.js";
import { Detail, type DetailInit } from "./details.js";
import { type HttpBody, httpBodyOf, localizedText } from "./http.js";
import {
  entriesOf,
  type Metadata,
  type MetadataInit,
  type MetadataOf,
  metadataOf,
} from "./metadata.js";
import { BLANK, messageOf, otherDetails, type State } from "./state.js";
import {
  type ErrorStatus,
  httpStatusOf,
  statusName,
  statusNumber,
} from "./status.js";
import { wellFormed } from "./text.js";
import { Trailers } from "./trailers.js";
import { type WireStatus, wireStatus } from "./write.js";

/** What a fresh error may get beside its metadata. */
export interface ErrorParts {
  /** Literal text instead of the template of the code; braces in it mean nothing. */
  readonly message?: string;
  /** The local cause; it never goes on the wire. */
  readonly cause?: unknown;
  /** Details that go behind the ErrorInfo. */
  readonly details?: readonly DetailInit[];
}

// The state of an error by a name that two loaded copies of the runtime share.
const BRAND = Symbol.for("egoerrors.EgoError/1");

/** The state behind an EgoError of any copy of the runtime, undefined for every other value. */
export function stateOf(value: unknown): State | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    return (value as { [BRAND]?: State })[BRAND];
  } catch {
    return undefined; // a proxy that answers no question, as a revoked one
  }
}

/** Whether a value is an EgoError, of this or another copy of the runtime. */
export function isEgoError(value: unknown): value is EgoError {
  return stateOf(value) !== undefined;
}

/**
 * An error with a gRPC status, a reason and metadata.
 *
 * Immutable, and frozen: `with…` and `addMetadata` return new errors of the same type. `reason` tells the generated types apart in
 * a `switch`.
 *
 * @typeParam R - the reason
 * @typeParam K - the declared metadata keys
 */
export class EgoError<
  R extends string = string,
  K extends string = string,
> extends Error {
  /** The number of the gRPC status, as grpc-js and connect name it: `err.code === status.NOT_FOUND`. */
  declare readonly code: number;
  /** The name of the gRPC status. */
  declare readonly status: ErrorStatus;
  /** ErrorInfo.reason: the unique name of the error code, `""` without one. */
  declare readonly reason: R;
  /** ErrorInfo.domain. */
  declare readonly domain: string;
  /** ErrorInfo.metadata; a peer may leave declared keys out and send others. */
  declare readonly metadata: MetadataOf<K>;

  /** For this package: use a generated class, `EgoError.from` or `EgoError.of`. */
  constructor(state: State) {
    super(messageOf(state), state.because);
    // Plain assignments and one freeze: five property definitions would take three times as long.
    const own = this as { -readonly [P in keyof EgoError]: EgoError[P] };
    own.code = state.number;
    own.status = statusName(state.number) as ErrorStatus;
    own.reason = state.reason;
    own.domain = state.domain;
    own.metadata = sendable(state);
    Object.defineProperty(this, BRAND, { value: state });
    Object.freeze(this);
  }

  /** A fresh error of a code that has no class of its own. */
  static from<R extends string, K extends string>(
    code: ErrorCode<R, K>,
    metadata: MetadataInit = {},
    parts: ErrorParts = {},
  ): EgoError<R, K> {
    return new EgoError<R, K>(freshState(code, metadata, parts));
  }

  /** An error that no code declares; a status that is none of an error becomes UNKNOWN. */
  static of(
    status: ErrorStatus,
    message: string,
    info: {
      readonly reason?: string;
      readonly domain?: string;
      readonly metadata?: MetadataInit;
    } = {},
  ): EgoError {
    return new EgoError({
      ...BLANK,
      number: statusNumber(status) || 2,
      text: wellFormed(message),
      reason: wellFormed(info.reason ?? ""),
      domain: wellFormed(info.domain ?? ""),
      metadata: metadataOf(entriesOf(info.metadata ?? {})),
    });
  }

  /** `instanceof` goes by the brand, so that it holds between two copies of the runtime. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return this === EgoError
      ? isEgoError(value)
      : Function.prototype[Symbol.hasInstance].call(this, value);
  }

  /** The registered code that it resolved to, or that it was made from. */
  get definition(): ErrorCode | undefined {
    return state(this).code;
  }

  /** The other details, in order; bytes are handed out as copies. */
  get details(): readonly Detail[] {
    return Object.freeze(
      otherDetails(state(this)).map((item) => new Detail(item)),
    );
  }

  /** Whether details were received that could not be decoded. */
  get detailsBroken(): boolean {
    return state(this).detailsBroken;
  }

  /** Whether grpc-status disagreed with the details or with the registered code. */
  get statusMismatch(): boolean {
    return state(this).statusMismatch;
  }

  /** The HTTP status, as google.rpc.Code maps it. */
  get httpStatus(): number {
    return httpStatusOf(this.status);
  }

  /** The same error with this literal message; braces in it mean nothing. */
  withMessage(message: string): this {
    return derive(this, { text: wellFormed(message), raw: undefined });
  }

  /** The same error with this metadata instead of its own. */
  withMetadata(metadata: MetadataInit): this {
    return withMetadata(this, metadataOf(entriesOf(metadata)));
  }

  /** The same error with this metadata over its own. */
  addMetadata(metadata: MetadataInit): this {
    const present = Object.entries(state(this).metadata);
    return withMetadata(this, metadataOf([...present, ...entriesOf(metadata)]));
  }

  /** The same error with a local cause; what goes on the wire stays the same. */
  withCause(cause: unknown): this {
    return derive(this, { because: { cause } });
  }

  /** The same error with these details instead of its own; the ErrorInfo stays. */
  withDetails(details: readonly DetailInit[]): this {
    const { infoAt, details: own } = state(this);
    const info = own.slice(infoAt, infoAt + 1);
    const given = details.map(copyOf);
    return infoAt < 0
      ? derive(this, { details: given, raw: undefined })
      : derive(this, {
          details: [...info, ...given],
          infoAt: 0,
          raw: undefined,
        });
  }

  /** The message in a locale (BCP-47), walking from `zh-Hans-CN` to `zh`; the plain message if there is none. */
  localized(locale?: string | null): string {
    return localizedText(state(this), locale)?.message ?? this.message;
  }

  /** The line an API layer may show a person: `下单失败 (order.v1.ORDER_ERR_PAY_FAILED)`. */
  display(locale?: string | null): string {
    const text = this.localized(locale) || this.status;
    const { reason, domain, definition } = this;
    if (reason === "") return text;
    if (definition) return `${text} (${definition.fullName})`;
    const unique = reason.includes(".") || domain === "";
    return `${text} (${unique ? reason : `${domain}/${reason}`})`;
  }

  /** The body of an HTTP answer with `httpStatus`, as in AIP-193. */
  httpBody(locale?: string | null): HttpBody {
    return httpBodyOf(state(this), locale);
  }

  /** What goes on the wire, within the budget of the trailers. */
  toStatus(): WireStatus {
    return wireStatus(state(this));
  }

  /** What a log wants to know; `JSON.stringify` of a plain Error leaves the message out. */
  toJSON(): Record<string, unknown> {
    const { name, status, reason, domain, metadata, message } = this;
    return { name, status, reason, domain, metadata, message };
  }
}
// On the prototype, where V8 looks for the first word of `stack`.
Object.defineProperty(EgoError.prototype, "name", {
  value: "EgoError",
  writable: true,
  configurable: true,
});

/** The state of a fresh error of a code. */
export function freshState(
  code: ErrorCode,
  metadata: MetadataInit,
  parts: ErrorParts,
): State {
  const { message, details } = parts;
  return {
    ...BLANK,
    number: code.number,
    text: message === undefined ? undefined : wellFormed(message),
    reason: code.reason,
    domain: code.domain,
    metadata: metadataOf(entriesOf(metadata)),
    details: (details ?? []).map(copyOf),
    code,
    because: "cause" in parts ? { cause: parts.cause } : undefined,
  };
}

function state(error: EgoError<string, string>): State {
  return stateOf(error) as State;
}

// `new.target` is the class of the original, so that the derived error is of the same one.
function derive<E extends EgoError>(error: E, changes: Partial<State>): E {
  const next = { ...state(error), ...changes };
  return Reflect.construct(EgoError, [next], error.constructor) as E;
}

function withMetadata<E extends EgoError>(error: E, metadata: Metadata): E {
  return derive(error, { metadata, infoDerived: true, raw: undefined });
}

function copyOf(item: DetailInit): DetailInit {
  const typeUrl = wellFormed(String(item.typeUrl));
  return { typeUrl, value: new Uint8Array(item.value) };
}

// The metadata with what grpc-js asks of it, not enumerable: see Trailers. What is frozen belongs to another error.
function sendable(state: State): Metadata {
  const { metadata: given } = state;
  const metadata = Object.isFrozen(given) ? { ...given } : given;
  if (metadata["clone"] === undefined) {
    const value = () => new Trailers(wireStatus(state));
    Object.defineProperty(metadata, "clone", { value });
  }
  return Object.freeze(metadata);
}
