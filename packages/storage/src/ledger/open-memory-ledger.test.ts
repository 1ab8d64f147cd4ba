import { ledgerComplianceSuite } from "./ledger-compliance.ts";
import { openMemoryLedger } from "./open-memory-ledger.ts";

ledgerComplianceSuite("memory", async () => openMemoryLedger({ chainId: "chain1" }));
