/** The glue for connect (@connectrpc/connect); its class is passed in, so that nothing of it is imported here. */
import { EgoError, stateOf } from "./error.js";
import { fromError } from "./from.js";
import { readStatus } from "./rpc.js";
import { canonical, type State } from "./state.js";
import { typeOf } from "./details.js";

/** The constructor of connect's ConnectError. */
export type ConnectErrorClass<E extends Error> = new (
  message: string,
  code?: number,
  metadata?: HeadersInitLike,
  outgoingDetails?: never[],
  cause?: unknown,
) => E & { details: unknown[] };

type HeadersInitLike = Record<string, string>;

/**
 * Any error as a ConnectError, for handlers of connect: `throw toConnectError(new UserErrNotFound({ uid }), ConnectError)`.
 *
 * The text of an error that is none of Ego's, grpc-js' or connect's does not leave the process.
 */
export function toConnectError<E extends Error>(
  error: unknown,
  ConnectError: ConnectErrorClass<E>,
): E {
  const known = fromError(error) ?? EgoError.of("UNKNOWN", "");
  const { code, message, details } = known.toStatus();
  const result = new ConnectError(message, code, undefined, undefined, error);
  // Details that were broken on their way here have no form in connect.
  const status = details && readStatus(details);
  result.details = (status ?? canonical(stateOf(known) as State)).details.map(
    ({ typeUrl, value }) => ({ type: typeOf(typeUrl), value: value.slice() }),
  );
  return result;
}

/** A connect interceptor for servers: whatever a handler throws goes out as the ConnectError it stands for. */
export function connectInterceptor<E extends Error>(
  ConnectError: ConnectErrorClass<E>,
): <Q, R extends { readonly message: unknown }>(
  next: (request: Q) => Promise<R>,
) => (request: Q) => Promise<R> {
  return (next) => async (request) => {
    try {
      const response = await next(request);
      const { message } = response;
      return isStream(message)
        ? { ...response, message: guarded(message, ConnectError) }
        : response;
    } catch (error) {
      throw toConnectError(error, ConnectError);
    }
  };
}

async function* guarded<E extends Error>(
  messages: AsyncIterable<unknown>,
  ConnectError: ConnectErrorClass<E>,
): AsyncGenerator<unknown, void, undefined> {
  try {
    for await (const message of messages) yield message;
  } catch (error) {
    throw toConnectError(error, ConnectError);
  }
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return (
    typeof value === "object" && value !== null && Symbol.asyncIterator in value
  );
}
