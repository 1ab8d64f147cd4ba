import assert from "node:assert/strict";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { keccak256 } from "@yanta/crypto";
import { AddrType, contractAddress } from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";

checkCases("contract_address.json", (vector) => {
  const name = vector.text("name");
  assert.equal(bytesToHex(keccak256(utf8ToBytes(name))), vector.text("keccak256"));
  // What tools show before block version 2300: "ZX" is theirs, the address is ours.
  assert.equal(`ZX${contractAddress(name, AddrType.ZXL, 2201)}`, vector.text("zx_of_raw_name"));
  for (const key of vector.names().filter((each) => each.includes("/"))) {
    const [type = "", version = ""] = key.split("/");
    const addrType = addrTypeNamed(type);
    const address = contractAddress(name, addrType, Number(version));
    assert.equal(address, vector.object(key).text("str"), key);
    assert.equal(BigInt(`0x${address}`).toString(16), vector.object(key).text("int_hex"), key);
  }
});

function addrTypeNamed(name: string): AddrType {
  const found = [AddrType.CHAINMAKER, AddrType.ZXL, AddrType.ETHEREUM].find((type) => AddrType[type] === name);
  assert.ok(found !== undefined, `no address type ${name}`);
  return found;
}
