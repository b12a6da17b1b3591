/** Generated classes, guards and unions, as an application uses them. */
import assert from "node:assert/strict";
import { inspect } from "node:util";
import test from "node:test";
import { runInNewContext } from "node:vm";
import {
  asError,
  DuplicateCodeError,
  defineError,
  EgoError,
  fromError,
  fromStatus,
  InvalidCodeError,
  is,
  isEgoError,
  localizedMessage,
  oneOf,
  readLocalizedMessage,
  readRetryDelay,
  retryInfo,
} from "../egoerrors/index.js";
import {
  isSessionErrExpired,
  isUserErrNotFound,
  SessionErrExpired,
  UserErr,
  UserErrChanged,
  UserErrLocked,
  UserErrNotFound,
} from "../shop/user/v1/user_errors.js";

const REASON = "shop.user.v1.USER_ERR_NOT_FOUND";

test("a fresh error says what its code declares", () => {
  const error = new UserErrNotFound({ uid: "42" });
  assert.equal(error.message, "user 42 not found");
  assert.equal(error.reason, REASON);
  assert.equal(error.domain, "user.shop.example.com");
  assert.equal(error.status, "NOT_FOUND");
  assert.equal(error.code, 5);
  assert.equal(error.httpStatus, 404);
  assert.deepEqual(error.metadata, { uid: "42" });
  assert.equal(error.definition, UserErrNotFound.code);
  assert.deepEqual(error.details, []);
  assert.ok(error instanceof Error);
  assert.ok(error instanceof EgoError);
  assert.ok(error instanceof UserErrNotFound);
  assert.ok(!(error instanceof UserErrLocked));
  assert.equal(error.name, "USER_ERR_NOT_FOUND");
  assert.match(String(error.stack), /^USER_ERR_NOT_FOUND: user 42 not found\n/);
  assert.match(inspect(error), /reason: 'shop\.user\.v1\.USER_ERR_NOT_FOUND'/);
});

test("a caught error is of the class of its code", () => {
  const sent = new UserErrNotFound({ uid: "42" }).toStatus();
  const caught = fromStatus(sent.code, sent.message, sent.details);
  assert.ok(caught instanceof UserErrNotFound);
  assert.ok(isUserErrNotFound(caught));
  // The guard has narrowed: `uid` is a known key.
  const uid: string | undefined = caught.metadata.uid;
  assert.equal(uid, "42");
  const reason: "shop.user.v1.USER_ERR_NOT_FOUND" = caught.reason;
  assert.equal(reason, REASON);
});

test("a guard finds a wrapped error, and nothing in nothing", () => {
  const inner = new UserErrNotFound({ uid: "1" });
  const outer: unknown = new Error("outer", {
    cause: new Error("", { cause: inner }),
  });
  assert.equal(isUserErrNotFound(outer), true);
  assert.equal(isSessionErrExpired(outer), false);
  assert.equal(isUserErrNotFound(undefined), false);
  assert.equal(isUserErrNotFound(null), false);
  assert.equal(isUserErrNotFound("USER_ERR_NOT_FOUND"), false);
  assert.equal(is(undefined, undefined), true);
  assert.equal(is(null, undefined), true);
  assert.equal(is(inner, undefined), false);
  assert.equal(is(undefined, UserErrNotFound), false);
  assert.equal(asError(outer, UserErrNotFound), inner);
  assert.equal(asError(outer, UserErrLocked), undefined);
});

test("a switch over an enum narrows to the code", () => {
  const text = (caught: unknown): string => {
    const error = oneOf(UserErr, caught);
    if (!error) return "none of these";
    switch (error.reason) {
      case UserErrNotFound.reason:
        return `no ${error.metadata.uid}`;
      case UserErrLocked.reason:
        return `locked: ${error.metadata.why}`;
      default:
        return error.message;
    }
  };
  assert.equal(text(new UserErrNotFound({ uid: "7" })), "no 7");
  assert.equal(
    text(new UserErrLocked({ uid: "7", why: "spam" })),
    "locked: spam",
  );
  assert.equal(
    text(new UserErrChanged({ uid: "7" })),
    "user 7 was changed by someone else",
  );
  assert.equal(text(new SessionErrExpired({ time: "noon" })), "none of these");
  assert.equal(text(new Error("plain")), "none of these");
});

