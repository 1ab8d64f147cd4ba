/** Types that parameters, results and event data have. Numbers travel as decimal text, bytes as they are, text lists as JSON. */
export type AbiType = "string" | "bool" | "int" | "uint256" | "bytes" | "string[]";

export interface AbiParameter {
  readonly name: string;
  readonly type: AbiType;
  /** Of `int`: e.g. u64. */
  readonly integer?: string;
  /** The contract knows what to do without it. */
  readonly optional?: true;
}

export interface AbiMethod {
  readonly name: string;
  /** `query` methods change nothing. */
  readonly kind: "invoke" | "query";
  readonly description?: string;
  readonly parameters: readonly AbiParameter[];
  readonly result?: Omit<AbiParameter, "name" | "optional">;
}

export interface AbiEvent {
  readonly topic: string;
  readonly description?: string;
  readonly data: readonly AbiParameter[];
}

/** What a contract offers, as `NAME.abi.json`. */
export interface ContractAbi {
  readonly format: 1;
  readonly name: string;
  readonly runtime: "WASMER";
  readonly methods: readonly AbiMethod[];
  readonly events: readonly AbiEvent[];
}
