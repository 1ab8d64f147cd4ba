import assert from "node:assert/strict";
import { bytesToHex, hexToBytes } from "@yanta/bytes";
import {
  type ChainConfig,
  ChainConfigSchema,
  createGenesis,
  decodeMessage,
  encodeMessage,
  messageToCompactText,
  verifyChainConfig,
} from "@yanta/protocol";
import { checkCase } from "./check-cases.ts";
import { listVectorFiles, readVectorJson, readVectorText } from "./vectors-folder.ts";

const files = listVectorFiles().filter((file) => file.startsWith("genesis/"));

for (const file of files.filter((each) => each.endsWith(".json"))) {
  checkCase(file, () => {
    const vector = readVectorJson(file);
    assert.ok(vector !== undefined);
    const config = decodeMessage(ChainConfigSchema, vector.hex("cfg_hex"));
    checkUnchangedByVerification(config);
    assert.equal(messageToCompactText(ChainConfigSchema, config), vector.text("text"));
    const genesis = createGenesis(config);
    assert.equal(genesis.rwSetBytes.length, vector.number("rwset_len"));
    assert.equal(bytesToHex(genesis.header.rwSetRoot), vector.text("rwset_hash"));
    assert.equal(genesis.transactionBytes.length, vector.number("tx_len"));
    assert.equal(bytesToHex(genesis.header.txRoot), vector.text("tx_root"));
    assert.equal(bytesToHex(genesis.header.dagHash), vector.text("dag_hash"));
    assert.equal(bytesToHex(genesis.blockHash), vector.text("block_hash"));
  });
}

// Output of a Go program, one `name value` a line, about the configuration in the file `chainconfig_…` of the same ending.
for (const file of files.filter((each) => each.endsWith(".txt"))) {
  checkCase(file, () => {
    const configHex = readVectorText(file.replace("genesis_", "chainconfig_").replace(/\.txt$/, ".hex"));
    const output = readVectorText(file);
    assert.ok(configHex !== undefined && output !== undefined);
    const config = decodeMessage(ChainConfigSchema, hexToBytes(configHex.trim()) ?? assert.fail("not hex"));
    checkUnchangedByVerification(config);
    const genesis = createGenesis(config);
    assert.equal(messageToCompactText(ChainConfigSchema, config), JSON.parse(captured(output, /^TEXT:\n(".*")$/m)));
    assert.equal(configHex.trim().length / 2, Number(captured(output, /^CFG: (\d+)$/m)));
    assert.equal(genesis.header.blockVersion, Number(captured(output, /^dagbytes 1200 version (\d+)$/m)));
    const [rwSetSize, rwSetHash] = captured(output, /^rwset bytes (\d+ hash \w+)$/m).split(" hash ");
    assert.equal(genesis.rwSetBytes.length, Number(rwSetSize));
    assert.equal(bytesToHex(genesis.header.rwSetRoot), rwSetHash);
    const [txSize, txRoot] = captured(output, /^tx bytes (\d+ txroot \w+)$/m).split(" txroot ");
    assert.equal(genesis.transactionBytes.length, Number(txSize));
    assert.equal(bytesToHex(genesis.header.txRoot), txRoot);
    assert.equal(bytesToHex(genesis.header.dagHash), captured(output, /^daghash (\w+)$/m));
    assert.equal(bytesToHex(genesis.blockHash), captured(output, /^blockhash (\w+)$/m));
    const written = [...output.matchAll(/^(\w+) \| (\S+) \| (\d+) bytes$/gm)].map(([, contract, key, size]) => [
      contract,
      key,
      Number(size),
    ]);
    assert.deepEqual(
      genesis.rwSet.writes.map(({ contract, key, value }) => [contract, key, value?.length ?? 0]),
      written,
    );
  });
}

for (const file of files.filter((each) => each.endsWith(".hex"))) {
  checkCase(file, () => {
    const hex = readVectorText(file)?.trim() ?? "";
    const config = decodeMessage(ChainConfigSchema, hexToBytes(hex) ?? assert.fail("not hex"));
    assert.equal(bytesToHex(encodeMessage(ChainConfigSchema, config)), hex);
  });
}

/** A configuration that made a genesis block is complete: verification finds nothing to add. */
function checkUnchangedByVerification(config: ChainConfig): void {
  const before = bytesToHex(encodeMessage(ChainConfigSchema, config));
  assert.equal(verifyChainConfig(config), undefined);
  assert.equal(bytesToHex(encodeMessage(ChainConfigSchema, config)), before);
}

function captured(text: string, pattern: RegExp): string {
  const [, value] = pattern.exec(text) ?? [];
  assert.ok(value !== undefined, `no line ${pattern.source}`);
  return value;
}
