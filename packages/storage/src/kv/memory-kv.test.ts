import { kvComplianceSuite } from "./kv-compliance.ts";
import { createMemoryKv } from "./memory-kv.ts";

kvComplianceSuite("memory", async () => createMemoryKv());
