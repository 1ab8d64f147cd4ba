import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { zipSync } from "fflate";
import { decodeHeader } from "../read-header.ts";
import type { ChainProof, TransactionProof } from "../interface.ts";
import { encodeManifest, type ManifestTransaction } from "./manifest.ts";

export interface BundleToWrite {
  readonly chainId: string;
  readonly subject: Readonly<Record<string, string>>;
  readonly proof: ChainProof;
  /** Texts for readers, by file name without a folder, e.g. `summary.en.txt`. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The zip of a proof. The same proof gives the same bytes: the zip's own times are fixed. */
export function writeBundle({ chainId, subject, proof, texts }: BundleToWrite): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  const put = (name: string, bytes: Uint8Array): string => {
    files[name] = bytes;
    return name;
  };
  const place =
    (folder: string) =>
    (transaction: TransactionProof): ManifestTransaction => {
      const { height, index, path } = transaction;
      const name = `${folder}/${height}-${index}`;
      return {
        height,
        index,
        path,
        file: put(`${name}.tx`, transaction.transactionBytes),
        rwSet: put(`${name}.rwset`, transaction.rwSetBytes),
      };
    };
  const blocks = proof.blocks.map(({ headerBytes, commit }) => {
    const name = `blocks/${decodeHeader(headerBytes).blockHeight}`;
    return {
      header: put(`${name}.header`, headerBytes),
      ...(commit === undefined
        ? {}
        : {
            certificate: put(`${name}.certificate`, commit.certificate),
            block: put(`${name}.block`, commit.blockBytes),
          }),
    };
  });
  const configurations = proof.configurations.map(place("configurations"));
  const transactions = proof.transactions.map(place("transactions"));
  const bindings = proof.bindings.map((text, index) => put(`bindings/${index}.json`, utf8ToBytes(text)));
  const certificates = proof.certificates.map((text, index) => put(`certificates/${index}.pem`, utf8ToBytes(text)));
  for (const [name, text] of Object.entries(texts)) put(name, utf8ToBytes(text));
  const hashes = Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, bytesToHex(hashBytes("SHA256", bytes))]),
  );
  const manifest = encodeManifest({
    chainId,
    subject,
    blocks,
    configurations,
    transactions,
    bindings,
    certificates,
    files: hashes,
  });
  return zipSync({ "manifest.json": utf8ToBytes(manifest), ...files }, { mtime: "1980-01-01T12:00:00Z", level: 6 });
}
