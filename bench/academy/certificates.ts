/**
 * Certificates of a cohort: signed a second, its root, size and time of a proof, of a check.
 *
 * `node bench/academy/certificates.ts [--count 500000]`
 */
import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generatePrivateKey } from "@yanta/crypto";
import { writeCertificateFile } from "../../apps/academy/src/certificates/certificate-file.ts";
import { issueCohort, openTree, readCertificate } from "../../apps/academy/src/certificates/cohort-folder.ts";
import { verifySignature } from "../../apps/academy/src/certificates/sign-credential.ts";
import { describeMachine, readLoad } from "../system/machine.ts";
import { round } from "../system/statistics.ts";

const { values } = parseArgs({ options: { count: { type: "string", default: "500000" } } });
const count = Number(values.count);
const root = fileURLToPath(new URL("../../", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "yanta-bench-certificates-"));
const folder = join(home, "cohort");
process.once("exit", () => rmSync(home, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const definition = {
  id: "bench",
  issuer: "雁塔学院",
  address: "https://academy.example/",
  achievement: { id: "developer", name: "链上开发", description: "写合约", criteria: "通过全部实验", required: 60 },
  validFrom: "2026-11-24T00:00:00Z",
  labs: [],
};
const key = generatePrivateKey("ED25519");
const issued = await measure(() =>
  issueCohort({ folder, definition, key, awards: awards(), created: definition.validFrom }),
);
const tree = await measure(async () => openTree(folder));
const indexes = Array.from({ length: 200 }, (_, at) => Math.floor((at * count) / 200));
const shown = await measure(async () => indexes.map((index) => readCertificate(folder, index, tree.value)));
const checked = await measure(async () => {
  for (const { credential } of shown.value) await verifySignature(credential);
});
const bytes = shown.value.map((file) => writeCertificateFile(file).length);
const results = {
  count,
  issued: { perSecond: Math.round(count / issued.seconds), cpuUs: Math.round((issued.cpuSeconds / count) * 1e6) },
  rootSeconds: round(tree.seconds, 2),
  pathHashes: shown.value.at(-1)?.place?.path.length,
  fileBytes: Math.max(...bytes),
  showMs: round((shown.seconds / indexes.length) * 1000, 2),
  signatureCheck: { cpuMs: round((checked.cpuSeconds / indexes.length) * 1000, 2) },
  folderMb: Math.round(
    (statSync(join(folder, "credentials.jsonl")).size + statSync(join(folder, "leaves.bin")).size) / 1e6,
  ),
  statusListBytes: statSync(join(folder, "status.json")).size,
  residentMb: Math.round(process.memoryUsage.rss() / 1e6),
  load: readLoad(),
};
process.stdout.write(`${JSON.stringify(results, undefined, 1)}\n`);
const machine = describeMachine(root);
const file = join(
  root,
  "bench/results",
  `academy-certificates-${machine.date.slice(0, 19).replaceAll(":", "")}-${machine.commit}.json`,
);
mkdirSync(join(root, "bench/results"), { recursive: true });
writeFileSync(file, `${JSON.stringify({ machine, results }, undefined, 1)}\n`);
process.stdout.write(`${file}\n`);

function* awards() {
  for (let at = 0; at < count; at++)
    yield {
      uuid: randomUUID(),
      learner: `urn:yanta:learner:${randomBytes(16).toString("hex")}`,
      score: String(at % 101),
      workHash: randomBytes(32).toString("hex"),
    };
}

async function measure<Value>(work: () => Promise<Value>) {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const value = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { value, seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
}
