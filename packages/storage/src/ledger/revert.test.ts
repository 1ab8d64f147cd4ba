import { temporaryFolders } from "../testing/temporary-folder.ts";
import { openLedger } from "./open-ledger.ts";
import { openMemoryLedger } from "./open-memory-ledger.ts";
import { revertComplianceSuite } from "./revert-compliance.ts";

const newFolder = temporaryFolders("revert");
const chainId = "chain1";

revertComplianceSuite("memory", async () => openMemoryLedger({ chainId }));

for (const [name, sizes] of [
  ["folder", {}],
  ["folder, small segments and transactions", { segmentSizeBytes: 600, flushSizeBytes: 300 }],
] as const) {
  const folders = new WeakMap<object, string>();
  const openIn = async (directory: string) => {
    const ledger = await openLedger({ directory, chainId, ...sizes });
    folders.set(ledger, directory);
    return ledger;
  };
  revertComplianceSuite(
    name,
    () => openIn(newFolder()),
    async (ledger) => {
      await ledger.close();
      return openIn(folders.get(ledger) ?? "");
    },
  );
}
