/** The chain of an error: itself, the members of an AggregateError, its causes. */

// Longer chains are made by accident or by an attacker.
const MAX_LINKS = 128;

/** The objects of a chain from the outside in, each once; members of a group come before its cause. */
export function* links(error: unknown): Generator<object> {
  if (typeof error !== "object" || error === null) return;
  // Most chains are not walked beyond the first link: what walking needs is made behind it.
  yield error;
  const seen = new Set<unknown>([error]);
  const ahead = inner(error).reverse();
  while (ahead.length > 0 && seen.size < MAX_LINKS) {
    const link = ahead.pop();
    if (typeof link !== "object" || link === null || seen.has(link)) continue;
    seen.add(link);
    yield link;
    ahead.push(...inner(link).reverse());
  }
}

function inner(link: object): unknown[] {
  const { cause, errors } = link as { cause?: unknown; errors?: unknown };
  return Array.isArray(errors)
    ? [...errors.slice(0, MAX_LINKS), cause]
    : [cause];
}
