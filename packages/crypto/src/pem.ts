import { base64ToBytes, bytesToBase64, bytesToUtf8 } from "@yanta/bytes";
import { cryptoErrors } from "./errors.ts";
import { pemSizeBytesMax } from "./limits.ts";

/** One block of a PEM text: its label, its headers (old encrypted keys have them) and its bytes. */
export interface PemBlock {
  readonly label: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/**
 * All blocks of a PEM text in order; text outside blocks is ignored. Takes time linear in the text, whatever it holds.
 * Errors: CRYPTO_PEM_MALFORMED (no block, or a damaged one), CRYPTO_INPUT_TOO_LARGE.
 */
export function parsePemBlocks(pem: string | Uint8Array, sizeBytesMax: number = pemSizeBytesMax): readonly PemBlock[] {
  const blocks = [...readPemBlocks(pem, sizeBytesMax)];
  if (blocks.length === 0) throw malformed("no block");
  return blocks;
}

/** The first block of a PEM text, whatever follows it. Errors: as `parsePemBlocks`. */
export function parseFirstPemBlock(pem: string | Uint8Array, sizeBytesMax: number = pemSizeBytesMax): PemBlock {
  for (const block of readPemBlocks(pem, sizeBytesMax)) return block;
  throw malformed("no block");
}

function* readPemBlocks(pem: string | Uint8Array, sizeBytesMax: number): Generator<PemBlock, void, undefined> {
  if (pem.length > sizeBytesMax) throw tooLarge("PEM text", pem.length, sizeBytesMax);
  const text = typeof pem === "string" ? pem : bytesToUtf8(pem);
  for (let from = text.indexOf(beginMark); from >= 0;) {
    const labelStart = from + beginMark.length;
    const labelEnd = text.indexOf("-----", labelStart);
    const label = labelEnd < 0 ? "" : text.slice(labelStart, labelEnd);
    if (!/^[A-Za-z0-9 ]{1,64}$/.test(label)) throw malformed("a BEGIN line is damaged");
    const endMark = `-----END ${label}-----`;
    const bodyEnd = text.indexOf(endMark, labelEnd + 5);
    if (bodyEnd < 0) throw malformed(`no END line for ${label}`);
    yield { label, ...parseBody(text.slice(labelEnd + 5, bodyEnd)) };
    from = text.indexOf(beginMark, bodyEnd + endMark.length);
  }
}

/** PEM text of one block: base64 in lines of 64 columns, final newline. */
export function encodePem(label: string, bytes: Uint8Array): string {
  const lines = bytesToBase64(bytes).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.map((line) => `${line}\n`).join("")}-----END ${label}-----\n`;
}

/** Whether an input is PEM text rather than DER: every DER of ours starts with a SEQUENCE. */
export function isPem(input: string | Uint8Array): boolean {
  return typeof input === "string" || input[0] !== 0x30;
}

/**
 * DER of an input that is PEM text or already DER: the first PEM block with one of the labels.
 * Errors: CRYPTO_PEM_MALFORMED, CRYPTO_INPUT_TOO_LARGE.
 */
export function pemOrDerToDer(input: string | Uint8Array, labels: readonly string[], sizeBytesMax: number): Uint8Array {
  if (typeof input !== "string" && !isPem(input)) {
    if (input.length > sizeBytesMax) throw tooLarge(labels[0] ?? "input", input.length, sizeBytesMax);
    return input;
  }
  const block = parsePemBlocks(input, 2 * sizeBytesMax).find(({ label }) => labels.includes(label));
  if (block === undefined) throw malformed(`no ${labels.join(" or ")} block`);
  if (block.bytes.length > sizeBytesMax) throw tooLarge(block.label, block.bytes.length, sizeBytesMax);
  return block.bytes;
}

const beginMark = "-----BEGIN ";

function parseBody(body: string): { headers: Record<string, string>; bytes: Uint8Array } {
  const headers: Record<string, string> = {};
  const lines = body.split("\n").map((line) => line.trim());
  let line = lines[0] === "" ? 1 : 0;
  for (; line < lines.length; line++) {
    const [name = "", value] = (lines[line] ?? "").split(/: ?/, 2);
    if (value === undefined) break;
    headers[name] = value;
  }
  const bytes = base64ToBytes(lines.slice(line).join(""));
  if (bytes === undefined || bytes.length === 0) throw malformed("the content is not base64");
  return { headers, bytes };
}

function malformed(reason: string): Error {
  return cryptoErrors.create("CRYPTO_PEM_MALFORMED", { reason });
}

function tooLarge(what: string, size: number, max: number): Error {
  return cryptoErrors.create("CRYPTO_INPUT_TOO_LARGE", { what, size, max });
}
