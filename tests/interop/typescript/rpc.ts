/** The service of interop.proto without generated stubs, as servers and clients of grpc-js see it. */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { StringValueSchema } from "@bufbuild/protobuf/wkt";
import {
  type Client,
  credentials,
  makeGenericClientConstructor,
  type MethodDefinition,
  type ServiceError,
} from "@grpc/grpc-js";
import { type Readable, type Writable } from "node:stream";

const encode = (value: string) =>
  Buffer.from(
    toBinary(StringValueSchema, create(StringValueSchema, { value })),
  );
const decode = (bytes: Buffer) => fromBinary(StringValueSchema, bytes).value;

function method(
  name: string,
  requestStream: boolean,
  responseStream: boolean,
): MethodDefinition<string, string> {
  return {
    path: `/user.v1.Interop/${name}`,
    requestStream,
    responseStream,
    requestSerialize: encode,
    requestDeserialize: decode,
    responseSerialize: encode,
    responseDeserialize: decode,
  };
}

export const definition = {
  Unary: method("Unary", false, false),
  Download: method("Download", false, true),
  Upload: method("Upload", true, false),
  Chat: method("Chat", true, true),
};

export type MethodName = keyof typeof definition;
export type Caught = readonly [count: number, error: ServiceError];
type Start = (...given: unknown[]) => unknown;

const Constructor = makeGenericClientConstructor(definition, "Interop");
const clients = new Map<string, Client>();

/** How many responses came, and the error that ended the call. */
export function call(
  address: string,
  name: MethodName,
  order: string,
): Promise<Caught> {
  const known = clients.get(address);
  const client =
    known ?? new Constructor(address, credentials.createInsecure());
  clients.set(address, client);
  const { requestStream, responseStream } = definition[name];
  const start = (client as unknown as Record<MethodName, Start>)[name];
  return new Promise((resolve, reject) => {
    let count = 0;
    const done = (error: unknown) =>
      error
        ? resolve([count, error as ServiceError])
        : reject(new Error("the call did not fail"));
    const given = requestStream ? [] : [order];
    const running = start.call(
      client,
      ...given,
      ...(responseStream ? [] : [done]),
    );
    if (responseStream) {
      const responses = running as Readable;
      responses.on("data", () => count++).on("error", done);
    }
    if (requestStream) {
      const requests = running as Writable;
      for (let n = 0; n < 3; n++) requests.write(order);
      requests.end();
    }
  });
}
