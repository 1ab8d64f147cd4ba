import assert from "node:assert/strict";
import { it } from "node:test";
import { utf8ToBytes } from "@yanta/bytes";
import fc from "fast-check";
import { createSystemContracts } from "./create-system-contracts.ts";
import { invokeNative } from "./invoke-native.ts";
import { fakeLedger } from "./testing/fake-ledger.ts";
import { createCertContext } from "./testing/cert-context.ts";
import { createBlockRecord } from "./testing/test-blocks.ts";
import { rootPem, userPem } from "./testing/test-identities.ts";
import { testOptions } from "./testing/test-options.ts";

const contracts = createSystemContracts(testOptions);
const calls = [...contracts.values()].flatMap(({ name, methods }) =>
  [...methods.keys()].map((method) => [name, method] as const),
);

/** Every parameter that some method reads. */
const keys = (
  "k v block_height tx_timeout block_interval tx_scheduler_timeout enable_sender_group org_id root " +
  "node_id node_ids new_node_id member_info role block_version addr_type address_key " +
  "set_invoke_base_gas multi_sign_enable_manual_run blockHeight blockHash txId withRWSet " +
  "truncateValueLen truncateModel cert_hashes certs cert_crl alias aliases cert CONTRACT_NAME " +
  "CONTRACT_VERSION CONTRACT_RUNTIME_TYPE CONTRACT_BYTECODE NATIVE_CONTRACT_NAME SYS_CONTRACT_NAME " +
  "SYS_METHOD VOTE_INFO TX_ID T-P __cross_caller__ "
)
  .trim()
  .split(" ");

const likelyTexts = [
  "",
  "0",
  "1",
  "-1",
  "7",
  "99999999999999999999",
  "true",
  "a",
  "a,b",
  ",",
  "wx-org1.chainmaker.org",
  "fact",
  "WASMER",
  "CHAIN_CONFIG",
  "[]",
  '["T"]',
  "{",
  "\u0000",
  userPem(1, "client1"),
  rootPem(1),
];
const value = fc.oneof(
  fc.constantFrom(...likelyTexts).map(utf8ToBytes),
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 20 }).map(utf8ToBytes),
);
const parameters = fc
  .dictionary(fc.constantFrom(...keys), value, { maxKeys: 12 })
  .map((entries) => new Map(Object.entries(entries)));

it("whatever the parameters, every method answers", () => {
  const ledger = fakeLedger([createBlockRecord({ height: 0n, isConfig: true, txs: [{ txId: "a" }] })], {
    lastConfigHeight: 0n,
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...calls),
      parameters,
      fc.constantFrom(2_030_200, 2_030_600, 2_030_700),
      ([contract, method], given, blockVersion) => {
        const context = createCertContext({ ledger, blockVersion });
        const outcome = invokeNative(contracts, { contract, method, parameters: given }, context);
        assert.ok(outcome.code === 0 || outcome.message !== "", `${contract}.${method} refuses with a text`);
      },
    ),
    { numRuns: 600 },
  );
});
