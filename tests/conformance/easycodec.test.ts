import assert from "node:assert/strict";
import { bytesToHex } from "@yanta/bytes";
import {
  decodeEasyCodec,
  type EasyCodecItem,
  easyCodecToParameters,
  encodeEasyCodec,
  encodeEasyCodecParameters,
} from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import type { Fields } from "./fields.ts";

const blockVersion = 2030600;

checkCases("easycodec.json", (vector) => {
  const decoded = decodeEasyCodec(vector.hex("bytes"), blockVersion);
  assert.ok(decoded !== undefined);
  if (vector.has("map")) {
    const map = vector.object("map");
    const parameters = new Map(map.names().map((name) => [name, map.hex(name)]));
    assert.equal(bytesToHex(encodeEasyCodecParameters(parameters)), vector.text("bytes"));
    assert.deepEqual(easyCodecToParameters(decoded), parameters);
    return;
  }
  const items = vector.objects("items").map(readItem);
  assert.equal(bytesToHex(encodeEasyCodec(items)), vector.text("bytes"));
  assert.deepEqual(decoded, items);
});

function readItem(item: Fields): EasyCodecItem {
  const base = {
    key: item.text("key"),
    keyType: item.has("keytype") && item.text("keytype") === "system" ? ("system" as const) : ("user" as const),
  };
  const type = item.text("type");
  if (type === "int32") return { ...base, type, value: item.number("value") };
  if (type === "string") return { ...base, type, value: item.text("value") };
  assert.equal(type, "bytes");
  return { ...base, type: "bytes", value: item.hex("value") };
}
