import { gunzipSync, gzipSync } from "node:zlib";
import { bytesToBinaryString, utf8ToBytes } from "@yanta/bytes";
import { codeRows, dumpBytesMax, nonceRow, type StateDump, storageRow } from "@yanta/dev-chain";
import type { RpcMethod } from "../../json-rpc/answer-request.ts";
import { toData } from "../../json-rpc/hex.ts";
import { readAddress, readData, readObject } from "../../json-rpc/read-params.ts";
import { invalidParams, serverError } from "../../json-rpc/rpc-error.ts";
import type { DevContext } from "./dev-context.ts";
import { readInteger, readWord } from "./read-dev-params.ts";
import { tipToJson } from "./tip-json.ts";

/** Rows of the state: set, dumped and loaded. Each call that sets some makes a block. */
export function createRowMethods({ chain, dev, sender }: DevContext): Readonly<Record<string, RpcMethod>> {
  const setCode: RpcMethod = async ([address, code]) => {
    await dev.setState(codeRows(chain.ledger, readAddress(address, "address"), readData(code, "code")));
    return true;
  };
  const setStorageAt: RpcMethod = async ([address, slot, value]) => {
    const row = storageRow(
      chain.ledger,
      readAddress(address, "address"),
      readWord(slot, "slot"),
      readWord(value, "value"),
    );
    await dev.setState([row]);
    return true;
  };
  const setNonce: RpcMethod = async ([value, nonce]) => {
    const address = readAddress(value, "address");
    const next = readInteger(nonce, "nonce");
    if (next < 0n || next >= 2n ** 64n - 1n) throw invalidParams("nonce: not below 2^64 - 1");
    await dev.setState([nonceRow(address, next)]);
    sender.forget(address);
    return true;
  };
  const setBalance: RpcMethod = ([address, balance]) => {
    readAddress(address, "address");
    if (readInteger(balance, "balance") === 0n) return true;
    throw serverError(
      "this chain has no coins: every balance is 0 and gas costs nothing, so leave setting balances out",
    );
  };
  const dumpState: RpcMethod = () => toData(gzipSync(JSON.stringify(dev.dump())));
  const loadState: RpcMethod = async ([value]) => {
    await dev.load(unzip(readData(value, "state")));
    return true;
  };
  return {
    anvil_setCode: setCode,
    hardhat_setCode: setCode,
    anvil_setStorageAt: setStorageAt,
    hardhat_setStorageAt: setStorageAt,
    anvil_setNonce: setNonce,
    hardhat_setNonce: setNonce,
    evm_setAccountNonce: setNonce,
    anvil_setBalance: setBalance,
    hardhat_setBalance: setBalance,
    anvil_dumpState: dumpState,
    hardhat_dumpState: dumpState,
    anvil_loadState: loadState,
    hardhat_loadState: loadState,
    yanta_setState: async ([rows]) => {
      if (!Array.isArray(rows)) throw invalidParams("rows: not a list");
      return tipToJson(await dev.setState(rows.map(readRow)));
    },
    yanta_dumpState: () => dev.dump(),
    yanta_loadState: ([dump]) => dev.load(readObject(dump, "dump") as unknown as StateDump),
  };
}

/** `{contract, key, value}`: key and value are text, or hex with 0x; a value of null deletes. */
function readRow(value: unknown): { contract: string; key: string; value: Uint8Array } {
  const { contract, key, value: content } = readObject(value, "row");
  if (typeof contract !== "string") throw invalidParams("row: contract is not a text");
  return {
    contract,
    key: bytesToBinaryString(readTextOrHex(key, "key")),
    value: content === null ? new Uint8Array(0) : readTextOrHex(content, "value"),
  };
}

/** Bytes given as hex with 0x, or as a text. */
export function readTextOrHex(value: unknown, name: string): Uint8Array {
  if (typeof value !== "string") throw invalidParams(`${name}: not a text`);
  return value.startsWith("0x") ? readData(value, name) : utf8ToBytes(value);
}

function unzip(bytes: Uint8Array): StateDump {
  try {
    return JSON.parse(gunzipSync(bytes, { maxOutputLength: 3 * dumpBytesMax }).toString("utf8")) as StateDump;
  } catch {
    throw invalidParams("state: not a dump of this chain's kind");
  }
}
