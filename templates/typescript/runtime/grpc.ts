/** The glue for grpc-js. */
export {
  type Messages,
  messages,
  type PromiseClient,
  type PromiseMethod,
  promises,
  typedErrors,
} from "./grpc-client.js";
export {
  bidiStream,
  clientStream,
  type HandlerOptions,
  serverStream,
  unary,
  withErrors,
} from "./grpc-server.js";
export { toServiceError, toStatusObject } from "./grpc-status.js";
