/** Servers of grpc-js: handlers that may throw, reject, or pass any error on. */
import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  Metadata,
  sendUnaryData,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  ServiceError,
} from "@grpc/grpc-js";
import { EgoError } from "./error.js";
import { fromError } from "./from.js";
import { toServiceError } from "./grpc-status.js";

/** What a server may want to know about each error that it sends. */
export interface HandlerOptions {
  /** Called with each error before it is sent: the place for a log line, since foreign texts are not sent. */
  readonly onError?: (error: EgoError) => void;
}

/** A unary handler: returns the response or throws. */
export function unary<Q, R>(
  handler: (call: ServerUnaryCall<Q, R>) => R | Promise<R>,
  options?: HandlerOptions,
): handleUnaryCall<Q, R> {
  return wrap(handler, options);
}

/** A client-streaming handler: `for await (const message of call)`, then returns the response or throws. */
export function clientStream<Q, R>(
  handler: (call: ServerReadableStream<Q, R>) => R | Promise<R>,
  options?: HandlerOptions,
): handleClientStreamingCall<Q, R> {
  return wrap(handler, options);
}

/** A server-streaming handler: an async generator that yields the responses or throws. */
export function serverStream<Q, R>(
  handler: (
    call: ServerWritableStream<Q, R>,
  ) => AsyncIterable<R> | Promise<void>,
  options?: HandlerOptions,
): handleServerStreamingCall<Q, R> {
  return wrap(handler, options);
}

/** A bidirectional handler: an async generator that reads `call` and yields the responses or throws. */
export function bidiStream<Q, R>(
  handler: (call: ServerDuplexStream<Q, R>) => AsyncIterable<R> | Promise<void>,
  options?: HandlerOptions,
): handleBidiStreamingCall<Q, R> {
  return wrap(handler, options);
}

/**
 * A whole service, of handlers in the style of grpc-js or of the functions above: whatever they throw, reject with, give to
 * `callback` or emit as `error` goes out as the status it stands for.
 *
 * @example server.addService(UserServiceService, withErrors(new UserService()));
 */
export function withErrors<T extends object>(
  service: T,
  options?: HandlerOptions,
): T {
  // Over a child of it: a proxy of a frozen service would have to hand out its own functions.
  return new Proxy<T>(Object.create(service) as T, {
    get(_, key) {
      const value: unknown = Reflect.get(service, key);
      return typeof value === "function"
        ? wrap(value.bind(service), options)
        : value;
    },
  });
}

type AnyCall = ServerDuplexStream<unknown, unknown>;
type Emit = (event: string | symbol, ...values: unknown[]) => boolean;

// grpc-js gives a callback to handlers with one response and none to streams; the type of a handler says no more.
function wrap(
  handler: (call: never, callback: never) => unknown,
  options: HandlerOptions = {},
): (call: unknown, callback?: unknown) => void {
  return (call, callback) => {
    keepOpen(call as AnyCall);
    if (typeof callback === "function") {
      const send = callback as sendUnaryData<unknown>;
      const done = once((error, value, trailers, flags) => {
        if (error) send(outgoing(error, options, trailers));
        else send(null, value, trailers, flags);
      });
      settle(
        () => handler(call as never, done as never),
        (value) => value !== undefined && done(null, value),
        done,
      );
    } else {
      const stream = call as AnyCall;
      convertErrors(stream, options);
      settle(
        () => handler(call as never, undefined as never),
        (value) => isAsyncIterable(value) && pump(value, stream),
        (error) => stream.emit("error", error),
      );
    }
  };
}

// `for await` destroys a stream when it ends, and a destroyed call can no longer send its status: the client would wait for ever.
function keepOpen(call: AnyCall): void {
  if (typeof call.iterator === "function") {
    call[Symbol.asyncIterator] = () =>
      call.iterator({ destroyOnReturn: false }) as never;
  }
}

function outgoing(
  error: unknown,
  options: HandlerOptions,
  trailers?: Metadata,
): ServiceError {
  const known = fromError(error) ?? EgoError.of("UNKNOWN", "");
  try {
    options.onError?.(known);
  } catch {
    // A log line that fails must not cost the client its answer.
  }
  return toServiceError(known, trailers);
}

// grpc-js takes the status of a stream from its `error` event.
function convertErrors(call: AnyCall, options: HandlerOptions): void {
  const emit = call.emit as Emit;
  const converting: Emit = (event, ...values) =>
    event === "error"
      ? emit.call(call, event, outgoing(values[0], options))
      : emit.call(call, event, ...values);
  call.emit = converting as typeof call.emit;
  // What `stream.pipeline` does when its source fails; grpc-js itself would end such a call without a status.
  const destroy = call.destroy;
  call.destroy = (error) => {
    if (!error) return destroy.call(call);
    call.emit("error", error);
    return call;
  };
}

// Runs a handler of any style; a failure of `next` counts as one of the handler.
function settle(
  run: () => unknown,
  next: (value: unknown) => unknown,
  fail: (error: never) => unknown,
): void {
  new Promise((resolve) => resolve(run()))
    .then(next)
    .catch((error: unknown) => fail((error ?? new Error()) as never));
}

function once(done: sendUnaryData<unknown>): sendUnaryData<unknown> {
  let called = false;
  return (...values) => {
    if (called) return;
    called = true;
    done(...values);
  };
}

async function pump(
  messages: AsyncIterable<unknown>,
  call: AnyCall,
): Promise<void> {
  for await (const message of messages) {
    if (call.cancelled) return;
    if (!call.write(message)) await writable(call);
  }
  call.end();
}

// A cancelled call never drains.
function writable(call: AnyCall): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      for (const event of ["drain", "cancelled", "close"]) call.off(event, go);
      resolve();
    };
    for (const event of ["drain", "cancelled", "close"]) call.on(event, go);
  });
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return (
    typeof value === "object" && value !== null && Symbol.asyncIterator in value
  );
}
