/** What an error may weigh on the wire, and what is dropped from one that is too heavy. */
import { type DetailInit, typeOf } from "./details.js";
import { packErrorInfo, type Status } from "./rpc.js";
import { messageOf, type State } from "./state.js";
import { compareText, percentLength, utf8Length } from "./text.js";

/**
 * Bytes for the percent-encoded message and the Status in base64 together: Java, PHP and C-core clients lose the code
 * once all trailers pass 8 KiB.
 */
export const BUDGET = 7168;

/** The metadata entry that marks an error from which something was dropped. */
export const TRUNCATED = "ego-truncated";

// What goes first: debug information is for the sender's own logs, help and texts can be looked up elsewhere.
const FIRST = [
  "google.rpc.DebugInfo",
  "google.rpc.Help",
  "google.rpc.LocalizedMessage",
];

/** Whether a message and a Status of so many bytes (0: no details trailer) are within the budget. */
export function fits(message: string, statusLength: number): boolean {
  return percentLength(message) + base64Length(statusLength) <= BUDGET;
}

/** The Status of an error that is too heavy, marked and trimmed until it fits; code, reason and domain always stay. */
export function trim(state: State): Status {
  const load = new Load(state);
  load.dropDetails();
  load.dropMetadata();
  load.cutMessage();
  return load.status();
}

/** The parts of an error and their sizes, so that a drop costs a subtraction and not an encoding. */
class Load {
  private readonly state: State;
  private readonly details: (DetailInit | undefined)[];
  private readonly entries: Map<string, string>;
  private readonly infoAt: number;
  private readonly infoUrl: string | undefined;
  private message: string;
  private info: DetailInit;
  private size: number;

  constructor(state: State) {
    this.state = state;
    this.message = messageOf(state);
    this.entries = new Map(Object.entries(state.metadata));
    this.entries.set(TRUNCATED, "1");
    this.infoUrl = state.details[state.infoAt]?.typeUrl;
    this.info = this.pack();
    this.infoAt = Math.max(state.infoAt, 0);
    this.details = [...state.details];
    this.details.splice(this.infoAt, state.infoAt < 0 ? 0 : 1, undefined);
    this.size = 0;
    for (const item of this.details) if (item) this.size += detailSize(item);
  }

  dropDetails(): void {
    const places = [...this.details.keys()]
      .map((at) => ({ at, rank: rankOf(this.details[at]) }))
      .sort((a, b) => a.rank - b.rank || b.at - a.at);
    for (const { at } of places) {
      if (this.light(this.message)) return;
      const item = this.details[at];
      if (item) this.size -= detailSize(item);
      this.details[at] = undefined;
    }
  }

  dropMetadata(): void {
    const order = [...this.entries]
      .filter(([key]) => key !== TRUNCATED)
      .map(([key, value]) => ({ key, length: utf8Length(value) }))
      .sort((a, b) => b.length - a.length || compareText(b.key, a.key));
    for (const { key } of order) {
      if (this.light(this.message)) return;
      this.entries.delete(key);
      this.info = this.pack();
    }
  }

  cutMessage(): void {
    if (this.light(this.message)) return;
    const points = [...this.message];
    let kept = 0;
    let over = points.length;
    while (over - kept > 1) {
      const middle = (kept + over) >>> 1;
      if (this.light(points.slice(0, middle).join(""))) kept = middle;
      else over = middle;
    }
    this.message = points.slice(0, kept).join("");
  }

  status(): Status {
    this.details[this.infoAt] = this.info;
    const details = this.details.flatMap((item) => item ?? []);
    return { code: this.state.number, message: this.message, details };
  }

  private light(message: string): boolean {
    const text = optionalSize(utf8Length(message));
    // Two bytes for the code: a tag and a number of at most 16.
    return fits(message, 2 + text + this.size + detailSize(this.info));
  }

  private pack(): DetailInit {
    const { reason, domain } = this.state;
    const metadata = Object.fromEntries(this.entries);
    return packErrorInfo({ reason, domain, metadata }, this.infoUrl);
  }
}

function rankOf(item: DetailInit | undefined): number {
  const at = item ? FIRST.indexOf(typeOf(item.typeUrl)) : -1;
  return at < 0 ? FIRST.length : at;
}

function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3);
}

function detailSize(item: DetailInit): number {
  const url = optionalSize(utf8Length(item.typeUrl));
  return fieldSize(url + optionalSize(item.value.length));
}

function optionalSize(length: number): number {
  return length === 0 ? 0 : fieldSize(length);
}

// Tag (one byte, as all field numbers are small), length, content.
function fieldSize(length: number): number {
  let size = 2 + length;
  for (let rest = length >>> 7; rest > 0; rest >>>= 7) size++;
  return size;
}
