import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesToHex, hexToBytes } from "@yanta/bytes";
import { testMember } from "@yanta/chain/testing";
import { keccak256 } from "@yanta/crypto";
import { TxStatusCode } from "@yanta/protocol";
import { abiText, abiWord, openEvmTestChain } from "../support/evm-chain.ts";

const code = hexToBytes(
  readFileSync(new URL("../../third_party/chainmaker-contracts/evm-token.hex", import.meta.url), "utf8").trim(),
);
const admin = testMember(1, "user/admin1");
const client = testMember(1, "user/client1");
const other = "11".repeat(20);
const transfer = (to: string, amount: bigint): string => `a9059cbb${abiWord(to)}${abiWord(amount)}`;

for (const version of ["2030200", "2030600", "2030700"]) {
  test(`ChainMaker's EVM token on block version ${version}: install, call, emit, refuse, re-execute`, async () => {
    const chain = await openEvmTestChain({ version });
    const address = await chain.install("token", code ?? new Uint8Array(0));
    assert.equal(abiText(chain.read("token", "06fdde03")), "ChainMakerToken");
    assert.equal(chain.read(address, "18160ddd"), chain.read("token", "18160ddd"));

    const moved = await chain.invoke("token", transfer(other, 5n), admin);
    assert.deepEqual([moved.code, bytesToHex(moved.result)], [TxStatusCode.SUCCESS, abiWord(1n)]);
    const sender = bytesToHex(keccak256(admin.certificate.subjectKeyId ?? new Uint8Array(0)).subarray(12));
    assert.deepEqual(
      moved.events.map(({ topic, eventData, contractName, contractVersion }) => [
        topic,
        eventData,
        contractName,
        contractVersion,
      ]),
      [
        [
          "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
          [abiWord(sender), abiWord(other), abiWord(5n)],
          "token",
          "1.0.0",
        ],
      ],
    );
    assert.equal(chain.read("token", `70a08231${abiWord(other)}`), abiWord(5n));

    const withPrefix = await chain.invoke(address, transfer(other, 6n), admin, { data: `0x${transfer(other, 6n)}` });
    assert.equal(withPrefix.code, TxStatusCode.SUCCESS, withPrefix.message);
    assert.equal(chain.read("token", `70a08231${abiWord(other)}`), abiWord(11n));

    const noHex = await chain.invoke("token", "06fdde03", client, { data: "06fddeg3" });
    assert.deepEqual(
      [noHex.code, noHex.message],
      [TxStatusCode.CONTRACT_FAIL, "params is not hex encode string, encoding/hex: invalid byte: U+0067 'g'"],
    );
    const empty = await chain.invoke("token", "06fdde03", client, { data: "" });
    assert.equal(empty.message, version === "2030200" ? "" : "calldata is null");

    assert.ok(await chain.replay(await openEvmTestChain({ version })));
    assert.deepEqual(chain.chain.faults, []);
  });
}
