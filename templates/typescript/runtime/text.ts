/** Text that is always well-formed Unicode, its UTF-8 bytes, and the order of those bytes. */

const LONE_SURROGATE =
  /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

// A BOM is text like any other here; by default a TextDecoder would swallow it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** The text with every lone surrogate replaced by U+FFFD: `encodeURI` throws on one, and UTF-8 has no form for it. */
export function wellFormed(text: string): string {
  // In every engine since 2023; much cheaper than the expression.
  const { isWellFormed } = text as { isWellFormed?: () => boolean };
  if (isWellFormed?.call(text)) return text;
  return text.replace(LONE_SURROGATE, "\ufffd");
}

/**
 * Decodes UTF-8; each maximal ill-formed subpart becomes one U+FFFD (WHATWG Encoding, Unicode 3.9 table 3-8).
 *
 * @param start - first byte
 * @param end - behind the last byte
 */
export function decodeUtf8(
  bytes: Uint8Array,
  start: number,
  end: number,
): string {
  // Keys are a few ASCII characters: entering the decoder costs more than this loop.
  if (end - start <= 8) {
    let text = "";
    let at = start;
    for (; at < end && (bytes[at] as number) < 0x80; at++) {
      text += String.fromCharCode(bytes[at] as number);
    }
    if (at === end) return text;
  }
  return decoder.decode(bytes.subarray(start, end));
}

/** The UTF-8 bytes of a text. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** How many UTF-8 bytes a well-formed text has. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) length += utf8Units(text.charCodeAt(i));
  return length;
}

// The bytes of one UTF-16 unit; a surrogate is one half of four bytes.
function utf8Units(unit: number): number {
  if (unit < 0x80) return 1;
  if (unit < 0x800 || (unit >= 0xd800 && unit < 0xe000)) return 2;
  return 3;
}

/** Compares by code points, which is the order of the UTF-8 bytes (plain `<` compares UTF-16 units). */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

// Surrogates stand for code points above U+FFFF: they sort behind every other unit.
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

/** Length of a text as grpc-message: a printable ASCII byte other than `%` counts 1, any other byte 3. */
export function percentLength(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    length +=
      unit >= 0x20 && unit <= 0x7e && unit !== 0x25 ? 1 : 3 * utf8Units(unit);
  }
  return length;
}

/** The text as grpc-message, by the "Percent-Byte" rule of the gRPC over HTTP/2 specification. */
export function percentEncode(text: string): string {
  return text.replace(/[^ -$&-~]+/g, (part) =>
    Array.from(
      encodeUtf8(part),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
    ).join(""),
  );
}

/** The text of a grpc-message; a `%` that starts no escape stands for itself. */
export function percentDecode(text: string): string {
  if (!text.includes("%")) return text;
  const bytes: number[] = [];
  for (const part of text.match(/%[0-9A-Fa-f]{2}|[^%]+|%/g) ?? []) {
    if (part.length === 3 && part.startsWith("%"))
      bytes.push(Number.parseInt(part.slice(1), 16));
    else bytes.push(...encodeUtf8(part));
  }
  return decodeUtf8(Uint8Array.from(bytes), 0, bytes.length);
}
