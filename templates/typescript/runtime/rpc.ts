/** google.rpc.Status and google.rpc.ErrorInfo as they lie on the wire, with the caps of the error contract. */
import { type DetailInit, typeOf } from "./details.js";
import { type Metadata, sortedEntries } from "./metadata.js";
import { decodeUtf8, encodeUtf8 } from "./text.js";
import { Reader, Writer } from "./wire.js";

/** The type of the detail that carries reason, domain and metadata. */
export const ERROR_INFO = "google.rpc.ErrorInfo";

const ERROR_INFO_URL = `type.googleapis.com/${ERROR_INFO}`;
const ERROR_INFO_BYTES = encodeUtf8(ERROR_INFO_URL);
// A peer may send any number; what is looked at is bounded.
const MAX_DETAILS = 64;
const MAX_METADATA = 64;

/** The fields of google.rpc.ErrorInfo. */
export interface ErrorInfo {
  readonly reason: string;
  readonly domain: string;
  readonly metadata: ReadonlyMap<string, string>;
}

/** The fields of google.rpc.Status. */
export interface Status {
  readonly code: number;
  readonly message: string;
  readonly details: readonly DetailInit[];
}

/**
 * Reads a Status and its first 64 details; `undefined` when the bytes are malformed. The values are views, not copies.
 *
 * @param withMessage - false leaves the message empty: where grpc-message counts, decoding it once more would be for nothing
 */
export function readStatus(
  bytes: Uint8Array,
  withMessage = true,
): Status | undefined {
  let code = 0;
  let message = "";
  const details: DetailInit[] = [];
  const reader = new Reader(bytes);
  while (reader.next()) {
    const { field } = reader;
    if (reader.isVarint && field === 1) code = reader.low;
    if (!reader.isBytes) continue;
    if (field === 2 && withMessage) {
      message = decodeUtf8(bytes, reader.start, reader.end);
    }
    if (field === 3) {
      const item = readAny(bytes, reader.start, reader.end);
      if (!item) return undefined;
      if (details.length < MAX_DETAILS) details.push(item);
    }
  }
  return reader.wellFormed ? { code, message, details } : undefined;
}

function readAny(
  bytes: Uint8Array,
  start: number,
  end: number,
): DetailInit | undefined {
  let typeUrl = "";
  let from = end;
  let to = end;
  const reader = new Reader(bytes, start, end);
  while (reader.next()) {
    if (!reader.isBytes) continue;
    if (reader.field === 1) {
      typeUrl = decodeTypeUrl(bytes, reader.start, reader.end);
    } else if (reader.field === 2) {
      from = reader.start;
      to = reader.end;
    }
  }
  if (!reader.wellFormed) return undefined;
  return { typeUrl, value: bytes.subarray(from, to) };
}

// Nearly always the same: comparing is cheaper than decoding.
function decodeTypeUrl(bytes: Uint8Array, start: number, end: number): string {
  if (end - start === ERROR_INFO_BYTES.length) {
    let at = 0;
    while (at < end - start && bytes[start + at] === ERROR_INFO_BYTES[at]) at++;
    if (at === end - start) return ERROR_INFO_URL;
  }
  return decodeUtf8(bytes, start, end);
}

/** Reads an ErrorInfo and the first 64 distinct keys of its metadata; `undefined` when the bytes are malformed. */
export function readErrorInfo(bytes: Uint8Array): ErrorInfo | undefined {
  let reason = "";
  let domain = "";
  const metadata = new Map<string, string>();
  const reader = new Reader(bytes);
  while (reader.next()) {
    const { field, start, end } = reader;
    if (!reader.isBytes) continue;
    if (field === 1) reason = decodeUtf8(bytes, start, end);
    if (field === 2) domain = decodeUtf8(bytes, start, end);
    if (field === 3 && !readEntry(bytes, start, end, metadata)) {
      return undefined;
    }
  }
  return reader.wellFormed ? { reason, domain, metadata } : undefined;
}

function readEntry(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Map<string, string>,
): boolean {
  let key = "";
  let value = "";
  const reader = new Reader(bytes, start, end);
  while (reader.next()) {
    const { field } = reader;
    if (!reader.isBytes) continue;
    if (field === 1) key = decodeUtf8(bytes, reader.start, reader.end);
    if (field === 2) value = decodeUtf8(bytes, reader.start, reader.end);
  }
  if (!reader.wellFormed) return false;
  if (into.size < MAX_METADATA || into.has(key)) into.set(key, value);
  return true;
}

/** The canonical bytes of a Status. */
export function writeStatus(status: Status): Uint8Array {
  const writer = new Writer()
    .varint(1, status.code)
    .optional(2, status.message);
  for (const item of status.details) {
    const any = new Writer().optional(1, item.typeUrl).optional(2, item.value);
    writer.bytes(3, any.finish());
  }
  return writer.finish();
}

/** The detail that carries an ErrorInfo, canonical: entries sorted, key and value always written. */
export function packErrorInfo(
  info: { reason: string; domain: string; metadata: Metadata },
  typeUrl = ERROR_INFO_URL,
): DetailInit {
  const writer = new Writer().optional(1, info.reason).optional(2, info.domain);
  for (const [key, value] of sortedEntries(info.metadata)) {
    writer.bytes(3, new Writer().bytes(1, key).bytes(2, value).finish());
  }
  return { typeUrl, value: writer.finish() };
}

/** Whether a detail has the type ErrorInfo. */
export function isErrorInfo(item: DetailInit): boolean {
  const { typeUrl } = item;
  return typeUrl === ERROR_INFO_URL || typeOf(typeUrl) === ERROR_INFO;
}
