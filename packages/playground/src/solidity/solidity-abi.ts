/** One entry of a contract's JSON ABI, as solc gives it. Spec: Solidity documentation, "Contract ABI Specification". */
export interface SolidityAbiEntry {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly SolidityAbiParameter[];
  readonly outputs?: readonly SolidityAbiParameter[];
  readonly stateMutability?: string;
  readonly anonymous?: boolean;
}

export interface SolidityAbiParameter {
  readonly name: string;
  readonly type: string;
  readonly components?: readonly SolidityAbiParameter[];
  readonly indexed?: boolean;
}
