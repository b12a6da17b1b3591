/** The metadata of an error: string to string, in the order of the keys' UTF-8 bytes. */
import { compareText, wellFormed } from "./text.js";

/** What a caller may give: an entry whose value is null or undefined is left out. */
export type MetadataInit = Readonly<Record<string, string | null | undefined>>;

/** Metadata as the runtime holds it. */
export type Metadata = Readonly<Record<string, string>>;

/** Metadata as an application reads it: declared keys by name, and whatever else the peer sent. */
export type MetadataOf<K extends string> = { readonly [P in K]?: string } & {
  readonly [key: string]: string | undefined;
};

/** Entries in no particular order. */
export type Entries = Iterable<readonly [string, string]>;

/** An object with these entries; of equal keys the last counts. A key may be anything, `__proto__` too. */
export function metadataOf(entries: Entries): Metadata {
  const unique = entries instanceof Map ? entries : new Map(entries);
  const sorted =
    unique.size > 1
      ? [...unique].sort(([a], [b]) => compareText(a, b))
      : unique;
  // Object.fromEntries defines own properties, where an assignment to `__proto__` would set the prototype.
  return Object.fromEntries(sorted);
}

/** The entries of what a caller gave, copied and well-formed. */
export function entriesOf(init: MetadataInit): [string, string][] {
  return Object.entries(init).flatMap(([key, value]): [string, string][] =>
    value === null || value === undefined
      ? []
      : [[wellFormed(key), wellFormed(String(value))]],
  );
}

/** The entries sorted by key; a plain object lists keys like `"10"` first, whatever the order they were given in. */
export function sortedEntries(metadata: Metadata): [string, string][] {
  return Object.entries(metadata).sort(([a], [b]) => compareText(a, b));
}
