import { type HashAlgorithm, hashBytes } from "@yanta/crypto";
import { encodeVarint, joinBytes } from "@yanta/bytes";

/**
 * M(DAG). One vertex a transaction; its neighbours are the indexes of earlier transactions it depends on. A vertex
 * without neighbours is an empty message, not an absent one. Spec: ledger.md §1; vector dag.json.
 */
export function encodeDag(neighbors: readonly (readonly number[])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const indexes of neighbors) {
    if (indexes.length === 0) {
      parts.push(emptyVertex);
      continue;
    }
    const packed = joinBytes(indexes.map(encodeVarint));
    const packedLength = encodeVarint(packed.length);
    parts.push(vertexTag, encodeVarint(1 + packedLength.length + packed.length), neighborsTag, packedLength, packed);
  }
  return joinBytes(parts);
}

const emptyVertex = Uint8Array.of(0x12, 0);
const vertexTag = Uint8Array.of(0x12);
const neighborsTag = Uint8Array.of(0x0a);

/** dag_hash: H(M(DAG)); an empty graph gives the hash of no bytes. Spec: ledger.md §2; vector dag.json. */
export function dagHash(algorithm: HashAlgorithm, dagBytes: Uint8Array): Uint8Array {
  return hashBytes(algorithm, dagBytes);
}
