import { homedir } from "node:os";
import { join } from "node:path";

/** Where the setup script of this repository and `go install` put CometBFT. */
export function engineToolFolders(): readonly string[] {
  const ofRepository = join(import.meta.dirname, "../../../../.cache/cometbft");
  return [ofRepository, join(process.env["GOPATH"] || join(homedir(), "go"), "bin")];
}
