import type { CodedError } from "@yanta/errors";
import type { MemberName } from "@yanta/playground";
import { academyErrors } from "../errors.ts";
import { commandLengthMax } from "../limits.ts";

/** A call of a contract as it is typed. */
export interface TypedCall {
  readonly contract: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly sender: MemberName | undefined;
  readonly endorsers: readonly MemberName[];
  readonly sequence: bigint | undefined;
}

/** A version of a contract to install. */
export interface TypedInstall {
  readonly name: string;
  readonly version: string;
  /** File of the editor or contract of the shelf; the contract's own name when not said. */
  readonly source: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export type Command =
  | { readonly kind: "help" | "members" | "tip" | "verify" | "snapshot" | "mine" | "config" | "contracts" }
  | ({ readonly kind: "send" | "query" } & TypedCall)
  | ({ readonly kind: "install" | "upgrade" } & TypedInstall)
  | { readonly kind: "block"; readonly height: bigint }
  | { readonly kind: "tx" | "trace"; readonly txId: string }
  | { readonly kind: "state"; readonly contract: string; readonly prefix: string }
  | { readonly kind: "revert"; readonly snapshot: number }
  | { readonly kind: "time"; readonly seconds: bigint };

/** The console's commands, as `help` prints them. */
export const commandForms: readonly string[] = [
  "help",
  "members",
  "tip",
  "block HEIGHT",
  "tx last | tx ID",
  "trace last | trace ID",
  "state CONTRACT [PREFIX]",
  "contracts",
  "config",
  "send CONTRACT METHOD [name=value ...] [as MEMBER] [with MEMBER,MEMBER | with admins] [sequence N]",
  "query CONTRACT METHOD [name=value ...] [as MEMBER]",
  "install NAME VERSION [from SOURCE] [name=value ...]",
  "upgrade NAME VERSION [from SOURCE] [name=value ...]",
  "verify",
  "snapshot",
  "revert NUMBER",
  "mine",
  "time [+SECONDS]",
];

/** Reads one command. Values with spaces stand in quotes. Errors: ACADEMY_COMMAND_INVALID. */
export function parseCommand(text: string): Command {
  if (text.length > commandLengthMax) throw invalid(`more than ${commandLengthMax} characters`);
  const words = new Words(splitWords(text));
  const command = readCommand(words);
  words.end();
  return command;
}

function readCommand(words: Words): Command {
  const verb = words.next("a command");
  switch (verb) {
    case "help":
    case "members":
    case "tip":
    case "verify":
    case "snapshot":
    case "mine":
    case "config":
    case "contracts":
      return { kind: verb };
    case "block":
      return { kind: verb, height: toNumber(words.next("a height")) };
    case "tx":
    case "trace":
      return { kind: verb, txId: words.next("a transaction's id") };
    case "state":
      return { kind: verb, contract: words.next("a contract"), prefix: words.optional() ?? "" };
    case "revert":
      return { kind: verb, snapshot: Number(toNumber(words.next("a snapshot's number"))) };
    case "time":
      return { kind: verb, seconds: toNumber((words.optional() ?? "0").replace(/^\+/, "")) };
    case "send":
    case "query":
      return { kind: verb, ...readCall(words) };
    case "install":
    case "upgrade":
      return { kind: verb, ...readInstall(words) };
    default:
      throw invalid(`there is no command ${verb}`);
  }
}

function readCall(words: Words): TypedCall {
  const contract = words.next("a contract");
  const method = words.next("a method");
  const parameters = words.parameters();
  const sender = words.take("as") ? toMember(words.next("a member")) : undefined;
  const endorsers = words.take("with") ? toMembers(words.next("members")) : [];
  const sequence = words.take("sequence") ? toNumber(words.next("a number")) : undefined;
  return { contract, method, parameters, sender, endorsers, sequence };
}

function readInstall(words: Words): TypedInstall {
  const name = words.next("a contract's name");
  const version = words.next("a version");
  const source = words.take("from") ? words.next("a source") : name;
  return { name, version, source, parameters: words.parameters() };
}

interface Word {
  readonly text: string;
  /** Position of the first `=` outside of quotes. */
  readonly equals: number | undefined;
}

class Words {
  readonly #words: readonly Word[];
  #at = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  next(what: string): string {
    const found = this.optional();
    if (found === undefined) throw invalid(`${what} is missing`);
    return found;
  }

  optional(): string | undefined {
    return this.#words[this.#at++]?.text;
  }

  take(keyword: string): boolean {
    const isThere = this.#words[this.#at]?.text === keyword;
    if (isThere) this.#at++;
    return isThere;
  }

  parameters(): Readonly<Record<string, string>> {
    const found = new Map<string, string>();
    for (let word = this.#words[this.#at]; word?.equals !== undefined; word = this.#words[++this.#at]) {
      const name = word.text.slice(0, word.equals);
      if (name === "" || found.has(name)) throw invalid(`the parameter "${name}" is empty or there twice`);
      found.set(name, word.text.slice(word.equals + 1));
    }
    return Object.fromEntries(found);
  }

  end(): void {
    const rest = this.#words[this.#at];
    if (rest !== undefined) throw invalid(`${rest.text} is too much`);
  }
}

/** Splits at spaces outside of quotes; quotes of one kind may stand inside those of the other. */
function splitWords(text: string): readonly Word[] {
  const words: Word[] = [];
  let word: { text: string; equals: number | undefined } | undefined;
  let quote: string | undefined;
  for (const character of text) {
    if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word ??= { text: "", equals: undefined };
    if (character === quote) quote = undefined;
    else if (quote === undefined && (character === '"' || character === "'")) quote = character;
    else {
      if (character === "=" && quote === undefined) word.equals ??= word.text.length;
      word.text += character;
    }
  }
  if (quote !== undefined) throw invalid(`the quote ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  return words;
}

function toNumber(text: string): bigint {
  if (!/^\d{1,15}$/.test(text)) throw invalid(`${text} is no number`);
  return BigInt(text);
}

function toMembers(text: string): readonly MemberName[] {
  return text === "admins" ? [1, 2, 3, 4].map((n) => toMember(`admin1@org${n}`)) : text.split(",").map(toMember);
}

/** `client1@org2` is short for `client1` of `wx-org2.chainmaker.org`. */
function toMember(text: string): MemberName {
  const [, name, org] = /^([a-z]+\d)@([a-z0-9.-]+)$/.exec(text) ?? [];
  if (name === undefined || org === undefined) throw invalid(`${text} is no member, e.g. client1@org2`);
  return { name, orgId: /^org[1-4]$/.test(org) ? `wx-${org}.chainmaker.org` : org };
}

function invalid(reason: string): CodedError {
  return academyErrors.create("ACADEMY_COMMAND_INVALID", { reason });
}
