/** The protobuf wire format, as far as google.rpc.Status needs it: a total reader and a canonical writer. */
import { encodeUtf8 } from "./text.js";

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** What `scan` calls for the fields of a message. */
export interface Visitor {
  /** A varint field, by its low 32 bits. */
  varint?(field: number, low: number): void;
  /** A length-delimited field, the bytes from `start` to before `end`; false says that its content is malformed. */
  bytes?(field: number, start: number, end: number): boolean;
}

/**
 * Reads the fields of one message in order. Groups count as malformed: no message of google.rpc has any.
 *
 * @returns false when the bytes are not a well-formed message; it never throws and never reads outside of them.
 */
export function scan(
  bytes: Uint8Array,
  start: number,
  end: number,
  visitor: Visitor,
): boolean {
  const cursor = new Cursor(bytes, start, end);
  while (cursor.at < end) {
    if (!cursor.varint() || cursor.beyond32) return false;
    const field = cursor.low >>> 3;
    if (field === 0) return false;
    switch (cursor.low & 7) {
      case VARINT:
        if (!cursor.varint()) return false;
        visitor.varint?.(field, cursor.low);
        break;
      case BYTES: {
        if (!cursor.varint() || cursor.beyond32) return false;
        const from = cursor.at;
        if (!cursor.forward(cursor.low >>> 0)) return false;
        if (visitor.bytes?.(field, from, cursor.at) === false) return false;
        break;
      }
      case FIXED64:
        if (!cursor.forward(8)) return false;
        break;
      case FIXED32:
        if (!cursor.forward(4)) return false;
        break;
      default:
        return false;
    }
  }
  return true;
}

/** A position in a message, and the varint that was read last. */
class Cursor {
  /** The low 32 bits of the varint, signed. */
  low = 0;
  /** Whether the varint has bits above those. */
  beyond32 = false;
  at: number;
  private readonly bytes: Uint8Array;
  private readonly end: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** Reads a varint: at most ten bytes, the tenth 0 or 1, not necessarily minimal. */
  varint(): boolean {
    let low = 0;
    this.beyond32 = false;
    for (let i = 0; i < 10; i++) {
      if (this.at >= this.end) return false;
      const byte = this.bytes[this.at++] as number;
      const bits = byte & 0x7f;
      if (i < 5) low |= bits << (7 * i);
      if (i === 4 ? bits > 0x0f : i > 4 && bits > 0) this.beyond32 = true;
      if (byte < 0x80) {
        this.low = low;
        return i < 9 || byte <= 1;
      }
    }
    return false;
  }

  /** Moves on by so many bytes, if there are as many. */
  forward(count: number): boolean {
    if (count > this.end - this.at) return false;
    this.at += count;
    return true;
  }
}

/** Collects the fields of one message in canonical form: minimal varints, nothing written twice. */
export class Writer {
  private readonly parts: (Uint8Array | number)[] = [];
  private size = 0;

  /** A varint field; 0 is left out, a negative int32 is written as ten bytes. */
  varint(field: number, value: number): this {
    if (value === 0) return this;
    this.raw(field << 3);
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 0x7fn; rest >>= 7n) this.byte(Number(rest & 0x7fn) | 0x80);
    this.byte(Number(rest));
    return this;
  }

  /** A string or bytes field; written even if empty. */
  bytes(field: number, value: Uint8Array | string): this {
    const bytes = typeof value === "string" ? encodeUtf8(value) : value;
    this.raw((field << 3) | BYTES);
    this.raw(bytes.length);
    this.parts.push(bytes);
    this.size += bytes.length;
    return this;
  }

  /** A string or bytes field; left out if empty, as proto3 does. */
  optional(field: number, value: Uint8Array | string): this {
    return value.length === 0 ? this : this.bytes(field, value);
  }

  /** The bytes of the message. */
  finish(): Uint8Array {
    const out = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.parts) {
      if (typeof part === "number") {
        out[at++] = part;
      } else {
        out.set(part, at);
        at += part.length;
      }
    }
    return out;
  }

  private raw(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  private byte(value: number): void {
    this.parts.push(value);
    this.size++;
  }
}
