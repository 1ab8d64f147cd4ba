import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadChainConfig, loadNodeConfig } from "@yanta/node";
import { verifyChainConfig } from "@yanta/protocol";
import { createChainFolder } from "../../support/chain-folder.ts";
import type { FuzzTarget } from "../fuzz-target.ts";
import { mutateText } from "../mutate/mutate-text.ts";
import { parsed } from "../refusal.ts";
import { testdataText } from "../samples.ts";

/** bc1.yml as an operator may have damaged it. */
const chainConfig: FuzzTarget = {
  name: "chain-config",
  weight: 2,
  open: () => {
    const folder = createChainFolder();
    const good = testdataText("bc1.yml");
    const path = join(folder.path, "bc1.yml");
    return {
      run(random) {
        writeFileSync(path, mutateText(good, random));
        const loaded = parsed(() => loadChainConfig(path, folder.path));
        if (loaded === undefined) return "refused";
        return parsed(() => verifyChainConfig(loaded.config)) === undefined ? "accepted" : "refused";
      },
      close: () => folder.remove(),
    };
  },
};

/** chainmaker.yml likewise. */
const nodeConfig: FuzzTarget = {
  name: "node-config",
  weight: 1,
  open: () => {
    const folder = createChainFolder();
    const good = testdataText("chainmaker.yml");
    const path = join(folder.path, "chainmaker.yml");
    return {
      run(random) {
        writeFileSync(path, mutateText(good, random));
        return parsed(() => loadNodeConfig(path, folder.path)) === undefined ? "refused" : "accepted";
      },
      close: () => folder.remove(),
    };
  },
};

export const configurationTargets: readonly FuzzTarget[] = [chainConfig, nodeConfig];
