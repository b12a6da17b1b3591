/** An error for HTTP callers: the JSON body of AIP-193. */
import { fill } from "./locale.js";
import { messageOf, saysSomething, type State } from "./state.js";
import { httpStatusOf, statusName, type StatusName } from "./status.js";

/** One entry of `error.details`, told apart by `@type`. */
export type HttpDetail =
  | {
      readonly "@type": "type.googleapis.com/google.rpc.ErrorInfo";
      readonly reason: string;
      readonly domain: string;
      readonly metadata: Readonly<Record<string, string>>;
    }
  | {
      readonly "@type": "type.googleapis.com/google.rpc.LocalizedMessage";
      readonly locale: string;
      readonly message: string;
    };

/** The body of an HTTP answer. */
export interface HttpBody {
  readonly error: {
    /** The HTTP status. */
    readonly code: number;
    readonly message: string;
    readonly status: StatusName;
    readonly details: readonly HttpDetail[];
  };
}

/** The text of the code for a locale, filled, and the tag it was found under. */
export function localizedText(
  state: State,
  locale: string | null | undefined,
): { locale: string; message: string } | undefined {
  const found = state.code?.localized(locale);
  return (
    found && {
      locale: found.locale,
      message: fill(found.template, state.metadata),
    }
  );
}

/** The body for an error; other details than these do not leave the process this way. */
export function httpBodyOf(
  state: State,
  locale: string | null | undefined,
): HttpBody {
  const status = statusName(state.number);
  const details: HttpDetail[] = [];
  if (saysSomething(state)) {
    details.push({
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: state.reason,
      domain: state.domain,
      metadata: { ...state.metadata },
    });
  }
  const text = localizedText(state, locale);
  if (text) {
    details.push({
      "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
      ...text,
    });
  }
  const code = httpStatusOf(status);
  return { error: { code, message: messageOf(state), status, details } };
}
