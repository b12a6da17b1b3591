/** All error codes that are known in a running process. */
import type { ErrorCode } from "./code.js";
import { shared } from "./shared.js";

/** Two different definitions under one identity. */
export class DuplicateCodeError extends Error {
  override readonly name = "DuplicateCodeError";
  readonly first: ErrorCode;
  readonly second: ErrorCode;

  constructor(first: ErrorCode, second: ErrorCode) {
    super(`two definitions of one error code: ${first} and ${second}`);
    this.first = first;
    this.second = second;
  }
}

/** Error codes by identity. Generated modules fill `registry`; a test may have one of its own. */
export class Registry {
  readonly #byFullName = new Map<string, ErrorCode>();
  readonly #byName = new Map<string, ErrorCode[]>();

  /**
   * Adds codes: all of them or, if one is refused, none. The same definition again changes nothing.
   *
   * @throws DuplicateCodeError when an identity is taken by a different definition
   */
  register(...codes: readonly ErrorCode[]): void {
    const fresh = new Map<string, ErrorCode>();
    for (const code of codes) {
      const known =
        this.#byFullName.get(code.fullName) ?? fresh.get(code.fullName);
      if (known?.equals(code)) continue;
      const twin = known ?? this.#twin(code, fresh.values());
      if (twin) throw new DuplicateCodeError(twin, code);
      fresh.set(code.fullName, code);
    }
    for (const code of fresh.values()) {
      this.#byFullName.set(code.fullName, code);
      const same = this.#byName.get(code.name);
      if (same) same.push(code);
      else this.#byName.set(code.name, [code]);
    }
  }

  /** The code with this full name. */
  get(fullName: string): ErrorCode | undefined {
    return this.#byFullName.get(fullName);
  }

  /** All codes, in the order of their registration. */
  codes(): ErrorCode[] {
    return [...this.#byFullName.values()];
  }

  /** The code that reason and domain of an ErrorInfo stand for; a bare reason only if exactly one code has it. */
  resolve(reason: string, domain: string): ErrorCode | undefined {
    if (reason.includes(".")) return this.#byFullName.get(reason);
    const named = this.#byName.get(reason) ?? [];
    const found =
      domain === "" ? named : named.filter((code) => code.domain === domain);
    return found.length === 1 ? found[0] : undefined;
  }

  // A bare reason is an identity together with its domain, whatever the full name is.
  #twin(code: ErrorCode, fresh: Iterable<ErrorCode>): ErrorCode | undefined {
    if (code.reason.includes(".")) return undefined;
    const named = [...(this.#byName.get(code.name) ?? []), ...fresh];
    return named.find(
      (other) => other.reason === code.reason && other.domain === code.domain,
    );
  }
}

/** The registry of this process, whichever copy of the runtime asks: what generated modules register with. */
export const registry: Registry = shared("Registry/1", () => new Registry());
