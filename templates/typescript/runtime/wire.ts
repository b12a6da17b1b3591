/** The protobuf wire format, as far as google.rpc.Status needs it: a total reader and a canonical writer. */
import { encodeUtf8 } from "./text.js";

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/**
 * Walks over the fields of one message: `while (reader.next())`, then ask `wellFormed`. It never throws and never reads outside of
 * the message. Groups count as malformed: no message of google.rpc has any.
 */
export class Reader {
  /** The number of the current field. */
  field = 0;
  /** Whether it is length-delimited: the bytes from `start` to before `end`. */
  isBytes = false;
  start = 0;
  end = 0;
  /** Whether it is a varint, by its low 32 bits in `low` (signed). */
  isVarint = false;
  low = 0;
  /** Whether nothing malformed was met; final once `next` has said no. */
  wellFormed = true;

  private readonly bytes: Uint8Array;
  private readonly limit: number;
  private at: number;
  private beyond32 = false;

  constructor(bytes: Uint8Array, start = 0, limit = bytes.length) {
    this.bytes = bytes;
    this.at = start;
    this.limit = limit;
  }

  /** Goes to the next field; false at the end of the message and at the first malformed field. */
  next(): boolean {
    if (this.at >= this.limit) return false;
    this.wellFormed = this.tag();
    return this.wellFormed;
  }

  private tag(): boolean {
    if (!this.varint() || this.beyond32) return false;
    const tag = this.low;
    this.field = tag >>> 3;
    this.isBytes = (tag & 7) === BYTES;
    this.isVarint = (tag & 7) === VARINT;
    if (this.field === 0) return false;
    if (this.isVarint) return this.varint();
    if (this.isBytes) {
      if (!this.varint() || this.beyond32) return false;
      this.start = this.at;
      this.end = this.at + (this.low >>> 0);
      this.at = this.end;
    } else if ((tag & 7) === FIXED64) {
      this.at += 8;
    } else if ((tag & 7) === FIXED32) {
      this.at += 4;
    } else {
      return false;
    }
    return this.at <= this.limit;
  }

  // At most ten bytes, the tenth 0 or 1, not necessarily minimal.
  private varint(): boolean {
    let low = 0;
    this.beyond32 = false;
    for (let i = 0; i < 10; i++) {
      if (this.at >= this.limit) return false;
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
