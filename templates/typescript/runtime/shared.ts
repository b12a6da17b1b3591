/** What all copies of the runtime in a process have together: a package's ESM and CommonJS halves are two copies, as are two versions. */

/**
 * The one value of this name, made by whichever copy asks first.
 *
 * @param name - with the number of its shape behind a slash; a copy with another shape does not find it
 */
export function shared<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`egoerrors.${name}`);
  const everywhere = globalThis as unknown as Record<symbol, T | undefined>;
  const found = everywhere[key];
  if (found) return found;
  const value = make();
  // Where the global object takes nothing more, each copy has its own.
  Reflect.defineProperty(everywhere, key, { value });
  return value;
}
