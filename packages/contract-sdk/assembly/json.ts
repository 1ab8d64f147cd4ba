import { joinTexts } from "./join-texts";

/** Nested arrays and objects that a document may have. */
const depthMax = 64;

const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;

/** A part of a JSON document. Members keep their order and their spelling. */
export class Json {
  /** The value's own text, as it stood. */
  raw: string = "";
  private keys: string[] = [];
  private values: Json[] = [];

  /** Reads a whole document; `what` names it in the error. */
  static parse(text: string, what: string = "value"): Json {
    const reader = new Reader(text, what);
    const value = reader.value(0);
    reader.space();
    reader.expect(reader.at == text.length);
    return value;
  }

  get isObject(): bool {
    return this.raw.charCodeAt(0) == openBrace;
  }

  get isArray(): bool {
    return this.raw.charCodeAt(0) == openBracket;
  }

  get isText(): bool {
    return this.raw.charCodeAt(0) == quote;
  }

  /** Elements of an array, or members of an object. */
  get length(): i32 {
    return this.values.length;
  }

  at(index: i32): Json {
    return this.values[index];
  }

  keyAt(index: i32): string {
    return this.keys[index];
  }

  /** A member of an object, the last of that name; null when there is none. */
  get(key: string): Json | null {
    for (let i = this.keys.length - 1; i >= 0; i--) if (this.keys[i] == key) return this.values[i];
    return null;
  }

  /** A member's text; empty when it is missing or no text. */
  textOf(key: string): string {
    const member = this.get(key);
    return member != null && member.isText ? member.asText(key) : "";
  }

  /** The text of a JSON string. */
  asText(what: string = "value"): string {
    assert(this.isText, what + " must be a JSON text");
    return unquote(this.raw, what);
  }

  /** The document again without spaces between its parts; members named `without` at the top are left out. */
  compact(without: string = ""): string {
    if (!this.isObject && !this.isArray) return this.raw;
    const parts: string[] = [];
    for (let i = 0; i < this.values.length; i++) {
      if (this.isArray) parts.push(this.values[i].compact());
      else if (this.keys[i] != without || without.length == 0) parts.push(this.keyTexts[i] + ":" + this.values[i].compact());
    }
    const text = joinTexts(parts, ",");
    return this.isObject ? "{" + text + "}" : "[" + text + "]";
  }

  /** @internal Keys as they stood. */
  keyTexts: string[] = [];

  /** @internal */
  addElement(value: Json): void {
    this.values.push(value);
  }

  /** @internal */
  addMember(keyText: string, key: string, value: Json): void {
    this.keyTexts.push(keyText);
    this.keys.push(key);
    this.values.push(value);
  }
}

class Reader {
  at: i32 = 0;

  constructor(
    private text: string,
    private what: string,
  ) {}

  expect(isGood: bool): void {
    assert(isGood, this.what + " is no JSON at character " + this.at.toString());
  }

  space(): void {
    while (this.at < this.text.length && isSpace(this.text.charCodeAt(this.at))) this.at++;
  }

  value(depth: i32): Json {
    this.expect(depth < depthMax);
    this.space();
    const start = this.at;
    const json = new Json();
    const first = this.peek();
    if (first == openBrace) this.members(json, depth);
    else if (first == openBracket) this.elements(json, depth);
    else if (first == quote) this.string();
    else if (first == 0x74) this.word("true");
    else if (first == 0x66) this.word("false");
    else if (first == 0x6e) this.word("null");
    else this.number();
    json.raw = this.text.substring(start, this.at);
    return json;
  }

  private peek(): i32 {
    return this.at < this.text.length ? this.text.charCodeAt(this.at) : -1;
  }

  private take(code: i32): bool {
    this.space();
    if (this.peek() != code) return false;
    this.at++;
    return true;
  }

  private members(json: Json, depth: i32): void {
    this.at++;
    if (this.take(closeBrace)) return;
    do {
      this.space();
      const start = this.at;
      this.expect(this.peek() == quote);
      this.string();
      const keyText = this.text.substring(start, this.at);
      this.expect(this.take(colon));
      json.addMember(keyText, unquote(keyText, this.what), this.value(depth + 1));
    } while (this.take(comma));
    this.expect(this.take(closeBrace));
  }

  private elements(json: Json, depth: i32): void {
    this.at++;
    if (this.take(closeBracket)) return;
    do json.addElement(this.value(depth + 1));
    while (this.take(comma));
    this.expect(this.take(closeBracket));
  }

  private string(): void {
    this.at++;
    for (;;) {
      const code = this.peek();
      this.expect(code >= 0x20);
      this.at++;
      if (code == quote) return;
      if (code == backslash) this.at++;
    }
  }

  private word(word: string): void {
    this.expect(this.text.substr(this.at, word.length) == word);
    this.at += word.length;
  }

  private number(): void {
    if (this.peek() == 0x2d) this.at++;
    if (this.peek() == 0x30) this.at++;
    else this.digits();
    if (this.peek() == 0x2e) {
      this.at++;
      this.digits();
    }
    if ((this.peek() | 0x20) == 0x65) {
      this.at++;
      if (this.peek() == 0x2b || this.peek() == 0x2d) this.at++;
      this.digits();
    }
  }

  private digits(): void {
    const start = this.at;
    while (this.peek() >= 0x30 && this.peek() <= 0x39) this.at++;
    this.expect(this.at > start);
  }
}

function isSpace(code: i32): bool {
  return code == 0x20 || code == 0x0a || code == 0x0d || code == 0x09;
}

/** The text between the quotes with its escapes resolved. */
function unquote(raw: string, what: string): string {
  if (raw.indexOf("\\") < 0) return raw.substring(1, raw.length - 1);
  const parts: string[] = [];
  let start = 1;
  for (let i = 1; i < raw.length - 1; i++) {
    if (raw.charCodeAt(i) != backslash) continue;
    parts.push(raw.substring(start, i));
    const escape = raw.charAt(++i);
    if (escape == "u") {
      parts.push(String.fromCharCode(hexNumber(raw.substr(i + 1, 4), what)));
      i += 4;
    } else parts.push(unescape(escape, what));
    start = i + 1;
  }
  parts.push(raw.substring(start, raw.length - 1));
  return joinTexts(parts, "");
}

function unescape(escape: string, what: string): string {
  const from = '"\\/bfnrt';
  const to = '"\\/\b\f\n\r\t';
  const index = from.indexOf(escape);
  assert(index >= 0 && escape.length == 1, what + " has a broken escape");
  return to.charAt(index);
}

function hexNumber(text: string, what: string): i32 {
  let value = 0;
  let isGood = text.length == 4;
  for (let i = 0; isGood && i < 4; i++) {
    const code = text.charCodeAt(i);
    const letter = (code | 0x20) - 0x61;
    const digit = code >= 0x30 && code <= 0x39 ? code - 0x30 : letter >= 0 && letter < 6 ? letter + 10 : -1;
    isGood = digit >= 0;
    value = value * 16 + digit;
  }
  assert(isGood, what + " has a broken escape");
  return value;
}
