import { readFileSync } from "node:fs";
import { equalBytes } from "@yanta/bytes";
import { ContractSchema, ContractStatus, contractKey, decodeMessage } from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";

export interface TryOptions {
  /** The state of the chain that is announced. */
  readonly ledger: Pick<LedgerReader, "getState">;
  /** File of the sample contract. */
  readonly contractFile: string;
  /** The same as it is typed. */
  readonly contractPath: string;
  /** Begins each command, e.g. `npx yanta`. */
  readonly yanta: string;
  /** Ends each command, e.g. ` --sdk-config other/sdk_config.yml`. */
  readonly flags: string;
}

/** Three commands that work as they stand: a chain that has the sample contract already does not install it again. */
export function commandsToTry({ ledger, contractFile, contractPath, yanta, flags }: TryOptions): readonly string[] {
  const sample = readFileSync(contractFile);
  let name = "fact";
  for (let count = 2; isTaken(ledger, name, sample); count++) name = `fact${count}`;
  const begin = isInstalled(ledger, name) ? "contract list" : `contract create ${name} ${contractPath}`;
  return [
    begin,
    `contract invoke ${name} save file_hash=h1 file_name=hello time=1`,
    `contract query ${name} find_by_file_hash file_hash=h1`,
  ].map((command) => `${yanta} ${command}${flags}`);
}

function isInstalled(ledger: TryOptions["ledger"], name: string): boolean {
  return ledger.getState("CONTRACT_MANAGE", contractKey(name)) !== undefined;
}

/** Whether the name belongs to another contract, or to a sample that does not run any more. */
function isTaken(ledger: TryOptions["ledger"], name: string, sample: Uint8Array): boolean {
  const record = ledger.getState("CONTRACT_MANAGE", contractKey(name));
  if (record === undefined) return false;
  if (decodeMessage(ContractSchema, record).status !== ContractStatus.NORMAL) return true;
  const bytecode = ledger.getState("CONTRACT_MANAGE", `ContractByteCode:${name}`);
  return bytecode === undefined || !equalBytes(bytecode, sample);
}
