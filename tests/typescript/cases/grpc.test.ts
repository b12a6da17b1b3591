/** Live servers and clients of grpc-js. */
import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";
import { pipeline, Readable, type Writable } from "node:stream";
import test from "node:test";
import {
  Metadata,
  type sendUnaryData,
  type ServiceError,
  status,
} from "@grpc/grpc-js";
import {
  bidiStream,
  clientStream,
  messages,
  promises,
  serverStream,
  toServiceError,
  toStatusObject,
  typedErrors,
  unary,
  withErrors,
} from "../egoerrors/grpc.js";
import { EgoError, fromError, TRUNCATED } from "../egoerrors/index.js";
import {
  isUserErrNotFound,
  UserErrNotFound,
} from "../shop/user/v1/user_errors.js";
import { connect, failure, type Message, served } from "./service.js";

const gone = () => new UserErrNotFound({ uid: "42" });
const three = ["a", "b", "c"].map((text) => ({ text }));

const shop = {
  get: unary<Message, Message>(async ({ request }) => {
    if (request.text === "gone") throw gone();
    return request;
  }),
  list: serverStream<Message, Message>(async function* () {
    yield* three;
    throw gone();
  }),
  collect: clientStream<Message, Message>(async (call) => {
    let text = "";
    for await (const message of call) text += (message as Message).text;
    if (text === "abc") throw gone();
    return { text };
  }),
  chat: bidiStream<Message, Message>(async function* (call) {
    let count = 0;
    for await (const message of call) {
      yield message as Message;
      if (++count === 3) throw gone();
    }
  }),
};

function isGone(error: unknown): asserts error is UserErrNotFound {
  assert.ok(error instanceof UserErrNotFound, String(error));
  assert.equal(error.message, "user 42 not found");
  assert.deepEqual(error.metadata, { uid: "42" });
  assert.ok(error.cause instanceof Error);
}

async function read(
  source: AsyncIterable<Message>,
): Promise<[Message[], unknown]> {
  const found: Message[] = [];
  try {
    for await (const message of source) found.push(message);
  } catch (error) {
    return [found, error];
  }
  return [found, undefined];
}

test("promises fail with the typed error in every kind of call", () =>
  served(shop, async (client) => {
    const users = promises(client);
    assert.deepEqual(await users.get({ text: "x" }), { text: "x" });
    isGone(await failure(users.get({ text: "gone" })));
    const [listed, end] = await read(users.list({ text: "" }));
    assert.deepEqual(listed, three);
    isGone(end);
    assert.deepEqual(await users.collect([{ text: "y" }]), { text: "y" });
    isGone(await failure(users.collect(three)));
    const [chatted, over] = await read(users.chat(three));
    assert.deepEqual(chatted, three);
    isGone(over);
    const [echoed, fine] = await read(users.chat(three.slice(1)));
    assert.deepEqual([echoed, fine], [three.slice(1), undefined]);
  }));

test("callbacks and events of a client made with typedErrors get the typed error", () =>
  served(
    shop,
    async (client) => {
      isGone(await new Promise((done) => client.get({ text: "gone" }, done)));
      const fine = await new Promise((done) =>
        client.get({ text: "x" }, (error, value) => done([error, value])),
      );
      assert.deepEqual(fine, [null, { text: "x" }]);
      const stream = client.list({ text: "" }).resume();
      isGone((await once(stream, "error"))[0]);
      const [listed, end] = await read(client.list({ text: "" }));
      assert.deepEqual(listed, three);
      isGone(end);
    },
    { callInvocationTransformer: typedErrors },
  ));

test("a plain callback client reads errors by fromError, and messages() makes a stream readable", () =>
  served(shop, async (client) => {
    const error = await new Promise((done) =>
      client.get({ text: "gone" }, done),
    );
    assert.ok(isUserErrNotFound(error));
    assert.equal((error as ServiceError).code, status.NOT_FOUND);
    isGone(fromError(error));
    isGone((await read(messages(client.list({ text: "" }))))[1]);
    const stream = client.list({ text: "" });
    for await (const message of messages(stream)) {
      assert.deepEqual(message, three[0]);
      break;
    }
    assert.ok(stream.destroyed || stream.readableEnded || stream.closed);
  }));

