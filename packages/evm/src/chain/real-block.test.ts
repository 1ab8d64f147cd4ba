import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { base64ToBytes, bytesToBinaryString, bytesToHex } from "@yanta/bytes";
import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import { createFakeChain, createFakeTxContext, installFakeContract } from "@yanta/vm/testing";
import { createEvmVm } from "./create-evm-vm.ts";

interface Block {
  readonly block: {
    readonly txs: readonly {
      readonly payload: { readonly parameters: readonly { readonly key: string; readonly value?: string }[] };
      readonly result: {
        readonly contract_result: {
          readonly contract_event: readonly { readonly topic: string; readonly event_data: readonly string[] }[];
        };
      };
    }[];
  };
  readonly rwset_list: readonly {
    readonly tx_writes: readonly { readonly key: string; readonly value?: string; readonly contract_name: string }[];
  }[];
}

const file = new URL(
  "../../../../third_party/chainmaker-vectors/blocks/real-block-2030200-height-2.json",
  import.meta.url,
);
const { block, rwset_list: rwsets } = JSON.parse(readFileSync(file, "utf8")) as Block;
const decode = (text = ""): Uint8Array => base64ToBytes(text) ?? new Uint8Array(0);

test("the constructor in a real block of version 2030200 writes, returns and emits what the block says", () => {
  const [tx] = block.txs;
  const writes = (rwsets[0]?.tx_writes ?? []).map(({ key, value, contract_name }) => ({
    name: `${contract_name}#${bytesToBinaryString(decode(key))}`,
    value: bytesToHex(decode(value)),
  }));
  const events = tx?.result.contract_result.contract_event ?? [];
  const bytecode = decode(tx?.payload.parameters.find(({ key }) => key === "CONTRACT_BYTECODE")?.value);

  const vm = createEvmVm();
  const chain = createFakeChain([vm]);
  const contract = installFakeContract(chain, "EVM_ERC202", bytecode, RuntimeType.EVM);
  contract.address = "ea9c7f588e2bce761ae33ac5bf31092abefb1aae";
  const fake = createFakeTxContext({ chain, blockVersion: 2_030_200 });
  // The sender's certificate is not in the block; its address is in the event.
  const senderAddress = events[0]?.event_data[1]?.slice(24) ?? "";
  const context = Object.create(fake, { senderAddress: { value: senderAddress } }) as TxContext;
  const outcome = vm.invoke(
    { contract, bytecode, method: "init_contract", parameters: new Map(), gasUsed: 0n },
    context,
  );

  assert.equal(outcome.status, TxStatusCode.SUCCESS, outcome.message);
  const stored = writes.find(({ name }) => name === "CONTRACT_MANAGE#ContractByteCode:EVM_ERC202");
  assert.equal(bytesToHex(outcome.result), stored?.value);
  assert.deepEqual(
    [...fake.writes]
      .map(([name, value]) => ({ name, value: bytesToHex(value) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    writes.filter(({ name }) => !name.startsWith("CONTRACT_MANAGE#")).sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
  assert.deepEqual(
    outcome.events.map(({ topic, eventData }) => ({ topic, event_data: eventData })),
    events.map(({ topic, event_data }) => ({ topic, event_data })),
  );
});
