import { hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { RuntimeType } from "@yanta/protocol";
import { vmComplianceSuite } from "@yanta/vm/testing";
import { createEvmVm } from "./create-evm-vm.ts";

const hex = (text: string): Uint8Array => hexToBytes(text) ?? new Uint8Array(0);
/**
 * With three bytes of call data: slot 1 becomes 42, and a log. With one: returns slot 1. With two: reverts with a word.
 *
 * calldatasize 1 eq @read jumpi, calldatasize 2 eq @fail jumpi, 42 1 sstore, 42 0 mstore, 32 0 log0, stop,
 * read: 1 sload 0 mstore, 32 0 return, fail: 32 0 revert
 */
const bytecode = hex(
  "36600114601e5736600214602a57602a600155602a60005260206000a0005b60015460005260206000f35b60206000fd",
);

vmComplianceSuite("EVM", {
  createVm: createEvmVm,
  runtimeType: RuntimeType.EVM,
  bytecode,
  write: { method: "write", parameters: new Map([["data", utf8ToBytes("000000")]]) },
  read: { method: "read", parameters: new Map([["data", utf8ToBytes("00")]]), result: hex("2a".padStart(64, "0")) },
  fail: { method: "fail", parameters: new Map([["data", utf8ToBytes("0000")]]) },
});
