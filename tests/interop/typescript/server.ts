/** The TypeScript server: prints its port, fails as ordered, ends with its stdin. */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { EgoError } from "./egoerrors/index.js";
import {
  bidiStream,
  clientStream,
  serverStream,
  unary,
} from "./egoerrors/grpc.js";
import {
  UserErrLocked,
  UserErrNotFound,
  UserNotFound,
} from "./interop_errors.js";
import { call, definition, type MethodName } from "./rpc.js";

interface Order {
  readonly code: keyof typeof codes;
  readonly message?: string;
  readonly metadata?: Record<string, string>;
  readonly details?: readonly { type_url: string; value_b64: string }[];
  readonly next?: readonly string[];
}

const codes = {
  USER_ERR_NOT_FOUND: () => new UserErrNotFound({ uid: "" }),
  USER_ERR_LOCKED: () => new UserErrLocked({ uid: "" }),
  USER_NOT_FOUND: () => new UserNotFound({ uid: "" }),
};

/** The error that an order asks for, made here or caught at the next hop. */
async function ordered(method: MethodName, text: string): Promise<unknown> {
  const order = JSON.parse(text) as Order;
  const [address, ...next] = order.next ?? [];
  if (address !== undefined) {
    const onward = JSON.stringify({ ...order, next });
    return (await call(address, method, onward))[1];
  }
  let error: EgoError = codes[order.code]();
  if (order.message !== undefined) error = error.withMessage(order.message);
  // Its declared key is a required argument here; an order may go without.
  error = error.withMetadata(order.metadata ?? {});
  const details = (order.details ?? []).map((detail) => ({
    typeUrl: detail.type_url,
    value: Buffer.from(detail.value_b64, "base64"),
  }));
  return details.length > 0 ? error.withDetails(details) : error;
}

const service = {
  Unary: unary<string, string>(async (given) => {
    throw await ordered("Unary", given.request);
  }),
  Download: serverStream<string, string>(async function* (given) {
    for (let n = 0; n < 3; n++) yield given.request;
    throw await ordered("Download", given.request);
  }),
  Upload: clientStream<string, string>(async (given) => {
    let order = "";
    for await (const request of given) order = request as string;
    throw await ordered("Upload", order);
  }),
  Chat: bidiStream<string, string>(async function* (given) {
    let order = "";
    for await (const request of given) yield (order = request as string);
    throw await ordered("Chat", order);
  }),
};

export function serve(): void {
  const server = new Server();
  server.addService(definition, service);
  server.bindAsync(
    "127.0.0.1:0",
    ServerCredentials.createInsecure(),
    (error, port) => {
      if (error) throw error;
      process.stdout.write(`${port}\n`);
    },
  );
  process.stdin.on("end", () => process.exit()).resume();
}
