/** What makes a node's machine worse than it is. */
export interface NodeFaults {
  /** Its clock is so much ahead; behind when negative. */
  readonly clockSkewMs?: number;
  /** Each fsync of the block log takes so much longer. */
  readonly fsyncDelayMs?: number;
}
