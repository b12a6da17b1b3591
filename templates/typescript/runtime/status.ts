/** The 17 canonical gRPC status codes and the HTTP status that google.rpc.Code maps each of them to. */

const HTTP = {
  OK: 200,
  CANCELLED: 499,
  UNKNOWN: 500,
  INVALID_ARGUMENT: 400,
  DEADLINE_EXCEEDED: 504,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  PERMISSION_DENIED: 403,
  RESOURCE_EXHAUSTED: 429,
  FAILED_PRECONDITION: 400,
  ABORTED: 409,
  OUT_OF_RANGE: 400,
  UNIMPLEMENTED: 501,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DATA_LOSS: 500,
  UNAUTHENTICATED: 401,
} as const;

/** Name of a gRPC status code, as google.rpc.Code spells it (`CANCELLED` has two L). */
export type StatusName = keyof typeof HTTP;

/** A status that an error can have: every one but `OK`. */
export type ErrorStatus = Exclude<StatusName, "OK">;

/** The names in the order of their numbers: `STATUS_NAMES[5]` is `"NOT_FOUND"`. */
export const STATUS_NAMES: readonly StatusName[] = Object.freeze(
  Object.keys(HTTP) as StatusName[],
);

const NUMBERS: ReadonlyMap<string, number> = new Map(
  STATUS_NAMES.map((name, number) => [name, number]),
);

/** The number of a status name (`"NOT_FOUND"` → 5), `undefined` for any other text. */
export function statusNumber(name: string): number | undefined {
  return NUMBERS.get(name);
}

/** The name of a status number; a number that is none of the 17 is `"UNKNOWN"`. */
export function statusName(number: number): StatusName {
  return STATUS_NAMES[number] ?? "UNKNOWN";
}

/** The HTTP status for a gRPC status name, as documented in google/rpc/code.proto. */
export function httpStatusOf(name: StatusName): number {
  return HTTP[name];
}
