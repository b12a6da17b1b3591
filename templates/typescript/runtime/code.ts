/** An error code: one declared error, as generated from an enum value. */
import { asciiLower, localeKey, localeWalk } from "./locale.js";
import { type ErrorStatus, statusNumber } from "./status.js";
import { compareText, wellFormed } from "./text.js";

/** What a generated module says about a code; only the parts that are not empty. */
export interface ErrorCodeInit<
  F extends string = string,
  R extends string = F,
  K extends string = string,
> {
  /** Full name of the enum value, `shop.user.v1.USER_ERR_NOT_FOUND`. */
  readonly fullName: F;
  /** ErrorInfo.reason; the full name unless generated with `identity=aip`. */
  readonly reason?: R;
  /** ErrorInfo.domain. */
  readonly domain?: string;
  /** The gRPC status that the error travels with. */
  readonly status: ErrorStatus;
  /** Message template; `{key}` is filled from the metadata. */
  readonly message?: string;
  /** Message templates by BCP-47 tag. */
  readonly i18n?: Readonly<Record<string, string>>;
  /** The declared metadata keys. */
  readonly keys?: readonly K[];
}

/** A definition that no error can be made from; `message` says why. */
export class InvalidCodeError extends Error {
  override readonly name = "InvalidCodeError";
}

/** One declared error, complete and immutable. */
export class ErrorCode<R extends string = string, K extends string = string> {
  readonly fullName: string;
  /** The name of the enum value: the full name behind its last dot. */
  readonly name: string;
  readonly reason: R;
  readonly domain: string;
  readonly status: ErrorStatus;
  /** The number of the status, 1 to 16. */
  readonly number: number;
  readonly message: string;
  /** Templates by tag as declared, with `_` as `-` and `cn` as `zh-CN`, sorted. */
  readonly i18n: Readonly<Record<string, string>>;
  readonly keys: readonly K[];
  readonly #tags: ReadonlyMap<string, string>;

  /** @throws InvalidCodeError when the full name is empty, the status is no error, or the reason names something else */
  constructor(init: ErrorCodeInit<string, R, K>) {
    this.fullName = wellFormed(init.fullName);
    this.name = this.fullName.slice(this.fullName.lastIndexOf(".") + 1);
    this.reason = wellFormed(init.reason ?? init.fullName) as R;
    this.domain = wellFormed(init.domain ?? "");
    this.status = init.status;
    this.number = statusNumber(init.status) ?? 0;
    this.message = wellFormed(init.message ?? "");
    this.keys = Object.freeze([...(init.keys ?? [])]);
    const i18n = templates(init.i18n ?? {});
    this.i18n = Object.freeze(Object.fromEntries(i18n));
    this.#tags = tags(i18n);
    const problem = problemOf(this);
    if (problem !== "") throw new InvalidCodeError(problem);
    Object.freeze(this);
  }

  /** The declared tag and its template for a locale, walking `zh-Hans-CN`, `zh-Hans`, `zh`. */
  localized(
    locale: string | null | undefined,
  ): { locale: string; template: string } | undefined {
    if (!locale || this.#tags.size === 0) return undefined;
    for (const key of localeWalk(wellFormed(locale))) {
      const tag = this.#tags.get(key);
      if (tag !== undefined)
        return { locale: tag, template: this.i18n[tag] as string };
    }
    return undefined;
  }

  /** Whether the other says the same in every field. */
  equals(other: ErrorCode): boolean {
    return this === other || fingerprint(this) === fingerprint(other);
  }

  toString(): string {
    return `${this.fullName} (${this.status}, domain "${this.domain}")`;
  }
}

function fingerprint(code: ErrorCode): string {
  const { fullName, reason, domain, status, message, i18n, keys } = code;
  const texts = Object.entries(i18n);
  return JSON.stringify([
    fullName,
    reason,
    domain,
    status,
    message,
    texts,
    keys,
  ]);
}

function problemOf(code: ErrorCode): string {
  if (code.fullName === "") return "an error code needs a full name";
  if (code.number === 0)
    return `${code.fullName}: "${code.status}" is not the status of an error`;
  if (code.reason === code.fullName) return "";
  if (code.reason !== code.name)
    return `${code.fullName}: the reason "${code.reason}" is neither its full name nor its name`;
  return code.domain === ""
    ? `${code.fullName}: the reason "${code.reason}" needs a domain`
    : "";
}

// Normalised keys, sorted; a key written `zh-CN` wins over one written `cn`.
function templates(
  declared: Readonly<Record<string, string>>,
): [string, string][] {
  const found = new Map<string, string>();
  for (const [written, template] of Object.entries(declared)) {
    const key = localeKey(wellFormed(written));
    if (written === key || !found.has(key)) {
      found.set(key, wellFormed(template));
    }
  }
  return [...found].sort(([a], [b]) => compareText(a, b));
}

// Of keys that are equal without case the first counts.
function tags(i18n: readonly [string, string][]): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key] of i18n) {
    const lower = asciiLower(key);
    if (!found.has(lower)) found.set(lower, key);
  }
  return found;
}
