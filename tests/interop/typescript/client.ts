/** The TypeScript client: one call a line on stdin, what was caught on stdout. */
import { createInterface } from "node:readline";
import type { ServiceError } from "@grpc/grpc-js";
import { fromError } from "./egoerrors/index.js";
import {
  isUserErrLocked,
  isUserErrNotFound,
  isUserNotFound,
} from "./interop_errors.js";
import { call, type Caught, type MethodName } from "./rpc.js";
import { trailers } from "./trailers.js";

const matchers: Readonly<Record<string, (error: unknown) => boolean>> = {
  USER_ERR_NOT_FOUND: isUserErrNotFound,
  USER_ERR_LOCKED: isUserErrLocked,
  USER_NOT_FOUND: isUserNotFound,
};

function caught([count, native]: Caught): object {
  const error = fromError(native);
  return {
    status: error?.status,
    reason: error?.reason,
    domain: error?.domain,
    metadata: error?.metadata,
    message: error?.message,
    display: error?.display("zh-CN"),
    matches: Object.keys(matchers).filter((name) => matchers[name]?.(native)),
    count,
    grpc_status: native.code,
    grpc_message: native.details,
    details_b64: received(native),
  };
}

function received(native: ServiceError): string | null {
  const [first] = native.metadata.get("grpc-status-details-bin");
  return first === undefined ? null : Buffer.from(first).toString("base64");
}

export async function ask(): Promise<void> {
  // Requests are ASCII, so that no character but the line feed can end a line.
  for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line) as {
      address: string;
      method: MethodName;
      order: string;
      raw?: boolean;
    };
    const { address, method, order } = asked;
    const answer = asked.raw
      ? await trailers(address, method, order)
      : caught(await call(address, method, order));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  process.exit();
}
