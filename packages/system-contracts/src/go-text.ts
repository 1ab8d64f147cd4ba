/**
 * Go's number parsing with Go's error texts: they become contract messages, which are hashed.
 * Spec: Go's strconv documentation.
 */
export type Parsed<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "error"; readonly message: string };

const uint64Max = 18_446_744_073_709_551_615n;

/** strconv.ParseUint(text, 10, bits); the error text is Go's. */
export function parseUint(text: string, bits: 32 | 64 = 64): Parsed<bigint> {
  if (!/^[0-9]+$/.test(text)) return syntaxError("ParseUint", text);
  const value = digitsToBigInt(text);
  if (value > (bits === 32 ? 0xffff_ffffn : uint64Max)) {
    return { kind: "error", message: `strconv.ParseUint: parsing ${goQuote(text)}: value out of range` };
  }
  return { kind: "value", value };
}

/** strconv.Atoi for 64-bit platforms; the error text is Go's. */
export function parseInteger(text: string): Parsed<bigint> {
  if (!/^[+-]?[0-9]+$/.test(text)) return syntaxError("Atoi", text);
  const digits = digitsToBigInt(text.replace(/^[+-]/, ""));
  const value = text.startsWith("-") ? -digits : digits;
  if (value > 0x7fff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n) {
    return { kind: "error", message: `strconv.Atoi: parsing ${goQuote(text)}: value out of range` };
  }
  return { kind: "value", value };
}

/** Digits that no 64 bits hold; a longer text need not be read to know that it is out of range. */
const digitsMax = 20;

function digitsToBigInt(digits: string): bigint {
  const significant = digits.replace(/^0+/, "");
  return BigInt(significant.length > digitsMax ? significant.slice(0, digitsMax + 1) : significant);
}

const trueTexts: ReadonlySet<string> = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const falseTexts: ReadonlySet<string> = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/** strconv.ParseBool; the error text is Go's. */
export function parseBool(text: string): Parsed<boolean> {
  if (trueTexts.has(text)) return { kind: "value", value: true };
  if (falseTexts.has(text)) return { kind: "value", value: false };
  return syntaxError("ParseBool", text);
}

/** strconv.ParseBool with its error ignored: anything that is not a true text is false. */
export function isTrueText(text: string): boolean {
  return trueTexts.has(text);
}

const escapes: Readonly<Record<string, string>> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

/** strconv.Quote: double quotes, Go's escapes; control characters as \x.. . */
export function goQuote(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the characters that are escaped
  if (!/[\u0000-\u001f\u007f\\"]/.test(text)) return `"${text}"`;
  let out = '"';
  for (const character of text) {
    const escape = escapes[character];
    const code = character.codePointAt(0) ?? 0;
    if (escape !== undefined) out += escape;
    else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, "0")}`;
    else out += character;
  }
  return `${out}"`;
}

function syntaxError(functionName: string, text: string): Parsed<never> {
  return { kind: "error", message: `strconv.${functionName}: parsing ${goQuote(text)}: invalid syntax` };
}
