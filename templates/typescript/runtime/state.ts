/** What an error is made of, apart from being an Error: the plain data behind an EgoError. */
import type { ErrorCode } from "./code.js";
import type { DetailInit } from "./details.js";
import { fill } from "./locale.js";
import type { Metadata } from "./metadata.js";
import { packErrorInfo, type Status } from "./rpc.js";

/** The data of an error; never changed, each derivation makes a new one. */
export interface State {
  /** The number of the status, 1 to 16. */
  readonly number: number;
  /** Literal text; undefined while the message follows the template of the code. */
  readonly text: string | undefined;
  readonly reason: string;
  readonly domain: string;
  readonly metadata: Metadata;
  /** All details in order, with the deciding ErrorInfo where it was read. */
  readonly details: readonly DetailInit[];
  /** The place of that ErrorInfo among the details; -1 when none was read. */
  readonly infoAt: number;
  /** Whether its bytes are out of date and must be written anew. */
  readonly infoDerived: boolean;
  /** The Status as received, as long as nothing but the cause was derived. */
  readonly raw: Uint8Array | undefined;
  readonly detailsBroken: boolean;
  readonly statusMismatch: boolean;
  /** The code it resolved to, or was made from. */
  readonly code: ErrorCode | undefined;
  /** `{ cause }` when there is one: undefined may be a cause too. */
  readonly because: { readonly cause: unknown } | undefined;
}

/** The state of an error that nobody has said anything about. */
export const BLANK: State = Object.freeze({
  number: 2,
  text: undefined,
  reason: "",
  domain: "",
  metadata: Object.freeze({}),
  details: Object.freeze([]),
  infoAt: -1,
  infoDerived: false,
  raw: undefined,
  detailsBroken: false,
  statusMismatch: false,
  code: undefined,
  because: undefined,
});

/** The message: literal, or the template of the code filled with the metadata. */
export function messageOf(state: State): string {
  if (state.text !== undefined) return state.text;
  const { code } = state;
  return code ? fill(code.message || code.name, state.metadata) : "";
}

/** Whether an ErrorInfo goes on the wire. */
export function hasInfo(state: State): boolean {
  return state.infoAt >= 0 || saysSomething(state);
}

/** Whether reason, domain or metadata is not empty. */
export function saysSomething(state: State): boolean {
  const { reason, domain, metadata } = state;
  return reason !== "" || domain !== "" || Object.keys(metadata).length > 0;
}

/** The details but the deciding ErrorInfo. */
export function otherDetails(state: State): readonly DetailInit[] {
  return state.infoAt < 0
    ? state.details
    : state.details.filter((_, at) => at !== state.infoAt);
}

/** The canonical Status of an error; an ErrorInfo that was read keeps its place, and its bytes unless derived. */
export function canonical(state: State): Status {
  const { infoAt } = state;
  const details = [...state.details];
  if (infoAt < 0) {
    if (hasInfo(state)) details.unshift(packErrorInfo(state));
  } else if (state.infoDerived) {
    details[infoAt] = packErrorInfo(state, details[infoAt]?.typeUrl);
  }
  return { code: state.number, message: messageOf(state), details };
}
