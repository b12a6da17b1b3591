/** The values of a request, checked: what is not as tests/conformance/README.md says becomes a Refusal. */
import { ErrorCode, InvalidCodeError } from "./egoerrors/index.js";
import { decodeUtf8 } from "./egoerrors/text.js";

export type Json = Readonly<Record<string, unknown>>;

/** An answer that is an error. */
export class Refusal extends Error {
  constructor(
    readonly kind: string,
    text: string,
    readonly more: Json = {},
  ) {
    super(text);
  }
}

export function bad(what: string): Refusal {
  return new Refusal("bad_request", what);
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A JSON string, or one given by bytes or by UTF-16 units because JSON could not hold it. */
export function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (!isObject(value)) throw bad("text expected");
  if ("b64" in value) {
    const given = bytes(value["b64"]);
    return decodeUtf8(given, 0, given.length);
  }
  const units = value["utf16"];
  if (!Array.isArray(units) || !units.every((unit) => isUnit(unit)))
    throw bad("text expected");
  return units.map((unit) => String.fromCharCode(unit as number)).join("");
}

function isUnit(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 65536;
}

export function bytes(value: unknown): Uint8Array {
  if (typeof value !== "string") throw bad("base64 expected");
  const decoded = Buffer.from(value, "base64");
  if (decoded.toString("base64") !== value) throw bad("bad base64");
  return decoded;
}

export function base64(value: Uint8Array | undefined): string | null {
  return value ? Buffer.from(value).toString("base64") : null;
}

export function integer(value: unknown): number {
  if (typeof value !== "number" || (value | 0) !== value)
    throw bad("integer expected");
  return value;
}

export function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw bad("list expected");
  return value;
}

/** An object of texts; as the runtime takes it, and not shared with the request. */
export function texts(value: unknown): Record<string, string> {
  if (!isObject(value)) throw bad("object expected");
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, text(item)]),
  );
}

/** A locale, or null. */
export function locale(value: unknown): string | null {
  return value === null || value === undefined ? null : text(value);
}

/** A code as a request declares it. */
export function definition(value: unknown): ErrorCode {
  if (!isObject(value)) throw bad("a definition is an object");
  const fullName = text(value["full_name"]);
  const optional = (key: string, other: string) =>
    value[key] === undefined ? other : text(value[key]);
  const init = {
    fullName,
    reason: optional("reason", fullName),
    domain: optional("domain", ""),
    status: text(value["status"]) as "UNKNOWN",
    message: optional("message", ""),
    i18n: texts(value["i18n"] ?? {}),
    keys: list(value["parameters"] ?? []).map(text),
  };
  try {
    return new ErrorCode<string, string>(init);
  } catch (error) {
    if (!(error instanceof InvalidCodeError)) throw error;
    throw new Refusal("invalid_code", error.message);
  }
}
