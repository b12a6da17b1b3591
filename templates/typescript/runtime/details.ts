/** google.protobuf.Any as an immutable value, and the google.rpc details that an application reads or adds. */
import { decodeUtf8, wellFormed } from "./text.js";
import { Reader, Writer } from "./wire.js";

const PREFIX = "type.googleapis.com/";

/** What a caller gives for a detail: the fields of google.protobuf.Any, as ts-proto and protobuf-es name them. */
export interface DetailInit {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/** One error detail. Its bytes go back on the wire exactly as they came. */
export class Detail implements DetailInit {
  /** As written on the wire, `type.googleapis.com/google.rpc.RetryInfo`. */
  readonly typeUrl: string;
  /** The full name of the message: the text after the last `/`. */
  readonly type: string;
  readonly #value: Uint8Array;

  /** Copies the bytes. */
  constructor(init: DetailInit) {
    this.typeUrl = wellFormed(String(init.typeUrl));
    this.type = typeOf(this.typeUrl);
    this.#value = new Uint8Array(init.value);
    Object.freeze(this);
  }

  /** A copy of the serialized message. */
  get value(): Uint8Array {
    return this.#value.slice();
  }
}

/** The message type that a type URL names; nothing is ever resolved. */
export function typeOf(typeUrl: string): string {
  return typeUrl.slice(typeUrl.lastIndexOf("/") + 1);
}

/** Packs a serialized message: `detail("google.rpc.Help", Help.encode(help).finish())`. */
export function detail(type: string, value: Uint8Array): Detail {
  return new Detail({ typeUrl: PREFIX + type, value });
}

/** google.rpc.LocalizedMessage, a message for a person who reads `locale` (BCP-47). */
export function localizedMessage(locale: string, message: string): Detail {
  const writer = new Writer()
    .optional(1, wellFormed(locale))
    .optional(2, wellFormed(message));
  return detail("google.rpc.LocalizedMessage", writer.finish());
}

/** google.rpc.RetryInfo: the client should wait so many milliseconds before it tries again. */
export function retryInfo(milliseconds: number): Detail {
  const seconds = Math.trunc(milliseconds / 1000);
  const nanos = Math.round((milliseconds - seconds * 1000) * 1e6);
  const duration = new Writer().varint(1, seconds).varint(2, nanos).finish();
  return detail(
    "google.rpc.RetryInfo",
    new Writer().bytes(1, duration).finish(),
  );
}

/** The first well-formed google.rpc.LocalizedMessage among the details. */
export function readLocalizedMessage(
  details: readonly DetailInit[],
): { locale: string; message: string } | undefined {
  return first(details, "google.rpc.LocalizedMessage", (bytes) => {
    const found = { locale: "", message: "" };
    const reader = new Reader(bytes);
    while (reader.next()) {
      const { field, start, end } = reader;
      if (!reader.isBytes) continue;
      if (field === 1) found.locale = decodeUtf8(bytes, start, end);
      if (field === 2) found.message = decodeUtf8(bytes, start, end);
    }
    return reader.wellFormed ? found : undefined;
  });
}

/** The delay in milliseconds of the first well-formed google.rpc.RetryInfo among the details. */
export function readRetryDelay(
  details: readonly DetailInit[],
): number | undefined {
  return first(details, "google.rpc.RetryInfo", (bytes) => {
    let delay: number | undefined;
    const reader = new Reader(bytes);
    while (reader.next()) {
      if (reader.field !== 1 || !reader.isBytes) continue;
      delay = readDuration(bytes, reader.start, reader.end);
      if (delay === undefined) return undefined;
    }
    return reader.wellFormed ? delay : undefined;
  });
}

// Seconds beyond 68 years are no delay that anyone waits for: the low 32 bits are enough.
function readDuration(
  bytes: Uint8Array,
  start: number,
  end: number,
): number | undefined {
  let seconds = 0;
  let nanos = 0;
  const reader = new Reader(bytes, start, end);
  while (reader.next()) {
    if (reader.isVarint && reader.field === 1) seconds = reader.low;
    if (reader.isVarint && reader.field === 2) nanos = reader.low;
  }
  return reader.wellFormed ? seconds * 1000 + nanos / 1e6 : undefined;
}

function first<T>(
  details: readonly DetailInit[],
  type: string,
  read: (bytes: Uint8Array) => T | undefined,
): T | undefined {
  for (const item of details) {
    const found = typeOf(item.typeUrl) === type ? read(item.value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
