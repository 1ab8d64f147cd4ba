/** A data set of another catalogue, as far as an entry can say it. */
export interface RemoteDataset {
  /** What the other catalogue knows it by. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** As the other catalogue writes it; empty when it does not. */
  readonly modified: string;
  /** Names of formats, in small letters. */
  readonly formats: readonly string[];
  /** The last word of the frequency's name, in capitals; empty for none. */
  readonly frequency: string;
  /** PUBLIC, RESTRICTED, NON_PUBLIC; empty for none. */
  readonly access: string;
  /** Columns, or else files. */
  readonly items: readonly string[];
}

/** One page of another catalogue. */
export interface RemotePage {
  readonly datasets: readonly RemoteDataset[];
  /** Data sets that could not be understood. */
  readonly refused: number;
}
