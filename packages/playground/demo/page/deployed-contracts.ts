import type { ContractAbi } from "@yanta/contract-sdk";
import type { Playground, SolidityContract } from "@yanta/playground";

/** What the page knows of a contract that it installed: how to call it. */
export type ContractInterface =
  | { readonly language: "AssemblyScript"; readonly abi: ContractAbi }
  | {
      readonly language: "Solidity";
      readonly abi: SolidityContract["abi"];
      readonly selectors: SolidityContract["selectors"];
      readonly eventTopics: SolidityContract["eventTopics"];
    };

export type DeployedContract = ContractInterface & { readonly name: string };

const storageKey = "yanta-playground-contracts";

/** Interfaces of installed contracts, kept by the browser: the chain knows code, not interfaces. */
export class DeployedContracts {
  readonly #playground: Playground;

  constructor(playground: Playground) {
    this.#playground = playground;
  }

  remember(contract: DeployedContract): void {
    const others = this.#stored().filter(({ name }) => name !== contract.name);
    localStorage.setItem(storageKey, JSON.stringify([...others, contract]));
  }

  find(name: string): DeployedContract | undefined {
    return this.#stored().find((contract) => contract.name === name);
  }

  /** Those that the chain has just now: it may have gone back. */
  async list(): Promise<readonly DeployedContract[]> {
    const stored = this.#stored();
    const versions = await Promise.all(stored.map(({ name }) => this.versionOf(name)));
    return stored.filter((_, index) => versions[index] !== undefined);
  }

  /** The installed version of a contract. */
  async versionOf(name: string): Promise<string | undefined> {
    const asked = await this.#playground.query({
      contract: "CONTRACT_MANAGE",
      method: "GET_CONTRACT_INFO",
      parameters: { CONTRACT_NAME: name },
    });
    if (asked.code !== 0 || asked.contractCode !== 0) return undefined;
    return (JSON.parse(new TextDecoder().decode(asked.result)) as { readonly version?: string }).version;
  }

  #stored(): readonly DeployedContract[] {
    return JSON.parse(localStorage.getItem(storageKey) ?? "[]") as readonly DeployedContract[];
  }
}