test("the types refuse what cannot be meant", () => {
  // @ts-expect-error a declared key is missing
  assert.ok(new UserErrNotFound({}));
  // @ts-expect-error declared metadata is missing
  assert.ok(new UserErrNotFound());
  const error = new UserErrNotFound({ uid: "1", trace: "x" });
  assert.deepEqual(error.metadata, { trace: "x", uid: "1" });
  assert.throws(() => {
    // @ts-expect-error an error is immutable
    error.reason = REASON;
  }, TypeError);
});

test("deriving leaves the old value alone and keeps the class", () => {
  const first = new UserErrNotFound({ uid: "1" });
  const given = { uid: "2" };
  const second = first.withMetadata(given);
  given.uid = "3";
  assert.deepEqual(first.metadata, { uid: "1" });
  assert.deepEqual(second.metadata, { uid: "2" });
  assert.equal(second.message, "user 2 not found");
  assert.ok(second instanceof UserErrNotFound);
  assert.equal(second.constructor, first.constructor);
  const third = second.addMetadata({ trace: "x", gone: null, none: undefined });
  assert.deepEqual(third.metadata, { trace: "x", uid: "2" });
  const fourth = third.withMessage("{uid} stays");
  assert.equal(fourth.withMetadata({}).message, "{uid} stays");
  const cause = new Error("db");
  const fifth = fourth.withCause(cause);
  assert.equal(fifth.cause, cause);
  assert.equal(fourth.cause, undefined);
  assert.ok(Object.isFrozen(fifth.metadata));
  assert.throws(() => Object.assign(fifth.metadata, { uid: "9" }), TypeError);
  assert.throws(() => Object.assign(fifth, { message: "9" }), TypeError);
  assert.throws(() => Object.assign(fifth, { cause: "9" }), TypeError);
});

test("any metadata key is only a key", () => {
  const keys = ["__proto__", "constructor", "clone", "", "10", "9", "toString"];
  const given = Object.fromEntries(keys.map((key) => [key, `<${key}>`]));
  const error = new UserErrChanged({ uid: "" }).withMetadata(given);
  const { code, message, details } = error.toStatus();
  const read = fromStatus(code, message, details);
  for (const key of keys) assert.equal(read?.metadata[key], `<${key}>`);
  assert.equal(Object.keys(read?.metadata ?? {}).length, keys.length);
  assert.equal(Object.getPrototypeOf(read?.metadata), Object.prototype);
});

test("only metadata fills a message", () => {
  const message = "{clone} {toString} {__proto__} {uid} {{uid}} {uid";
  const type = defineError({ fullName: "t.Fill", status: "ABORTED", message });
  const filled = new type({ uid: "{clone}" }).message;
  assert.equal(filled, message.replaceAll("{uid}", "{clone}"));
  assert.equal(
    new type({ clone: "c" }).message,
    message.replace("{clone}", "c"),
  );
});

test("details are handed in and out as copies", () => {
  const value = Uint8Array.of(8, 1);
  const error = new UserErrNotFound({ uid: "1" }).withDetails([
    { typeUrl: "example.com/x.Y", value },
  ]);
  value[0] = 0;
  const [detail] = error.details;
  assert.equal(detail?.type, "x.Y");
  assert.deepEqual([...(detail?.value ?? [])], [8, 1]);
  detail?.value.fill(9);
  assert.deepEqual([...(error.details[0]?.value ?? [])], [8, 1]);
});

test("well-known details can be packed and read", () => {
  const error = new UserErrNotFound(
    { uid: "1" },
    {
      details: [localizedMessage("zh-CN", "找不到"), retryInfo(1500.25)],
    },
  );
  const { code, message, details } = error.toStatus();
  const read = fromStatus(code, message, details)?.details ?? [];
  assert.deepEqual(readLocalizedMessage(read), {
    locale: "zh-CN",
    message: "找不到",
  });
  assert.equal(readRetryDelay(read), 1500.25);
  assert.equal(readRetryDelay([retryInfo(-20)]), -20);
  assert.equal(readRetryDelay([]), undefined);
  const broken = { typeUrl: "x/google.rpc.RetryInfo", value: Uint8Array.of(7) };
  assert.equal(readRetryDelay([broken]), undefined);
});

