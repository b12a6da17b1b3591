/** Errors of connect, by its own class and over its own in-memory transport. */
import assert from "node:assert/strict";
import test from "node:test";
import {
  create,
  createFileRegistry,
  type DescService,
  toBinary,
} from "@bufbuild/protobuf";
import {
  AnySchema,
  EmptySchema,
  FileDescriptorSetSchema,
  type StringValue,
  StringValueSchema,
  file_google_protobuf_empty,
  file_google_protobuf_wrappers,
  FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import {
  Code,
  ConnectError,
  createClient,
  createRouterTransport,
  type Interceptor,
} from "@connectrpc/connect";
import { connectInterceptor, toConnectError } from "../egoerrors/connect.js";
import { EgoError, fromError } from "../egoerrors/index.js";
import {
  isUserErrNotFound,
  UserErrNotFound,
} from "../shop/user/v1/user_errors.js";

const gone = () => new UserErrNotFound({ uid: "42" });

function received(error: EgoError): ConnectError {
  const made = toConnectError(error, ConnectError);
  assert.ok(made instanceof ConnectError);
  return made;
}

test("a ConnectError is read by its details", () => {
  const error = fromError(received(gone()));
  assert.ok(isUserErrNotFound(error));
  assert.equal(error.message, "user 42 not found");
  assert.deepEqual(error.metadata, { uid: "42" });
  assert.ok(error instanceof UserErrNotFound);
});

test("a ConnectError over gRPC is read by its trailers, where grpc-status decides", () => {
  const { details, message } = gone().toStatus();
  const headers = {
    "grpc-status": "7",
    "grpc-message": "no%20%E4%BD%A0",
    "grpc-status-details-bin": Buffer.from(details ?? [])
      .toString("base64")
      .replace(/=+$/, ""),
  };
  const error = fromError(new ConnectError(message, Code.NotFound, headers));
  assert.equal(error?.status, "PERMISSION_DENIED");
  assert.equal(error?.message, "no 你");
  assert.equal(error?.statusMismatch, true);
  assert.ok(isUserErrNotFound(error));
  assert.deepEqual(error.toStatus().details, details);
});

test("a ConnectError without details keeps code and message", () => {
  const error = fromError(new ConnectError("late", Code.DeadlineExceeded));
  assert.equal(error?.status, "DEADLINE_EXCEEDED");
  assert.equal(error?.message, "late");
  assert.equal(error?.reason, "");
  const wrapped = fromError(
    new Error("x", { cause: new ConnectError("n", Code.NotFound) }),
  );
  assert.equal(wrapped?.status, "NOT_FOUND");
});

test("what connect wraps is looked through", () => {
  assert.ok(isUserErrNotFound(ConnectError.from(gone())));
  const plain = fromError(ConnectError.from(new Error("secret")));
  assert.deepEqual([plain?.status, plain?.message], ["UNKNOWN", ""]);
});

test("a detail that was not packed yet is read if it is the ErrorInfo", () => {
  const desc = { ...AnySchema, typeName: "google.rpc.ErrorInfo" };
  const value = {
    reason: UserErrNotFound.reason,
    domain: "d",
    metadata: { uid: "1" },
  };
  const made = new ConnectError("m", Code.NotFound, undefined, [
    { desc, value: value as never },
  ]);
  const error = fromError(made);
  assert.ok(isUserErrNotFound(error));
  assert.deepEqual(error.metadata, { uid: "1" });
});

// A service of well-known types, described by hand.
function service(): DescService {
  const file = create(FileDescriptorProtoSchema, {
    name: "test.proto",
    package: "test",
    syntax: "proto3",
    dependency: [
      "google/protobuf/empty.proto",
      "google/protobuf/wrappers.proto",
    ],
    service: [
      {
        name: "Shop",
        method: [method("Get", false), method("List", true)],
      },
    ],
  });
  const registry = createFileRegistry(
    create(FileDescriptorSetSchema, {
      file: [
        file_google_protobuf_empty.proto,
        file_google_protobuf_wrappers.proto,
        file,
      ],
    }),
  );
  const found = registry.getService("test.Shop");
  assert.ok(found);
  return found;
}

function method(name: string, serverStreaming: boolean) {
  return {
    name,
    serverStreaming,
    inputType: ".google.protobuf.Empty",
    outputType: ".google.protobuf.StringValue",
  };
}

interface Untyped {
  get(request: object): Promise<StringValue>;
  list(request: object): AsyncIterable<StringValue>;
}

test("the interceptor sends what handlers throw, unary and streaming", async () => {
  const interceptor: Interceptor = connectInterceptor(ConnectError) as never;
  const description = service();
  const transport = createRouterTransport(
    ({ service }) => {
      service(description, {
        get() {
          throw new Error("outer", { cause: gone() });
        },
        async *list() {
          yield create(StringValueSchema, { value: "a" });
          throw gone();
        },
      } as never);
    },
    { router: { interceptors: [interceptor] } },
  );
  const client = createClient(description, transport) as unknown as Untyped;
  const empty = create(EmptySchema);
  assert.equal(toBinary(EmptySchema, empty).length, 0);
  await assert.rejects(client.get(empty), (error) => {
    assert.ok(error instanceof ConnectError);
    assert.equal(error.code, Code.NotFound);
    assert.deepEqual(fromError(error)?.metadata, { uid: "42" });
    return isUserErrNotFound(error as unknown);
  });
  const values: string[] = [];
  await assert.rejects(
    async () => {
      for await (const { value } of client.list(empty)) values.push(value);
    },
    (error) => isUserErrNotFound(error),
  );
  assert.deepEqual(values, ["a"]);
});
