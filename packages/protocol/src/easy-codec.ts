import { bytesToUtf8, compareBytes, joinBytes, uint32ToBytesLe, utf8ToBytes } from "@yanta/bytes";
import { blockVersions } from "./block-version.ts";
import { easyCodecItemsMax, easyCodecKeyBytesMax } from "./limits.ts";

/** One typed item between node and contract. */
export type EasyCodecItem = {
  readonly key: string;
  /** Who set it; "user" when left out. */
  readonly keyType?: "system" | "user";
} & (
  | { readonly type: "int32"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "bytes"; readonly value: Uint8Array }
);

const magic = utf8ToBytes("cmecv1.0");
const headerBytes = 16;
/** Inputs up to this size hold no item. */
const emptyInputBytesMax = 20;

/**
 * Items as the node writes them, without the 16-byte header. All integers are 4 bytes, little endian. The writer has
 * no limits, as ChainMaker's: a reader stops at what it does not take.
 *
 * Spec: vm.md §1; vector easycodec.json.
 */
export function encodeEasyCodec(items: readonly EasyCodecItem[]): Uint8Array {
  const parts: Uint8Array[] = [uint32ToBytesLe(items.length)];
  for (const item of items) {
    const key = utf8ToBytes(item.key);
    const value =
      item.type === "bytes"
        ? item.value
        : item.type === "string"
          ? utf8ToBytes(item.value)
          : uint32ToBytesLe(item.value);
    const keyType = item.keyType === "system" ? 0 : 1;
    parts.push(
      uint32ToBytesLe(keyType),
      uint32ToBytesLe(key.length),
      key,
      uint32ToBytesLe(valueTypeNumber(item.type)),
      uint32ToBytesLe(value.length),
      value,
    );
  }
  return joinBytes(parts);
}

/** A call's parameters as bytes items in byte-wise key order. Spec: vm.md §1; vector easycodec.json. */
export function encodeEasyCodecParameters(parameters: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const keys = [...parameters.keys()].sort((a, b) => compareBytes(utf8ToBytes(a), utf8ToBytes(b)));
  return encodeEasyCodec(keys.map((key) => ({ key, type: "bytes", value: parameters.get(key) ?? new Uint8Array(0) })));
}

/**
 * Items in bytes that a contract wrote, with or without header. From block version 2030500 on malformed bytes are
 * undefined, which the caller answers as a contract error; before, the items read so far are the answer.
 *
 * Spec: vm.md §1; vector easycodec.json.
 */
export function decodeEasyCodec(bytes: Uint8Array, blockVersion: number): EasyCodecItem[] | undefined {
  const items: EasyCodecItem[] = [];
  if (bytes.length <= emptyInputBytesMax) return items;
  const complete = readItems(bytes, items);
  return complete || blockVersion < blockVersions.v2030500 ? items : undefined;
}

/** Items by key, values as bytes: int32 in decimal text. The last item of a key counts. Spec: vm.md §1. */
export function easyCodecToParameters(items: readonly EasyCodecItem[]): Map<string, Uint8Array> {
  return new Map(items.map((item) => [item.key, item.type === "bytes" ? item.value : utf8ToBytes(String(item.value))]));
}

/** Fills `items`; false when the bytes end early or break a limit. */
function readItems(bytes: Uint8Array, items: EasyCodecItem[]): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let position = 0;
  if (compareBytes(bytes.subarray(0, 4), magic.subarray(0, 4)) === 0) {
    const reserved = bytes.subarray(magic.length, headerBytes);
    if (compareBytes(bytes.subarray(0, magic.length), magic) !== 0 || reserved.some((byte) => byte !== 0xff))
      return false;
    position = headerBytes;
  }
  const count = view.getUint32(position, true);
  position += 4;
  if (count > easyCodecItemsMax) return false;
  for (let i = 0; i < count; i++) {
    if (position + 8 > bytes.length) return false;
    const keyType = view.getUint32(position, true) === 0 ? "system" : "user";
    const keyLength = view.getUint32(position + 4, true);
    position += 8;
    if (keyLength > easyCodecKeyBytesMax || position + keyLength + 8 > bytes.length) return false;
    const key = bytesToUtf8(bytes.subarray(position, position + keyLength));
    position += keyLength;
    const valueType = view.getUint32(position, true);
    const valueLength = view.getUint32(position + 4, true);
    position += 8;
    if (position + valueLength > bytes.length) return false;
    const value = bytes.subarray(position, position + valueLength);
    if (valueType === 0) {
      if (valueLength !== 4) return false;
      items.push({ key, keyType, type: "int32", value: view.getInt32(position, true) });
    } else if (valueType === 1) items.push({ key, keyType, type: "string", value: bytesToUtf8(value) });
    else if (valueType === 2) items.push({ key, keyType, type: "bytes", value });
    else return false;
    position += valueLength;
  }
  return true;
}

function valueTypeNumber(type: EasyCodecItem["type"]): number {
  switch (type) {
    case "int32":
      return 0;
    case "string":
      return 1;
    case "bytes":
      return 2;
  }
}
