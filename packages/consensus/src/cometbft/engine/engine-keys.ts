import { base64ToBytes, bytesToBase64, bytesToHex, concatBytes } from "@yanta/bytes";
import { generatePrivateKey, hashBytes, parsePemBlocks, type PrivateKey, type RandomBytes } from "@yanta/crypto";

/** A new Ed25519 key for the engine. */
export function generateEngineKey(random?: RandomBytes): PrivateKey {
  return random === undefined ? generatePrivateKey("ED25519") : generatePrivateKey("ED25519", random);
}

/** CometBFT's address of a key: the first 20 bytes of its SHA-256. */
export function engineAddress(publicKey: Uint8Array): Uint8Array {
  return hashBytes("SHA256", publicKey).subarray(0, 20);
}

/** The id of an engine among its peers: the address of its peer key, in hex. */
export function enginePeerId(peerKey: Uint8Array): string {
  return bytesToHex(engineAddress(peerKey));
}

/** `priv_validator_key.json`. Secret. */
export function validatorKeyFile(key: PrivateKey): string {
  const publicKey = key.publicKey.keyBits;
  return json({
    address: bytesToHex(engineAddress(publicKey)).toUpperCase(),
    pub_key: publicKeyJson(publicKey),
    priv_key: privateKeyJson(key),
  });
}

/** The public key, 32 bytes, in a `priv_validator_key.json` that this module wrote. */
export function readValidatorKeyFile(text: string): Uint8Array {
  const { pub_key: key }: { pub_key: { value: string } } = JSON.parse(text);
  return base64ToBytes(key.value) ?? new Uint8Array();
}

/** `node_key.json`. Secret. */
export function nodeKeyFile(key: PrivateKey): string {
  return json({ priv_key: privateKeyJson(key) });
}

/** `priv_validator_state.json` of an engine that has signed nothing yet. */
export function validatorStateFile(): string {
  return json({ height: "0", round: 0, step: 0 });
}

/** CometBFT's JSON form of an Ed25519 public key. */
export function publicKeyJson(publicKey: Uint8Array): Readonly<Record<string, string>> {
  return { type: "tendermint/PubKeyEd25519", value: bytesToBase64(publicKey) };
}

/** CometBFT keeps seed and public key together, 64 bytes. */
function privateKeyJson(key: PrivateKey): Readonly<Record<string, string>> {
  const [block] = parsePemBlocks(key.toPem());
  // PKCS#8 of Ed25519 ends with the seed (RFC 8410 section 7).
  const seed = block?.bytes.subarray(-32) ?? new Uint8Array();
  return {
    type: "tendermint/PrivKeyEd25519",
    value: bytesToBase64(concatBytes(seed, key.publicKey.keyBits)),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
