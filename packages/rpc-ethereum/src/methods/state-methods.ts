import { bytesToHex } from "@yanta/bytes";
import { ethereumNonce } from "@yanta/chain";
import type { RpcMethod } from "../json-rpc/answer-request.ts";
import { toData, toQuantity } from "../json-rpc/hex.ts";
import { readAddress, readData } from "../json-rpc/read-params.ts";
import { invalidParams } from "../json-rpc/rpc-error.ts";
import { findCode, findStorage } from "../view/contracts.ts";
import { readStateHeight } from "./read-block-tag.ts";
import type { RpcContext } from "./rpc-context.ts";

/** Accounts and contracts, now or at the end of a block. */
export function createStateMethods(context: RpcContext): Readonly<Record<string, RpcMethod>> {
  const { ledger } = context.chain;
  return {
    eth_getBalance: ([address, block]) => {
      readAddress(address, "address");
      readStateHeight(block, context);
      return "0x0";
    },
    eth_getTransactionCount: ([value, block]) => {
      const address = readAddress(value, "address");
      if (block === "pending") return toQuantity(context.sender.nextNonce(address));
      return toQuantity(ethereumNonce(ledger, address, readStateHeight(block, context)));
    },
    eth_getCode: ([value, block]) => {
      const address = readAddress(value, "address");
      return toData(findCode(ledger, address, readStateHeight(block, context)) ?? new Uint8Array(0));
    },
    eth_getStorageAt: ([value, key, block]) => {
      const address = readAddress(value, "address");
      const found = findStorage(ledger, address, readSlot(key), readStateHeight(block, context));
      return `0x${bytesToHex(found ?? new Uint8Array(0)).padStart(64, "0")}`;
    },
  };
}

/** A storage slot as the state names it: hex of its bytes without leading zero bytes. Spec: vm.md §5.3. */
function readSlot(value: unknown): string {
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{1,64}$/.test(value))
    throw invalidParams(`unable to decode storage key: hex string invalid or longer than 32 bytes`);
  const digits = value.slice(2);
  const bytes = readData(`0x${digits.length % 2 === 0 ? digits : `0${digits}`}`, "storage key");
  return bytesToHex(bytes).replace(/^(00)+/, "");
}
