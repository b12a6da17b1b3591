/** An error as grpc-js sends it: code, details (the message) and metadata (the trailers). */
import { Metadata, type ServiceError, type StatusObject } from "@grpc/grpc-js";
import { EgoError } from "./error.js";
import { fromError } from "./from.js";
import { percentEncode } from "./text.js";
import { DETAILS_KEY, MESSAGE_KEY } from "./trailers.js";

/**
 * The status of any error, for `callback`, `call.emit("error", …)` or a server interceptor's `sendStatus`.
 *
 * The text of an error that is none of Ego's, grpc-js' or connect's does not leave the process.
 *
 * @param trailers - further trailers to send; copied
 */
export function toStatusObject(
  error: unknown,
  trailers?: Metadata,
): StatusObject {
  const known = fromError(error) ?? EgoError.of("UNKNOWN", "");
  const { code, message, details } = known.toStatus();
  const metadata = trailers?.clone() ?? new Metadata();
  if (details) metadata.set(DETAILS_KEY, Buffer.from(details));
  // grpc-js would escape by encodeURI: more characters than the budget has counted, and than other languages send.
  metadata.set(MESSAGE_KEY, percentEncode(message));
  return { code, details: message, metadata };
}

/** `toStatusObject` as an Error, where the type wants one. */
export function toServiceError(
  error: unknown,
  trailers?: Metadata,
): ServiceError {
  const status = toStatusObject(error, trailers);
  return Object.assign(new Error(status.details, { cause: error }), status);
}
