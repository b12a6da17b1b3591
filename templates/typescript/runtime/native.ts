/** Recognising what other libraries raise: grpc-js, connect, and the plain objects of google.rpc.Status. */
import type { DetailInit } from "./details.js";
import { packErrorInfo, writeStatus } from "./rpc.js";
import { percentDecode } from "./text.js";
import { DETAILS_KEY, fromBase64, MESSAGE_KEY } from "./trailers.js";
import { entriesOf, metadataOf } from "./metadata.js";

/** The parts of a status as they arrived. */
export interface Received {
  readonly number: number;
  readonly message: string;
  readonly details: Uint8Array | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** The status that a value stands for; undefined when it is no gRPC error. Getters of the value may throw. */
export function received(value: object): Received | undefined {
  const fields = value as Fields;
  const { code, details } = fields;
  if (typeof code !== "number" || !Number.isInteger(code)) return undefined;
  if (typeof details === "string") return fromGrpc(code, details, fields);
  if (typeof fields["rawMessage"] === "string" && Array.isArray(details)) {
    return isWrapper(code, fields)
      ? undefined
      : fromConnect(code, details, fields);
  }
  // An Error with a number (child_process has them) is no status. Not by its class: Errors of Node are foreign to Jest's realm.
  if ("stack" in value || typeof fields["message"] !== "string") {
    return undefined;
  }
  return fromPlain(code, fields["message"], details);
}

// ServiceError and StatusObject of grpc-js: `details` is the message, the Status lies in the trailers.
function fromGrpc(number: number, message: string, fields: Fields): Received {
  return { number, message, details: header(fields, DETAILS_KEY) };
}

// ConnectError. Over gRPC its metadata are the trailers, and its code is that of Status, which does not decide.
function fromConnect(
  code: number,
  items: readonly unknown[],
  fields: Fields,
): Received {
  const own = String(fields["rawMessage"]);
  const status = text(fields, "grpc-status");
  const sent = text(fields, MESSAGE_KEY);
  const wire = status !== undefined && /^\d{1,9}$/.test(status);
  const number = wire ? Number(status) : code;
  const message = wire && sent !== undefined ? percentDecode(sent) : own;
  const details = header(fields, DETAILS_KEY) ?? packed(number, message, items);
  return { number, message, details };
}

// What connect makes of an exception that is none of its own: the cause has more to say.
function isWrapper(code: number, fields: Fields): boolean {
  const { cause } = fields;
  return (
    code === 2 &&
    fields["isWireError"] === false &&
    typeof cause === "object" &&
    cause !== null
  );
}

// google.rpc.Status as an object, or what `toStatus` returned.
function fromPlain(
  number: number,
  message: string,
  details: unknown,
): Received {
  if (details instanceof Uint8Array) return { number, message, details };
  const items: readonly unknown[] = Array.isArray(details) ? details : [];
  return { number, message, details: packed(number, message, items) };
}

function packed(
  code: number,
  message: string,
  items: readonly unknown[],
): Uint8Array | undefined {
  const details = items.flatMap((item) => anyOf(item as Fields) ?? []);
  return details.length > 0
    ? writeStatus({ code, message, details })
    : undefined;
}

// Any by its fields; connect's { type, value }; a detail that connect has not packed yet, of which ErrorInfo is known.
function anyOf(item: Fields): DetailInit | undefined {
  const { value } = item;
  const url = item["typeUrl"] ?? item["type_url"];
  if (value instanceof Uint8Array) {
    if (typeof url === "string") return { typeUrl: url, value };
    const type = item["type"];
    return typeof type === "string"
      ? { typeUrl: `type.googleapis.com/${type}`, value }
      : undefined;
  }
  const desc = item["desc"] as Fields | undefined;
  if (desc?.["typeName"] !== "google.rpc.ErrorInfo") return undefined;
  const info = value as Fields;
  return packErrorInfo({
    reason: String(info["reason"] ?? ""),
    domain: String(info["domain"] ?? ""),
    metadata: metadataOf(entriesOf((info["metadata"] ?? {}) as never)),
  });
}

// The first trailer of this name: bytes in grpc-js, base64 text where fetch's Headers hold it.
function header(fields: Fields, key: string): Uint8Array | undefined {
  const value = first(fields, key);
  if (value instanceof Uint8Array) return value;
  return typeof value === "string"
    ? fromBase64(value.split(",", 1)[0] ?? "")
    : undefined;
}

function text(fields: Fields, key: string): string | undefined {
  const value = first(fields, key);
  return typeof value === "string" ? value : undefined;
}

function first(fields: Fields, key: string): unknown {
  const metadata = fields["metadata"] as
    { get?: (key: string) => unknown } | null | undefined;
  if (typeof metadata?.get !== "function") return undefined;
  const value = metadata.get(key);
  return Array.isArray(value) ? value[0] : value;
}
