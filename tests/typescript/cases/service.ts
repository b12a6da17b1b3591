/** A service with all four kinds of streaming, without generated stubs: messages are JSON. */
import {
  type Client,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientUnaryCall,
  type ClientWritableStream,
  type CallOptions,
  credentials,
  makeGenericClientConstructor,
  type Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServiceError,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";

export interface Message {
  readonly text: string;
}

type Done = (error: ServiceError | null, response: Message) => void;

/** The client as ts-proto types it. */
export interface ShopClient extends Client {
  get(request: Message, done: Done): ClientUnaryCall;
  get(request: Message, metadata: Metadata, done: Done): ClientUnaryCall;
  get(
    request: Message,
    metadata: Metadata,
    options: Partial<CallOptions>,
    done: Done,
  ): ClientUnaryCall;
  list(
    request: Message,
    options?: Partial<CallOptions>,
  ): ClientReadableStream<Message>;
  list(
    request: Message,
    metadata?: Metadata,
    options?: Partial<CallOptions>,
  ): ClientReadableStream<Message>;
  collect(done: Done): ClientWritableStream<Message>;
  collect(
    metadata: Metadata,
    options: Partial<CallOptions>,
    done: Done,
  ): ClientWritableStream<Message>;
  chat(): ClientDuplexStream<Message, Message>;
  chat(
    metadata: Metadata,
    options?: Partial<CallOptions>,
  ): ClientDuplexStream<Message, Message>;
}

const encode = (message: Message) => Buffer.from(JSON.stringify(message));
const decode = (bytes: Buffer) => JSON.parse(String(bytes)) as Message;

function method(
  name: string,
  requestStream: boolean,
  responseStream: boolean,
): MethodDefinition<Message, Message> {
  return {
    path: `/test.Shop/${name}`,
    requestStream,
    responseStream,
    requestSerialize: encode,
    requestDeserialize: decode,
    responseSerialize: encode,
    responseDeserialize: decode,
  };
}

export const definition = {
  get: method("Get", false, false),
  list: method("List", false, true),
  collect: method("Collect", true, false),
  chat: method("Chat", true, true),
};

const Constructor = makeGenericClientConstructor(definition, "test.Shop");

/** A server on a free port of the loopback interface and a client of it, for as long as `use` runs. */
export async function served(
  service: Partial<Record<keyof typeof definition, unknown>>,
  use: (client: ShopClient, address: string) => Promise<void>,
  options: object = {},
): Promise<void> {
  const server = new Server();
  server.addService(definition, service as UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(
      "127.0.0.1:0",
      ServerCredentials.createInsecure(),
      (error, bound) => (error ? reject(error) : resolve(bound)),
    );
  });
  const address = `127.0.0.1:${port}`;
  const client = connect(address, options);
  try {
    await use(client, address);
  } finally {
    client.close();
    server.forceShutdown();
  }
}

export function connect(address: string, options: object = {}): ShopClient {
  return new Constructor(
    address,
    credentials.createInsecure(),
    options,
  ) as unknown as ShopClient;
}

/** What a promise rejects with. */
export async function failure(running: Promise<unknown>): Promise<unknown> {
  try {
    await running;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}
