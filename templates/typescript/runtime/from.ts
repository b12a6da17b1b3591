/** Reading errors: whatever arrives becomes an EgoError, and nothing that arrives can make that fail. */
import { links } from "./chain.js";
import { makeError } from "./classes.js";
import { copyOfBytes } from "./copies.js";
import type { DetailInit } from "./details.js";
import { type EgoError, isEgoError } from "./error.js";
import { metadataOf } from "./metadata.js";
import { received } from "./native.js";
import { type Registry, registry as global } from "./registry.js";
import { isErrorInfo, readErrorInfo, readStatus, type Status } from "./rpc.js";
import { BLANK, type State } from "./state.js";
import { wellFormed } from "./text.js";

const UNKNOWN = 2;
const LOCAL: ReadonlyMap<unknown, number> = new Map([
  ["AbortError", 1],
  ["TimeoutError", 4],
]);

/**
 * Any value as an EgoError, of the class of its code if that is registered. Never throws.
 *
 * Takes errors and statuses of grpc-js, connect's ConnectError, google.rpc.Status, an EgoError (which comes back as it is), any error
 * (its causes are looked through), and anything else that was thrown.
 *
 * @returns undefined for null, undefined and a status OK
 */
export function fromError<E extends EgoError>(error: E): E;
export function fromError(
  error: unknown,
  registry?: Registry,
): EgoError | undefined;
export function fromError(
  error: unknown,
  registry: Registry = global,
): EgoError | undefined {
  try {
    return find(error, registry);
  } catch {
    // A getter that throws must not hide that there was an error.
    return foreign(error, UNKNOWN);
  }
}

/**
 * The error of a raw status: grpc-status, grpc-message (decoded) and the bytes of grpc-status-details-bin. Never throws.
 *
 * @returns undefined for status 0, OK
 */
export function fromStatus(
  code: number,
  message = "",
  details?: Uint8Array | null,
  registry: Registry = global,
  because?: { readonly cause: unknown },
): EgoError | undefined {
  if (code === 0) return undefined;
  const number = code >= 1 && code <= 16 ? code : UNKNOWN;
  const text = wellFormed(message);
  if (!details || details.length === 0) {
    return makeError(blank(number, text, because));
  }
  // A copy: a caller may use the buffer again, and what was read are views of it.
  const raw = copyOfBytes(details);
  const status = readStatus(raw, text === "");
  const state = blank(number, status ? text || status.message : text, because);
  state.raw = raw;
  if (status) decode(state, status, registry);
  else state.detailsBroken = true;
  return makeError(state);
}

type Draft = { -readonly [P in keyof State]: State[P] };

// Written out and never spread: objects of one shape are what makes reading fast.
function blank(number: number, text: string, because: State["because"]): Draft {
  return {
    number,
    text,
    reason: "",
    domain: "",
    metadata: BLANK.metadata,
    details: BLANK.details,
    infoAt: -1,
    infoDerived: false,
    raw: undefined,
    detailsBroken: false,
    statusMismatch: false,
    code: undefined,
    because,
  };
}

// The first well-formed ErrorInfo decides.
function decode(state: Draft, status: Status, registry: Registry): void {
  state.details = status.details;
  state.statusMismatch = status.code !== state.number;
  for (let at = 0; at < status.details.length; at++) {
    const item = status.details[at] as DetailInit;
    if (!isErrorInfo(item)) continue;
    const info = readErrorInfo(item.value);
    if (!info) {
      state.detailsBroken = true;
      continue;
    }
    const code = registry.resolve(info.reason, info.domain);
    state.reason = info.reason;
    state.domain = info.domain;
    state.metadata = metadataOf(info.metadata);
    state.infoAt = at;
    state.code = code;
    if (code && code.number !== state.number) state.statusMismatch = true;
    return;
  }
}

function find(error: unknown, registry: Registry): EgoError | undefined {
  if (error === null || error === undefined) return undefined;
  if (isEgoError(error)) return error;
  for (const link of links(error)) {
    if (isEgoError(link)) return link;
    const parts = received(link);
    if (parts) {
      const { number, message, details } = parts;
      const because = { cause: link };
      const read = fromStatus(number, message, details, registry, because);
      if (read || link === error) return read;
    }
    const local = LOCAL.get((link as { name?: unknown }).name);
    if (local !== undefined) return foreign(error, local);
  }
  return foreign(error, UNKNOWN);
}

// The text of a foreign error is nothing for the wire: the message stays empty.
function foreign(error: unknown, number: number): EgoError {
  return makeError(blank(number, "", { cause: error }));
}
