/** The chain of an error: itself, the members of an AggregateError, its causes. */

// Longer chains are made by accident or by an attacker.
const MAX_LINKS = 128;

/** The objects of a chain from the outside in, each once; members of a group come before its cause. */
export function* links(error: unknown): Generator<object> {
  const seen = new Set<unknown>();
  const ahead: unknown[] = [error];
  while (ahead.length > 0 && seen.size < MAX_LINKS) {
    const link = ahead.pop();
    if (typeof link !== "object" || link === null || seen.has(link)) continue;
    seen.add(link);
    yield link;
    if (!("cause" in link) && !("errors" in link)) continue;
    const { cause, errors } = link as { cause?: unknown; errors?: unknown };
    ahead.push(cause);
    if (Array.isArray(errors))
      ahead.push(...errors.slice(0, MAX_LINKS).reverse());
  }
}
