import assert from "node:assert/strict";
import { test } from "node:test";
import { base64ToBytes, bytesToHex, hexToBytes } from "@yanta/bytes";
import { engineAddress, enginePeerId, generateEngineKey, nodeKeyFile, validatorKeyFile } from "./engine-keys.ts";

/** Made by `cometbft init` of v0.38.26. */
const made = {
  validatorSeed: "AR4O3lR6ycjmfD+f6Qu+rb3m3SB6v6AhyntB8uWmdEw=",
  validatorFile: {
    address: "4180EB7D294F0588C40B5EEF26A8A41BAE9CE6E7",
    pub_key: { type: "tendermint/PubKeyEd25519", value: "+qpvNvMlTcsXkTTNnW8czl21UGhm1lLPqwn/UBlf29E=" },
    priv_key: {
      type: "tendermint/PrivKeyEd25519",
      value: "AR4O3lR6ycjmfD+f6Qu+rb3m3SB6v6AhyntB8uWmdEz6qm828yVNyxeRNM2dbxzOXbVQaGbWUs+rCf9QGV/b0Q==",
    },
  },
  nodeKey: "N/F5ZK3en333k3ZGr8EiTUZ8qODpMbdMzfzf/HYnZX3wQadz4D2w7FwIdBSgTkAOk1XmEfULTfxveBNzamf6Jw==",
  peerId: "0bd3f2079132dd2b8c7ae6eb674bf92bdc4b6be5",
};

const keyOfSeed = (seed: Uint8Array) => generateEngineKey(() => seed);

test("the validator's key file is what CometBFT writes for the same seed", () => {
  const key = keyOfSeed(base64ToBytes(made.validatorSeed) ?? assert.fail());
  assert.deepEqual(JSON.parse(validatorKeyFile(key)), made.validatorFile);
  const address = hexToBytes(made.validatorFile.address) ?? assert.fail();
  assert.deepEqual(engineAddress(key.publicKey.keyBits), address);
});

test("the peer's key file and id are CometBFT's", () => {
  const bytes = base64ToBytes(made.nodeKey) ?? assert.fail();
  const key = keyOfSeed(bytes.subarray(0, 32));
  assert.deepEqual(JSON.parse(nodeKeyFile(key)), {
    priv_key: { type: "tendermint/PrivKeyEd25519", value: made.nodeKey },
  });
  assert.equal(enginePeerId(key.publicKey.keyBits), made.peerId);
});

test("each key is another", () => {
  assert.notEqual(bytesToHex(generateEngineKey().publicKey.keyBits), bytesToHex(generateEngineKey().publicKey.keyBits));
});
