/** What generated modules are made of: a class per error code, and choosing among those of an enum. */
import { bindClass } from "./classes.js";
import { ErrorCode, type ErrorCodeInit } from "./code.js";
import { EgoError, type ErrorParts, freshState } from "./error.js";
import { fromError } from "./from.js";
import { is } from "./match.js";
import type { MetadataInit } from "./metadata.js";
import { registry } from "./registry.js";

/** What the constructor of an error class takes: declared keys are required, others may come along. */
export type ErrorArguments<K extends string> = [K] extends [never]
  ? [metadata?: MetadataInit, parts?: ErrorParts]
  : [
      metadata: { readonly [P in K]: string } & MetadataInit,
      parts?: ErrorParts,
    ];

/** The class of an error code. `instanceof` goes by identity, as `is` does. */
export interface ErrorClass<R extends string, K extends string> {
  new (...args: ErrorArguments<K>): EgoError<R, K>;
  readonly prototype: EgoError<R, K>;
  /** The definition of the code. */
  readonly code: ErrorCode<R, K>;
  /** ErrorInfo.reason, for `switch (err.reason) { case UserErrNotFound.reason: … }`. */
  readonly reason: R;
}

/**
 * Registers an error code and makes its class.
 *
 * @throws DuplicateCodeError when another definition has this identity
 */
export function defineError<
  const F extends string,
  const R extends string = F,
  const K extends string = never,
>(init: ErrorCodeInit<F, R, K>): ErrorClass<R, K> {
  const code = new ErrorCode<R, K>(init);
  registry.register(code);
  const type = class extends EgoError<R, K> {
    static readonly code = code;
    static readonly reason = code.reason;

    constructor(metadata: MetadataInit = {}, parts: ErrorParts = {}) {
      super(freshState(code, metadata, parts));
    }

    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof EgoError && is(value, code);
    }
  };
  Object.defineProperty(type.prototype, "name", {
    value: code.name,
    writable: true,
    configurable: true,
  });
  bindClass(code, type);
  return type as unknown as ErrorClass<R, K>;
}

/** Any error of a set: a union that `switch (err.reason)` tells apart. */
export type ErrorOf<S> = {
  [P in keyof S]: S[P] extends { readonly prototype: infer E } ? E : never;
}[keyof S];

/**
 * The error as one of a set, undefined if it is none of them.
 *
 * @example
 * const err = oneOf(UserErr, caught);
 * if (!err) throw caught;
 * switch (err.reason) {
 *   case UserErrNotFound.reason:
 *     console.log(err.metadata.uid);
 * }
 */
export function oneOf<S extends object>(
  set: S,
  error: unknown,
): ErrorOf<S> | undefined {
  const found = fromError(error);
  const types: unknown[] = Object.values(set);
  return types.some((type) => is(found, type as never))
    ? (found as ErrorOf<S>)
    : undefined;
}
