/** What an error is on the wire: grpc-status, grpc-message and the bytes of grpc-status-details-bin. */
import { fits, trim } from "./budget.js";
import { writeStatus } from "./rpc.js";
import { canonical, messageOf, type State } from "./state.js";

/** An error as a gRPC status, within the budget of the trailers. */
export interface WireStatus {
  /** grpc-status, 1 to 16. */
  readonly code: number;
  /** grpc-message before percent-encoding. */
  readonly message: string;
  /** The serialized google.rpc.Status; undefined when the error has no details at all. */
  readonly details: Uint8Array | undefined;
}

/** The status of an error: what was received unchanged, or the canonical form, trimmed if it is too heavy. */
export function wireStatus(state: State): WireStatus {
  const message = messageOf(state);
  const details = serialized(state);
  if (fits(message, details?.length ?? 0)) {
    return { code: state.number, message, details: details?.slice() };
  }
  const status = trim(state);
  return {
    code: state.number,
    message: status.message,
    details: writeStatus(status),
  };
}

function serialized(state: State): Uint8Array | undefined {
  if (state.raw) return state.raw;
  const status = canonical(state);
  return status.details.length > 0 ? writeStatus(status) : undefined;
}
