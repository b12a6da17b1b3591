/** Where an error comes from: the wire, a code, an exception, and what is derived from these. */
import { Metadata, status as names } from "@grpc/grpc-js";
import {
  EgoError,
  fromError,
  isEgoError,
  type Registry,
} from "./egoerrors/index.js";
import { wellFormed } from "./egoerrors/text.js";
import {
  bad,
  bytes,
  integer,
  isObject,
  type Json,
  list,
  Refusal,
  text,
  texts,
} from "./values.js";

/** The value that a source stands for, as an application would catch it. */
export function raised(source: unknown, registry: Registry): unknown {
  if (source === null) return undefined;
  if (!isObject(source)) throw bad("a source is an object or null");
  if ("steps" in source) {
    const { steps, ...rest } = source;
    return derived(
      fromError(raised(rest, registry), registry),
      steps,
      registry,
    );
  }
  if ("code" in source) return fresh(source["code"], registry);
  if ("exception" in source) return new Error(text(source["exception"]));
  if ("wrap" in source) {
    const inner = raised(source["wrap"], registry);
    const message = text(source["text"]);
    return inner === undefined
      ? new Error(message)
      : new Error(message, { cause: inner });
  }
  if ("local" in source) return local(source["local"]);
  return serviceError(source);
}

/** An error of a registered code. */
export function fresh(name: unknown, registry: Registry): EgoError {
  const code = registry.get(text(name));
  if (!code) throw new Refusal("unknown_code", `no code ${text(name)}`);
  return EgoError.from(code);
}

function local(kind: unknown): Error {
  if (kind === "deadline") return new DOMException("late", "TimeoutError");
  if (kind === "cancellation") return new DOMException("gone", "AbortError");
  throw bad("local is deadline or cancellation");
}

const WIRE = ["grpc_status", "grpc_message", "details_b64"];

// What a client of grpc-js gets: the message in `details`, the Status in the trailers.
function serviceError(source: Json): unknown {
  const unknown = Object.keys(source).find((key) => !WIRE.includes(key));
  if (unknown !== undefined) throw bad(`no source has ${unknown}`);
  const code = integer(source["grpc_status"] ?? 2);
  const details = text(source["grpc_message"] ?? "");
  const metadata = new Metadata();
  const given = source["details_b64"] ?? null;
  if (given !== null)
    metadata.set("grpc-status-details-bin", Buffer.from(bytes(given)));
  const error = new Error(`${code} ${names[code]}: ${details}`);
  return Object.assign(error, { code, details, metadata });
}

/** The error after each step; what was passed in and what is handed out is changed behind its back. */
export function derived(
  error: EgoError | undefined,
  steps: unknown,
  registry: Registry,
): EgoError {
  if (!error) throw bad("a step needs an error");
  let result = error;
  for (const step of list(steps)) {
    result = apply(result, step, registry);
    meddle(result);
  }
  return result;
}

function apply(error: EgoError, step: unknown, registry: Registry): EgoError {
  const [entry, ...others] = isObject(step) ? Object.entries(step) : [];
  if (!entry || others.length > 0) throw bad("a step has one key");
  const [name, value] = entry;
  switch (name) {
    case "with_message":
      return error.withMessage(text(value));
    case "with_metadata":
    case "add_metadata": {
      const given = texts(value);
      const result =
        name === "with_metadata"
          ? error.withMetadata(given)
          : error.addMetadata(given);
      given["mutated"] = "1";
      return result;
    }
    case "with_cause": {
      if (value === null) throw bad("a cause is not null");
      const cause = raised(value, registry);
      const plain =
        isObject(value) && ("exception" in value || "wrap" in value);
      return error.withCause(plain ? cause : fromError(cause, registry));
    }
    case "with_details": {
      const given = list(value).map((item) => {
        if (!isObject(item)) throw bad("a detail is an object");
        return {
          typeUrl: text(item["type_url"]),
          value: bytes(item["value_b64"]),
        };
      });
      const result = error.withDetails(given);
      for (const item of given) item.value.fill(255);
      given.length = 0;
      return result;
    }
    default:
      throw bad(`unknown step ${name}`);
  }
}

function meddle(error: EgoError): void {
  const attempts = [
    () => Object.assign(error.metadata, { mutated: "1" }),
    () => Object.assign(error, { reason: "mutated", message: "mutated" }),
    () => (error.details as unknown[]).push("mutated"),
    () => error.details.forEach((item) => item.value.fill(255)),
    () => error.toStatus().details?.fill(255),
  ];
  for (const attempt of attempts) {
    try {
      attempt();
    } catch (refusal) {
      if (!(refusal instanceof TypeError)) throw refusal;
    }
  }
}

/** The texts of the local causes, outermost first. */
export function chain(error: EgoError): string[] {
  const found: string[] = [];
  let link: unknown = error.cause;
  for (let i = 0; i < 128 && link instanceof Error; i++) {
    if (isEgoError(link)) found.push(`ego:${link.reason}`);
    else if (!("metadata" in link) && !(link instanceof DOMException))
      found.push(wellFormed(link.message));
    link = link.cause;
  }
  return found;
}