test("a person is shown the message in their language and the reason", () => {
  const error = new UserErrNotFound({ uid: "42" });
  assert.equal(error.localized("zh_Hans"), "user 42 not found");
  assert.equal(error.localized("cn"), "找不到用户 42");
  assert.equal(error.display("zh-CN-x"), `找不到用户 42 (${REASON})`);
  assert.equal(error.display(), `user 42 not found (${REASON})`);
  assert.equal(EgoError.of("ABORTED", "").display(), "ABORTED");
  assert.deepEqual(error.httpBody("cn"), {
    error: {
      code: 404,
      message: "user 42 not found",
      status: "NOT_FOUND",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.ErrorInfo",
          reason: REASON,
          domain: "user.shop.example.com",
          metadata: { uid: "42" },
        },
        {
          "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
          locale: "zh-CN",
          message: "找不到用户 42",
        },
      ],
    },
  });
  assert.deepEqual(JSON.parse(JSON.stringify(error)), {
    name: "USER_ERR_NOT_FOUND",
    status: "NOT_FOUND",
    reason: REASON,
    domain: "user.shop.example.com",
    metadata: { uid: "42" },
    message: "user 42 not found",
  });
});

test("reading never throws, whatever was thrown", () => {
  const trap = new Proxy(new Error("x"), {
    get() {
      throw new Error("trap");
    },
    has() {
      throw new Error("trap");
    },
    getPrototypeOf() {
      throw new Error("trap");
    },
  });
  const gone = Proxy.revocable({}, {});
  gone.revoke();
  for (const thrown of [trap, gone.proxy as unknown]) {
    assert.equal(fromError(thrown)?.status, "UNKNOWN");
    assert.ok(!isUserErrNotFound(thrown));
    assert.ok(!(thrown instanceof UserErrNotFound));
  }
  const cycle = new Error("a");
  cycle.cause = new AggregateError([new Error("b", { cause: cycle })], "c");
  for (const thrown of [trap, cycle, "text", 7, 7n, {}, [], Symbol("s"), false])
    assert.equal(fromError(thrown)?.status, "UNKNOWN");
  const group = new AggregateError([
    new Error(),
    new UserErrNotFound({ uid: "1" }),
  ]);
  assert.ok(isUserErrNotFound(group as unknown));
  assert.equal(
    fromError(new DOMException("", "TimeoutError"))?.status,
    "DEADLINE_EXCEEDED",
  );
  const aborted = AbortSignal.abort().reason as unknown;
  assert.equal(fromError(aborted)?.status, "CANCELLED");
  assert.equal(fromError(aborted)?.message, "");
  assert.equal(fromError(null), undefined);
  assert.equal(
    fromError({ code: 0, details: "OK", metadata: null }),
    undefined,
  );
  assert.ok(!isEgoError({}));
});

test("a number on a plain error is no status", () => {
  const killed = Object.assign(new Error("exit"), { code: 5 });
  assert.equal(fromError(killed)?.status, "UNKNOWN");
  const foreign = runInNewContext(
    "Object.assign(new Error('exit'), { code: 5 })",
  );
  assert.equal(fromError(foreign)?.status, "UNKNOWN");
  assert.equal(fromError({ code: 5, message: "gone" })?.status, "NOT_FOUND");
});

test("a code is registered once, and differently never", () => {
  const init = { fullName: "t.A", status: "ABORTED", domain: "t" } as const;
  const first = defineError(init);
  assert.ok(is(new first(), defineError(init)));
  assert.throws(
    () => defineError({ ...init, status: "INTERNAL" }),
    (error) =>
      error instanceof DuplicateCodeError &&
      /t\.A \(ABORTED.*t\.A \(INTERNAL/.test(error.message),
  );
  assert.throws(
    () => defineError({ fullName: "t.B", status: "OK" as "UNKNOWN" }),
    InvalidCodeError,
  );
});
