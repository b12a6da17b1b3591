/** The TypeScript testee: one JSON request per line on stdin, one answer per line on stdout. */
import {
  DuplicateCodeError,
  EgoError,
  fromError,
  httpStatusOf,
  is,
  Registry,
  type StatusName,
  statusNumber,
} from "./egoerrors/index.js";
import { chain, derived, fresh, raised } from "./sources.js";
import {
  bad,
  base64,
  definition,
  integer,
  isObject,
  type Json,
  list,
  locale,
  Refusal,
  text,
  texts,
} from "./values.js";

type Operation = (request: Json, registry: Registry) => Json;

const NONE: Json = { none: true };

const operations: Readonly<Record<string, Operation>> = {
  from_error: (request, registry) =>
    view(fromError(raised(sourceOf(request), registry), registry), registry),
  register: declare,
  declare,
  match: (request, registry) => ({
    match: is(
      raised(required(request, "source"), registry),
      target(request["target"], registry),
      registry,
    ),
  }),
  derive(request, registry) {
    const before = read(request, registry);
    const after = derived(before, request["steps"], registry);
    return { before: view(before, registry), after: view(after, registry) };
  },
  i18n(request, registry) {
    const error = fresh(request["code"], registry);
    const filled = error.withMetadata(texts(request["metadata"] ?? {}));
    return { text: filled.localized(locale(request["locale"])) };
  },
  display: (request, registry) => ({
    text: read(request, registry)?.display(locale(request["locale"])) ?? "",
  }),
  http_status(request, registry) {
    if (!("status" in request))
      return { http_status: read(request, registry)?.httpStatus ?? 200 };
    const name = text(request["status"]);
    if (statusNumber(name) === undefined) throw bad(`no status ${name}`);
    return { http_status: httpStatusOf(name as StatusName) };
  },
  http_body(request, registry) {
    const error = read(request, registry);
    if (!error) return NONE;
    const body = error.httpBody(locale(request["locale"]));
    return { http_status: error.httpStatus, body };
  },
  to_status: (request, registry) => sent(read(request, registry)),
  hop(request, registry) {
    let error = read(request, registry);
    const times = integer(request["times"] ?? 1);
    if (times < 1 || times > 10) throw bad("times is 1 to 10");
    for (let i = 1; error && i < times; i++) {
      error = fromError(raised(sent(error), registry), registry);
    }
    return sent(error);
  },
  chain(request, registry) {
    const error = read(request, registry);
    return { chain: error ? chain(error) : [] };
  },
};

function required(request: Json, key: string): unknown {
  if (!(key in request)) throw bad(`${key} is missing`);
  return request[key];
}

function sourceOf(request: Json): unknown {
  if ("source" in request) return request["source"];
  const { grpc_status = 2, grpc_message = "", details_b64 = null } = request;
  return { grpc_status, grpc_message, details_b64 };
}

function read(request: Json, registry: Registry): EgoError | undefined {
  return fromError(raised(required(request, "source"), registry), registry);
}

function target(value: unknown, registry: Registry): EgoError | undefined {
  if (value === undefined) throw bad("target is missing");
  if (value === null) return undefined;
  return isObject(value)
    ? fromError(raised(value, registry), registry)
    : fresh(value, registry);
}

function declare(_: Json, registry: Registry): Json {
  const codes = registry.codes().map((code) => ({
    full_name: code.fullName,
    reason: code.reason,
    domain: code.domain,
    status: code.status,
    http_status: httpStatusOf(code.status),
    message: code.message,
    i18n: code.i18n,
    parameters: code.keys,
  }));
  return { codes };
}

function view(error: EgoError | undefined, registry: Registry): Json {
  if (!error) return NONE;
  const matches = registry.codes().filter((code) => is(error, code, registry));
  return {
    status: error.status,
    reason: error.reason,
    domain: error.domain,
    metadata: error.metadata,
    message: error.message,
    details_broken: error.detailsBroken,
    status_mismatch: error.statusMismatch,
    registered: error.definition !== undefined,
    matches: matches.map((code) => code.fullName).sort(),
    chain: chain(error),
    details_b64: base64(error.toStatus().details),
  };
}

function sent(error: EgoError | undefined): Json {
  if (!error) return NONE;
  const { code, message, details } = error.toStatus();
  return {
    grpc_status: code,
    grpc_message: message,
    details_b64: base64(details),
  };
}

// The registry of a request; kept while the next requests declare the same.
let lastKey = "[]";
let lastRegistry = new Registry();

function registryOf(declared: unknown): Registry {
  const key = JSON.stringify(declared);
  if (key === lastKey) return lastRegistry;
  const registry = new Registry();
  for (const item of list(declared)) {
    try {
      registry.register(definition(item));
    } catch (error) {
      if (!(error instanceof DuplicateCodeError)) throw error;
      throw new Refusal("duplicate", error.message, {
        first: error.first.fullName,
        second: error.second.fullName,
      });
    }
  }
  lastKey = key;
  lastRegistry = registry;
  return registry;
}

function answer(line: string): Json {
  let id: unknown = null;
  try {
    const request = parse(line);
    const given = request["id"];
    id = typeof given === "string" || Number.isInteger(given) ? given : null;
    const { op } = request;
    if (typeof op !== "string" || !Object.hasOwn(operations, op))
      throw new Refusal("unknown_op", String(op));
    const run = operations[op] as Operation;
    return { id, ...run(request, registryOf(request["codes"] ?? [])) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { kind, message, more } = error;
    return { id, error: { kind, text: message, ...more } };
  }
}

function parse(line: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Refusal("malformed", "not JSON");
  }
  if (!isObject(value)) throw new Refusal("malformed", "not a JSON object");
  return value;
}

// By hand: readline also ends a line at U+2028, which JSON strings may hold.
async function* lines(input: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  for await (const chunk of input) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      if (end < 0) break;
      parts.push(chunk.subarray(start, end));
      yield Buffer.concat(parts).toString("utf8");
      parts = [];
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
  }
  const rest = Buffer.concat(parts).toString("utf8");
  if (rest !== "") yield rest;
}

for await (const line of lines(process.stdin)) {
  process.stdout.write(`${JSON.stringify(answer(line))}\n`);
}
