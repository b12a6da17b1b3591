/** Which class the errors of a code have. */
import type { ErrorCode } from "./code.js";
import { EgoError } from "./error.js";
import { shared } from "./shared.js";
import type { State } from "./state.js";

// Other engines take the property for nothing; with frozen intrinsics it stays as it is.
const v8 = Error as { stackTraceLimit?: unknown };

// By object: two registries may hold two definitions of the same name.
const classes = shared("classes/1", () => new WeakMap<ErrorCode, Function>());

/** Makes errors that are read as this code instances of the class. */
export function bindClass(code: ErrorCode, type: Function): void {
  classes.set(code, type);
}

/** An error with this state, of the class of its code if it has one. */
export function makeError(state: State): EgoError {
  const type = (state.code && classes.get(state.code)) ?? EgoError;
  if (!isError(state.because?.cause)) return construct(state, type);
  // The cause knows where it came from; a second stack trace is most of what reading an error costs.
  const limit = v8.stackTraceLimit;
  if (!Reflect.set(v8, "stackTraceLimit", 0)) return construct(state, type);
  try {
    return construct(state, type);
  } finally {
    v8.stackTraceLimit = limit;
  }
}

function isError(cause: unknown): boolean {
  try {
    return cause instanceof Error;
  } catch {
    return false; // a proxy that does not say what it is, as a revoked one
  }
}

function construct(state: State, type: Function): EgoError {
  return Reflect.construct(EgoError, [state], type) as EgoError;
}
