import { temporaryFolders } from "../testing/temporary-folder.ts";
import { kvComplianceSuite } from "./kv-compliance.ts";
import { openLmdbKv } from "./lmdb-kv.ts";

const newFolder = temporaryFolders("lmdb");

kvComplianceSuite("lmdb, all reads from waiting changes", async () =>
  openLmdbKv({ directory: newFolder(), flushSizeBytes: 2 ** 40 }),
);
kvComplianceSuite("lmdb, every write starts a transaction", async () =>
  openLmdbKv({ directory: newFolder(), flushSizeBytes: 1 }),
);
