/** The least of a grpc-js Metadata that its server asks for when it sends a status. */
import { percentEncode } from "./text.js";
import type { WireStatus } from "./write.js";

/** Name of the trailer that carries google.rpc.Status. */
export const DETAILS_KEY = "grpc-status-details-bin";

/** Name of the trailer with the percent-encoded message. */
export const MESSAGE_KEY = "grpc-message";

/**
 * Trailers for grpc-js without importing it.
 *
 * An EgoError that reaches grpc-js as it is (`call.destroy(err)`, `call.emit("error", err)`) is taken for a status with
 * `metadata`; without `clone` and `toHttp2Headers` on it the server process would end with a TypeError.
 */
export class Trailers {
  readonly #headers: Record<string, string>;

  constructor(status: WireStatus) {
    this.#headers = { [MESSAGE_KEY]: percentEncode(status.message) };
    if (status.details) this.#headers[DETAILS_KEY] = base64(status.details);
  }

  set(key: string, value: string | Uint8Array): void {
    this.#headers[key] = typeof value === "string" ? value : base64(value);
  }

  toHttp2Headers(): Record<string, string> {
    return { ...this.#headers };
  }
}

const ALPHABET =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Standard base64 with padding (RFC 4648); neither Buffer (browsers) nor btoa (Latin-1 strings) is needed. */
export function base64(bytes: Uint8Array): string {
  let out = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const bits =
      ((bytes[at] ?? 0) << 16) |
      ((bytes[at + 1] ?? 0) << 8) |
      (bytes[at + 2] ?? 0);
    for (let i = 0; i < 4; i++) {
      out += i <= left ? ALPHABET[(bits >> (18 - 6 * i)) & 63] : "=";
    }
  }
  return out;
}

/** The bytes of base64 text, padded or not, standard or URL-safe; other characters are passed over. */
export function fromBase64(text: string): Uint8Array {
  const out: number[] = [];
  let bits = 0;
  let count = 0;
  for (const char of text.replaceAll("-", "+").replaceAll("_", "/")) {
    const digit = ALPHABET.indexOf(char);
    if (digit < 0) continue;
    bits = ((bits << 6) | digit) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push((bits >> count) & 0xff);
    }
  }
  return Uint8Array.from(out);
}
