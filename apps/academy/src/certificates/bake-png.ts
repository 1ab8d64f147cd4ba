import { bytesToUtf8, concatBytes, utf8ToBytes } from "@yanta/bytes";
import { certificateErrors } from "./errors.ts";
import { imageBytesMax } from "./limits.ts";

/** Keyword of a baked credential. Spec: 1EdTech Open Badges 3.0 §5.3.1 "PNG". */
const badgeKeyword = "openbadgecredential";
/** Ours beside it: the place in the cohort, which a credential cannot hold. */
const placeKeyword = "yantacertificateplace";

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** Texts in a picture. */
export interface BakedTexts {
  readonly credential: string;
  readonly place: string | undefined;
}

/** Puts a credential into a PNG; one that was in it goes. Errors: ACADEMY_CERTIFICATE_UNREADABLE. */
export function bakePng(png: Uint8Array, { credential, place }: BakedTexts): Uint8Array {
  const [header, ...rest] = readChunks(png).filter((chunk) => !isBaked(chunk));
  if (header === undefined) throw unreadable("IHDR");
  const added = [textChunk(badgeKeyword, credential), ...(place === undefined ? [] : [textChunk(placeKeyword, place)])];
  return concatBytes(signature, ...[header, ...added, ...rest].map(encodeChunk));
}

/** Takes them out of a stranger's PNG. Errors: ACADEMY_CERTIFICATE_UNREADABLE. */
export function unbakePng(png: Uint8Array): BakedTexts {
  const chunks = readChunks(png);
  const find = (keyword: string): string | undefined => {
    const [found, ...more] = chunks.flatMap((chunk) => textOf(chunk, keyword) ?? []);
    if (more.length > 0) throw unreadable(`${keyword} × ${more.length + 1}`);
    return found;
  };
  const credential = find(badgeKeyword);
  if (credential === undefined) throw unreadable(badgeKeyword);
  return { credential, place: find(placeKeyword) };
}

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function isBaked(chunk: Chunk): boolean {
  return [badgeKeyword, placeKeyword].some((keyword) => textOf(chunk, keyword) !== undefined);
}

function textChunk(keyword: string, text: string): Chunk {
  // Keyword, not compressed, no language, no translated keyword.
  return { type: "iTXt", data: concatBytes(utf8ToBytes(keyword), new Uint8Array(5), utf8ToBytes(text)) };
}

/** The text of an iTXt chunk with a keyword; compressed ones are not taken. */
function textOf({ type, data }: Chunk, keyword: string): string | undefined {
  const head = utf8ToBytes(keyword);
  if (type !== "iTXt" || data[head.length] !== 0 || !head.every((byte, index) => data[index] === byte))
    return undefined;
  if (data[head.length + 1] !== 0) throw unreadable(`${keyword}: zlib`);
  const language = data.indexOf(0, head.length + 3);
  const translated = data.indexOf(0, language + 1);
  if (language < 0 || translated < 0) throw unreadable(keyword);
  return bytesToUtf8(data.subarray(translated + 1));
}

function readChunks(png: Uint8Array): readonly Chunk[] {
  if (png.length > imageBytesMax) throw unreadable(`> ${imageBytesMax}`);
  if (!isPng(png)) throw unreadable("PNG");
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  const chunks: Chunk[] = [];
  for (let at = signature.length; at < png.length;) {
    if (at + 12 > png.length) throw unreadable("PNG");
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > png.length) throw unreadable("PNG");
    if (view.getUint32(end) !== crc32(png.subarray(at + 4, end))) throw unreadable("CRC");
    chunks.push({ type: String.fromCharCode(...png.subarray(at + 4, at + 8)), data: png.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

function encodeChunk({ type, data }: Chunk): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(utf8ToBytes(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/** Spec: PNG (ISO/IEC 15948) Annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function unreadable(reason: string): Error {
  return certificateErrors.create("ACADEMY_CERTIFICATE_UNREADABLE", {
    what: { en: "a baked picture", zh: "嵌有证书的图片" },
    reason,
  });
}
