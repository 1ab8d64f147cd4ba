import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { messageToCompactText } from "./compact-text.ts";
import { AdditionalDataSchema } from "./gen/common/block_pb.js";
import { PayloadSchema } from "./gen/common/request_pb.js";
import { AddrType, ChainConfigSchema } from "./gen/config/chain_config_pb.js";
import type { ConsensusType } from "./gen/consensus/consensus_pb.js";

test("escapes, as Go writes them", () => {
  const config = create(ChainConfigSchema, { version: 'x\n\t"\\\u0001é' });
  assert.equal(messageToCompactText(ChainConfigSchema, config), 'version:"x\\n\\t\\"\\\\\\001\\303\\251" ');
  const payload = create(PayloadSchema, { parameters: [{ key: "k\r\u007f", value: Uint8Array.of(0, 255, 65) }] });
  assert.equal(messageToCompactText(PayloadSchema, payload), 'parameters:<key:"k\\r\\177" value:"\\000\\377A" > ');
});

test("declaration order, empty messages, enums and floats", () => {
  const config = create(ChainConfigSchema, {
    vm: { addrType: AddrType.ETHEREUM },
    accountConfig: { defaultGasPrice: Math.fround(0.1), enableGas: true },
    contract: {},
    consensus: { type: 99 as ConsensusType },
    disabledNativeContract: ["", "A"],
  });
  assert.equal(
    messageToCompactText(ChainConfigSchema, config),
    'consensus:<type:99 > contract:<> disabled_native_contract:"" disabled_native_contract:"A" account_config:<enable_gas:true default_gas_price:0.1 > vm:<addr_type:ETHEREUM > ',
  );
});

test("maps have no text form", () => {
  const data = create(AdditionalDataSchema, { extraData: { a: Uint8Array.of(1) } });
  assert.throws(() => messageToCompactText(AdditionalDataSchema, data), TypeError);
});