test("a stream that has failed before it is read fails when it is read", () =>
  served(shop, async (client) => {
    const stream = messages(client.list({ text: "" }));
    await new Promise((done) => setTimeout(done, 50));
    // grpc-js itself drops messages that nobody has asked for when an error arrives.
    isGone((await read(stream))[1]);
  }));

test("handlers in the style of grpc-js are wrapped as a whole", async () => {
  class Service {
    readonly #error = gone();
    get(call: { request: Message }, done: sendUnaryData<Message>): void {
      if (call.request.text === "throw") throw this.#error;
      done(this.#error as never);
    }
    list(call: { emit(event: string, error: unknown): void }): void {
      call.emit("error", new Error("outer", { cause: this.#error }));
    }
    async collect(): Promise<Message> {
      throw new Error("database password is hunter2");
    }
  }
  const seen: EgoError[] = [];
  const options = { onError: (error: EgoError) => seen.push(error) };
  await served(withErrors(new Service(), options), async (client) => {
    const users = promises(client);
    isGone(await failure(users.get({ text: "throw" })));
    isGone(await failure(users.get({ text: "call back" })));
    isGone((await read(users.list({ text: "" })))[1]);
    const plain = (await failure(users.collect([]))) as EgoError;
    assert.deepEqual([plain.status, plain.message], ["UNKNOWN", ""]);
  });
  assert.equal(seen.length, 4);
  assert.match(String(seen[3]?.cause), /hunter2/);
});

test("a pipeline whose source fails ends the call with the error", () =>
  served(
    withErrors({
      list(call: Writable) {
        const source = async function* () {
          yield* three;
          throw gone();
        };
        pipeline(Readable.from(source()), call, () => undefined);
      },
    }),
    async (client) => {
      const [listed, end] = await read(promises(client).list({ text: "" }));
      assert.deepEqual(listed, three);
      isGone(end);
    },
  ));

test("an error that reaches grpc-js unwrapped is sent all the same", () =>
  served(
    {
      get: (_: unknown, done: (error: unknown) => void) => done(gone()),
      list: (call: { emit(event: string, error: unknown): void }) =>
        call.emit("error", gone()),
    },
    async (client) => {
      isGone(await failure(promises(client).get({ text: "" })));
      isGone((await read(promises(client).list({ text: "" })))[1]);
    },
  ));

test("trailers of the handler travel beside the error", () =>
  served(
    withErrors({
      get(_: unknown, done: sendUnaryData<Message>) {
        const trailers = new Metadata();
        trailers.set("trace", "t1");
        done(toServiceError(gone(), trailers), null, trailers);
      },
    }),
    async (client) => {
      const error = await failure(promises(client).get({ text: "" }));
      isGone(error);
      const native = error.cause as ServiceError;
      assert.deepEqual(native.metadata.get("trace"), ["t1"]);
      assert.deepEqual(native.metadata.get("grpc-message"), []);
    },
  ));

test("the trailers are what other languages send", () =>
  served(
    {
      get: unary(() => {
        throw gone().withMessage('a b%\n你"{}');
      }),
    },
    async (_, address) => {
      const session = http2.connect(`http://${address}`);
      const stream = session.request({
        ":method": "POST",
        ":path": "/test.Shop/Get",
        "content-type": "application/grpc",
        te: "trailers",
      });
      stream.end(Buffer.from([0, 0, 0, 0, 2, 123, 125]));
      const [headers] = (await once(stream, "response")) as [
        http2.IncomingHttpHeaders,
      ];
      session.close();
      assert.equal(headers["grpc-status"], "5");
      assert.equal(headers["grpc-message"], 'a b%25%0A%E4%BD%A0"{}');
      const sent = Buffer.from(
        String(headers["grpc-status-details-bin"]),
        "base64",
      );
      const expected = gone().withMessage('a b%\n你"{}').toStatus().details;
      assert.deepEqual(sent, Buffer.from(expected ?? []));
    },
  ));

test("a frozen service can be wrapped", () =>
  served(
    withErrors(
      Object.freeze({
        get: () => {
          throw gone();
        },
      }),
    ),
    async (client) => isGone(await failure(promises(client).get({ text: "" }))),
  ));

test("any text arrives as it was sent", async () => {
  const texts = [
    "下单失败",
    "😀 100% ",
    "line\nbreak\ttab\0",
    'a "b" %41 {uid}',
    "\ud800x",
    "",
  ];
  for (const text of texts) {
    await served(
      {
        get: unary(() => {
          throw gone().withMessage(text);
        }),
      },
      async (client) => {
        const error = (await failure(
          promises(client).get({ text }),
        )) as EgoError;
        const lone = text.replace("\ud800", "\ufffd");
        assert.equal(error.message, lone);
        assert.ok(isUserErrNotFound(error));
      },
    );
  }
});

test("an error that is too heavy arrives with code, reason and domain", () =>
  served(
    {
      get: unary(() => {
        throw gone().addMetadata({ blob: "x".repeat(20_000) });
      }),
      list: serverStream(async function* () {
        yield* three;
        throw gone().withMessage("错".repeat(2000));
      }),
    },
    async (client) => {
      const users = promises(client);
      for (let i = 0; i < 20; i++) {
        const blob = await failure(users.get({ text: "" }));
        assert.ok(blob instanceof UserErrNotFound);
        assert.deepEqual(blob.metadata, { [TRUNCATED]: "1", uid: "42" });
        const [, long] = await read(users.list({ text: "" }));
        assert.ok(long instanceof UserErrNotFound);
        assert.match(long.message, /^错{300,}$/);
        assert.equal(long.metadata[TRUNCATED], "1");
      }
    },
  ));

test("a hop that returns what it caught sends byte-equal details", () => {
  const first = gone().withDetails([
    { typeUrl: "example.com/some.Unknown", value: Uint8Array.of(1, 2, 3) },
  ]);
  const bytes = (error: unknown) =>
    toStatusObject(error).metadata.get("grpc-status-details-bin")[0];
  return served(
    {
      get: unary(() => {
        throw first;
      }),
    },
    (_, address) => {
      const upstream = promises(connect(address));
      return served(
        {
          get: unary(({ request }: { request: Message }) =>
            upstream.get(request),
          ),
        },
        async (client) => {
          const error = await failure(promises(client).get({ text: "" }));
          isGone(error);
          assert.deepEqual(bytes(error), bytes(first));
          assert.deepEqual(bytes(error.cause), bytes(first));
        },
      );
    },
  );
});

test("a deadline, a cancellation and an unreachable server keep their own status", () =>
  served({ get: unary(() => new Promise(() => undefined)) }, async (client) => {
    const users = promises(client);
    const options = { deadline: Date.now() + 50 };
    const late = await failure(
      users.get({ text: "" }, new Metadata(), options),
    );
    assert.equal(fromError(late)?.status, "DEADLINE_EXCEEDED");
    const cancelled = await new Promise((done) =>
      client.get({ text: "" }, done).cancel(),
    );
    assert.equal(fromError(cancelled)?.status, "CANCELLED");
    const nowhere = promises(connect("127.0.0.1:1"));
    const refused = await failure(nowhere.get({ text: "" }));
    assert.equal(fromError(refused)?.status, "UNAVAILABLE");
  }));

test("a source of requests that fails cancels the call and is reported", () =>
  served(shop, async (client) => {
    const broken = async function* () {
      yield { text: "a" };
      throw new RangeError("no more");
    };
    const users = promises(client);
    assert.ok((await failure(users.collect(broken()))) instanceof RangeError);
    assert.ok((await read(users.chat(broken())))[1] instanceof RangeError);
  }));

test("a server stream stops when the client has gone", () => {
  let yielded = 0;
  return served(
    {
      list: serverStream(async function* () {
        for (;;) {
          yield { text: "x".repeat(10_000) };
          yielded++;
        }
      }),
    },
    async (client) => {
      for await (const message of promises(client).list({ text: "" })) {
        assert.equal(message.text.length, 10_000);
        break;
      }
      // The news takes a moment on a busy machine; a stream that goes on never stands still.
      let before = -1;
      for (let waits = 0; yielded !== before && waits < 50; waits++) {
        before = yielded;
        await new Promise((done) => setTimeout(done, 100));
      }
      assert.equal(yielded, before);
    },
  );
});
