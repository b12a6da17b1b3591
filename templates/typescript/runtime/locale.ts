/** Message templates: filling them, and finding the one for a locale. */
import type { Metadata } from "./metadata.js";

// Not `in`, which knows `toString`, nor hasOwn, which knows what is hidden on metadata for grpc-js.
const isEntry = Object.prototype.propertyIsEnumerable;

/**
 * Fills `{key}` from the metadata in one pass; a value is never looked at again, an unknown key stays as written.
 *
 * @example fill("user {uid} not found", { uid: "42" }) // "user 42 not found"
 */
export function fill(template: string, metadata: Metadata): string {
  let out = "";
  let at = 0;
  for (;;) {
    const open = template.indexOf("{", at);
    const close = open < 0 ? -1 : template.indexOf("}", open);
    if (close < 0) return out + template.slice(at);
    const key = template.slice(open + 1, close);
    const known = isEntry.call(metadata, key);
    out += template.slice(at, open) + (known ? metadata[key] : "{");
    at = known ? close + 1 : open + 1;
  }
}

/** A locale tag as an i18n key: `_` is read as `-`, and the whole tag `cn` means `zh-CN`. */
export function localeKey(tag: string): string {
  const key = tag.replaceAll("_", "-");
  return asciiLower(key) === "cn" ? "zh-CN" : key;
}

/**
 * The keys that a lookup tries, in lower case: `zh-Hans-CN` → `zh-hans-cn`, `zh-hans`, `zh`.
 */
export function localeWalk(tag: string): string[] {
  const walk: string[] = [];
  let rest = asciiLower(localeKey(tag));
  while (rest !== "") {
    walk.push(rest);
    rest = rest.slice(0, Math.max(rest.lastIndexOf("-"), 0));
  }
  return walk;
}

/** Lower case for A to Z only: a full mapping would make `K` (Kelvin) a `k`. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
