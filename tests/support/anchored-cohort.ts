import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bytesToHex } from "@yanta/bytes";
import { generatePrivateKey } from "@yanta/crypto";
import { loadModule, openContractChain } from "@yanta/contract-testing";
import { getBlockHeader, getChainConfig } from "@yanta/sdk";
import { anchorCohort } from "../../apps/academy/src/certificates/anchor-cohort.ts";
import { writeCohortFile } from "../../apps/academy/src/certificates/certificate-file.ts";
import type { CohortDefinition } from "../../apps/academy/src/certificates/cohort-definition.ts";
import { issueCohort, openTree, readFolderIssuer } from "../../apps/academy/src/certificates/cohort-folder.ts";

const cmevi = fileURLToPath(new URL("../../contracts/cmevi/build/cmevi.wasm", import.meta.url));
const created = "2026-11-24T08:00:00Z";

const definition: CohortDefinition = {
  id: "2026-autumn",
  issuer: "雁塔学院",
  address: "https://academy.example/",
  achievement: { id: "developer", name: "链上开发", description: "写合约", criteria: "通过全部实验", required: 100 },
  validFrom: "2026-11-24T00:00:00Z",
  labs: [],
};

/** Three certificates whose root stands on a chain in memory, with what a verifier needs. */
export interface AnchoredCohort {
  /** As `certificates issue` and `anchor` make it. */
  readonly folder: string;
  readonly trust: string;
  readonly keyFile: string;
  /** Anchors the same again; gives the file's bytes. */
  anchorAgain(change?: { readonly root?: Uint8Array }): Promise<Uint8Array>;
  remove(): void;
}

/** Issues, anchors and writes down whom to trust. */
export async function makeAnchoredCohort(): Promise<AnchoredCohort> {
  const home = mkdtempSync(join(tmpdir(), "yanta-cohort-"));
  const [folder, trust, keyFile] = [join(home, "cohort"), join(home, "trust"), join(home, "issuer.key")];
  const key = generatePrivateKey("ED25519");
  writeFileSync(keyFile, key.toPem());
  const awards = ["1", "2", "3"].map((digit) => ({
    uuid: `5f9c7a4e-3c1b-4d5e-8f00-00000000000${digit}`,
    learner: `urn:yanta:learner:${digit.repeat(32)}`,
    score: "100",
    workHash: digit.repeat(64),
  }));
  await issueCohort({ folder, definition, key, awards, created });
  const chain = await openContractChain();
  await chain.install("cmevi", loadModule(cmevi));
  const client = chain.client(chain.member(1, "client", "academy"));
  const { count, root } = openTree(folder);
  const cohort = { cohort: definition.id, issuer: readFolderIssuer(folder), count, root, bindings: [] };
  const anchorAgain: AnchoredCohort["anchorAgain"] = async (change = {}) =>
    writeCohortFile(await anchorCohort(client, { ...cohort, ...change }));
  writeFileSync(join(folder, "cohort.json"), await anchorAgain());
  mkdirSync(trust);
  writeFileSync(join(trust, "issuers.txt"), `${cohort.issuer}\n`);
  writeFileSync(join(trust, "genesis.hash"), bytesToHex((await getBlockHeader(client, 0n)).blockHash));
  for (const [index, { root: cas }] of (await getChainConfig(client)).trustRoots.entries())
    writeFileSync(join(trust, `org${index + 1}.crt`), cas.join("\n"));
  return { folder, trust, keyFile, anchorAgain, remove: () => rmSync(home, { recursive: true, force: true }) };
}
