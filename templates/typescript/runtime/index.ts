/**
 * Error codes with one behaviour in five languages: the runtime of the generated modules.
 *
 * The glue for grpc-js is in `./grpc.js`, that for connect in `./connect.js`.
 */
export { BUDGET, TRUNCATED } from "./budget.js";
export { ErrorCode, type ErrorCodeInit, InvalidCodeError } from "./code.js";
export {
  defineError,
  type ErrorArguments,
  type ErrorClass,
  type ErrorOf,
  oneOf,
} from "./define.js";
export {
  Detail,
  type DetailInit,
  detail,
  localizedMessage,
  readLocalizedMessage,
  readRetryDelay,
  retryInfo,
} from "./details.js";
export { EgoError, type ErrorParts, isEgoError } from "./error.js";
export { fromError, fromStatus } from "./from.js";
export type { HttpBody, HttpDetail } from "./http.js";
export {
  asError,
  type CodeClass,
  type Guard,
  guard,
  is,
  type Target,
} from "./match.js";
export type { MetadataInit, MetadataOf } from "./metadata.js";
export { DuplicateCodeError, Registry, registry } from "./registry.js";
export {
  type ErrorStatus,
  httpStatusOf,
  type StatusName,
  statusName,
  statusNumber,
} from "./status.js";
export type { WireStatus } from "./write.js";
