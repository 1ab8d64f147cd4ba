/** Which test file checks which vector file: names, or the beginning of a path that ends with `/`. */
export const vectorKinds: Readonly<Record<string, string>> = {
  "block.json": "block.test.ts",
  "blocks/": "blocks.test.ts",
  "certificate.json": "certificate.test.ts",
  "cmdid-sm2.json": "cmdid-sm2.test.ts",
  "contract.json": "contract.test.ts",
  "contract_address.json": "contract-address.test.ts",
  "dag.json": "dag.test.ts",
  "easycodec.json": "easycodec.test.ts",
  "event.json": "event.test.ts",
  "genesis.json": "genesis.test.ts",
  "genesis/": "genesis-folder.test.ts",
  "ids.json": "ids.test.ts",
  "member.json": "member.test.ts",
  "merkle.json": "merkle.test.ts",
  "messages.json": "messages.test.ts",
  "node_id.json": "node-id.test.ts",
  "payload.json": "payload.test.ts",
  "rwset.json": "rwset.test.ts",
  "signature.json": "signature.test.ts",
  "transaction.json": "transaction.test.ts",
  "tx_request.json": "tx-request.test.ts",
};

/** Files that hold no vectors. */
export const plainFiles: ReadonlySet<string> = new Set(["README.md", "ORIGIN.md"]);

/** Whether some test file checks the vector file. */
export function hasCheck(file: string): boolean {
  return (
    plainFiles.has(file) ||
    Object.keys(vectorKinds).some((kind) => (kind.endsWith("/") ? file.startsWith(kind) : file === kind))
  );
}
