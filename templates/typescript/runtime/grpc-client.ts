/** Clients of grpc-js: promises and async iterables that fail with an EgoError, and a hook for callback clients. */
import {
  type CallInvocationTransformer,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientUnaryCall,
  type ClientWritableStream,
  Metadata,
  type ServiceError,
} from "@grpc/grpc-js";
import { fromError } from "./from.js";

/**
 * Makes every error of a client an EgoError, whether it comes by a callback or as an `error` event; the native error is its `cause`.
 *
 * This is where grpc-js lets a client change errors: an Interceptor sees statuses, the error object is made behind it.
 *
 * @example new UserServiceClient(address, credentials, { callInvocationTransformer: typedErrors });
 */
export const typedErrors: CallInvocationTransformer = (properties) => {
  const { callback } = properties;
  if (callback) {
    return {
      ...properties,
      callback: (error, value) =>
        callback(error && (fromError(error) as never), value),
    };
  }
  const call = properties.call as unknown as ClientReadableStream<unknown>;
  const emit = call.emit as Emit;
  const converting: Emit = (event, ...values) =>
    event === "error"
      ? emit.call(call, event, fromError(values[0]))
      : emit.call(call, event, ...values);
  call.emit = converting as typeof call.emit;
  return properties;
};

type Emit = (event: string | symbol, ...values: unknown[]) => boolean;

/** Requests of a streaming method. */
export type Messages<Q> = Iterable<Q> | AsyncIterable<Q>;

/** A method of a grpc-js client with promises: one argument for the requests, then metadata and options. */
export type PromiseMethod<M> = M extends (
  metadata: Metadata,
  options?: infer O,
) => ClientDuplexStream<infer Q, infer R>
  ? (
      requests: Messages<Q>,
      metadata?: Metadata,
      options?: O,
    ) => AsyncIterable<R>
  : M extends (
        request: infer Q,
        metadata: Metadata,
        options?: infer O,
      ) => ClientReadableStream<infer R>
    ? (request: Q, metadata?: Metadata, options?: O) => AsyncIterable<R>
    : M extends (
          metadata: Metadata,
          options: infer O,
          callback: Callback<infer R>,
        ) => ClientWritableStream<infer Q>
      ? (
          requests: Messages<Q>,
          metadata?: Metadata,
          options?: O,
        ) => Promise<Defined<R>>
      : M extends (
            request: infer Q,
            metadata: Metadata,
            options: infer O,
            callback: Callback<infer R>,
          ) => ClientUnaryCall
        ? (request: Q, metadata?: Metadata, options?: O) => Promise<Defined<R>>
        : M;

type Callback<R> = (error: ServiceError | null, response: R) => void;
type Defined<R> = Exclude<R, undefined>;

/** A client whose methods return promises and async iterables. */
export type PromiseClient<C> = { [P in keyof C]: PromiseMethod<C[P]> };

/**
 * A promise client over any grpc-js client (made by ts-proto, grpc-tools, or proto-loader).
 *
 * @example
 * const users = promises(new UserServiceClient(address, credentials));
 * const user = await users.getUser({ id: "42" });
 * for await (const user of users.listUsers({})) console.log(user);
 */
export function promises<C extends object>(client: C): PromiseClient<C> {
  return new Proxy(Object.create(client) as C, {
    get(_, key) {
      const value: unknown = Reflect.get(client, key);
      if (typeof value !== "function") return value;
      const method = value.bind(client) as (...given: unknown[]) => never;
      const { requestStream, responseStream } = value as Streaming;
      if (requestStream === undefined) return method;
      return (
        input: unknown,
        metadata: Metadata = new Metadata(),
        options: object = {},
      ) => {
        const rest = requestStream
          ? [metadata, options]
          : [input, metadata, options];
        const send = (call: ClientWritableStream<unknown>) =>
          requestStream && write(input as Messages<unknown>, call);
        return responseStream
          ? messages<unknown>(() => method(...rest), send as never)
          : answer((done) => send(method(...rest, done)));
      };
    },
  }) as PromiseClient<C>;
}

/**
 * The messages of a response stream; a failing call throws an EgoError behind the last message, leaving the loop cancels the call.
 *
 * @example for await (const user of messages(client.listUsers({}))) console.log(user);
 */
export function messages<R>(
  start: ClientReadableStream<R> | (() => ClientReadableStream<R>),
  started?: (call: ClientReadableStream<R>) => unknown,
): AsyncGenerator<R, void, undefined> {
  // A call that runs already may fail before anyone reads it; without a listener that would end the process.
  const running = typeof start === "function" ? undefined : watched(start);
  return iterate(
    () => running ?? watched((start as () => ClientReadableStream<R>)()),
    started,
  );
}

interface Watched<R> {
  readonly call: ClientReadableStream<R>;
  failure?: { readonly error: unknown };
}

function watched<R>(call: ClientReadableStream<R>): Watched<R> {
  const state: Watched<R> = { call };
  call.on("error", (error) => {
    state.failure ??= { error: fromError(error) };
  });
  return state;
}

async function* iterate<R>(
  open: () => Watched<R>,
  started?: (call: ClientReadableStream<R>) => unknown,
): AsyncGenerator<R, void, undefined> {
  const state = open();
  const { call } = state;
  Promise.resolve(started?.(call)).catch((error: unknown) => {
    state.failure = { error };
  });
  try {
    for await (const message of call) yield message as R;
  } catch (error) {
    state.failure ??= { error: fromError(error) };
  } finally {
    call.cancel();
  }
  if (state.failure) throw state.failure.error;
}

interface Streaming {
  readonly requestStream?: boolean;
  readonly responseStream?: boolean;
}

function answer<R>(
  start: (done: (error: unknown, value?: R) => void) => unknown,
): Promise<R> {
  return new Promise((resolve, reject) => {
    const writing = start((error, value) =>
      error ? reject(fromError(error)) : resolve(value as R),
    );
    Promise.resolve(writing).catch(reject);
  });
}

// A server may end the call before it has read everything: what is left is not written then.
async function write(
  requests: Messages<unknown>,
  call: ClientWritableStream<unknown>,
): Promise<void> {
  let over = false;
  call.once("close", () => (over = true)).once("error", () => (over = true));
  try {
    for await (const request of requests) {
      if (over) return;
      if (!call.write(request))
        await new Promise((resolve) => {
          call.once("drain", resolve).once("close", resolve);
        });
    }
    call.end();
  } catch (error) {
    // The source of the requests failed: the server must not take what it has for all of them.
    call.cancel();
    throw error;
  }
}
