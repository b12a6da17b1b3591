/** Matching: whether an error is a given code. */
import { ErrorCode } from "./code.js";
import { type EgoError, stateOf } from "./error.js";
import { fromError } from "./from.js";
import { type Registry, registry as global } from "./registry.js";

/** A generated class: what it creates, and the code it stands for. */
export interface CodeClass<E extends EgoError = EgoError> {
  readonly prototype: E;
  readonly code: ErrorCode;
}

/** What an error can be compared with. */
export type Target = CodeClass | ErrorCode | EgoError | null | undefined;

/**
 * Whether an error is a code: equal identity, found through the chain. Never throws.
 *
 * Nothing but nothing is nothing: `is(undefined, undefined)` is true, with one side null or undefined it is false.
 */
export function is<E extends EgoError>(
  error: EgoError | undefined,
  target: CodeClass<E>,
  registry?: Registry,
): error is E;
export function is(
  error: unknown,
  target: Target,
  registry?: Registry,
): boolean;
export function is(
  error: unknown,
  target: Target,
  registry: Registry = global,
): boolean {
  const found = stateOf(fromError(error, registry));
  if (!found || !target) return !found && !target;
  const wanted = identityOf(target);
  if (!wanted) return false;
  // An error may have been read before the module with its code was loaded.
  const code = found.code ?? registry.resolve(found.reason, found.domain);
  if (code) return code.fullName === wanted.fullName;
  if (found.reason === "" || registry.get(wanted.fullName)) return false;
  if (found.reason.includes(".")) return found.reason === wanted.fullName;
  return (
    found.domain !== "" &&
    found.domain === wanted.domain &&
    found.reason === wanted.reason
  );
}

/**
 * The error as this code, undefined if it is another one.
 *
 * @example
 * const gone = asError(caught, UserErrNotFound);
 * if (gone) console.log(gone.metadata.uid);
 */
export function asError<E extends EgoError>(
  error: unknown,
  target: CodeClass<E>,
  registry: Registry = global,
): E | undefined {
  const found = fromError(error, registry);
  return is(found, target, registry) ? found : undefined;
}

/** A function that says whether an error is this code; for an EgoError it also narrows the type. */
export interface Guard<E extends EgoError> {
  (error: EgoError | undefined): error is E;
  (error: unknown): boolean;
}

/** The guard of a generated class. */
export function guard<E extends EgoError>(target: CodeClass<E>): Guard<E> {
  return ((error: unknown) => is(error, target)) as Guard<E>;
}

interface Identity {
  readonly fullName: string;
  readonly reason: string;
  readonly domain: string;
}

// Undefined for a target without an identity, which matches nothing.
function identityOf(target: NonNullable<Target>): Identity | undefined {
  const error = stateOf(target);
  if (error) {
    const { reason, domain, code } = error;
    if (code) return code;
    const fullName = reason.includes(".") ? reason : "";
    return reason === "" ? undefined : { fullName, reason, domain };
  }
  const { code } = target as { code?: unknown };
  return (typeof code === "object" ? code : target) as Identity;
}
