/** Copies of small byte arrays, many to one buffer: an ArrayBuffer of its own is a good part of what reading an error costs. */

const SIZE = 8192;
const SMALL = 1024;

let buffer = new Uint8Array(0);
let used = 0;

/** The bytes once more. What leaves the runtime must be copied again, or its `buffer` would show what others hold. */
export function copyOfBytes(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length > SMALL) return new Uint8Array(bytes);
  if (used + length > buffer.length) {
    buffer = new Uint8Array(SIZE);
    used = 0;
  }
  buffer.set(bytes, used);
  used += length;
  return buffer.subarray(used - length, used);
}
