/** One repository check: what it found wrong, a line each; empty when all is well. */
export interface Check {
  readonly name: string;
  find(root: string): Promise<readonly string[]>;
}
