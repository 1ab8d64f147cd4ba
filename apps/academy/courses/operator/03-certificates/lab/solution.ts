import { type LabBench, orgId, type Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** The hash that CERT_ADD returned to the client of an organisation. */
async function findCertificate(bench: LabBench, org: number): Promise<string> {
  for (const height of [2, 3, 4]) {
    const block = await bench.run(`block ${height}`);
    const id = / tx=([0-9a-f]+)$/.exec(block.at(-1) ?? "")?.[1] ?? "";
    const lines = await bench.run(`tx ${id}`);
    if (lines[0]?.includes(`from=${orgId(org)}`) === true)
      return lines.find((line) => line.startsWith("result "))?.slice("result ".length) ?? "";
  }
  return "";
}

export async function freeze(bench: LabBench, org: number): Promise<void> {
  const hash = await findCertificate(bench, org);
  await bench.run(`send CERT_MANAGE CERTS_FREEZE certs=@${hash} as admin1@org1 with admin1@org1`);
}

export async function unfreeze(bench: LabBench, org: number): Promise<void> {
  const hash = await findCertificate(bench, org);
  await bench.run(`send CERT_MANAGE CERTS_UNFREEZE cert_hashes=${hash} as admin1@org1 with admin1@org1`);
}

export async function report(bench: LabBench, { report: hash }: Parameters, org: number): Promise<void> {
  await bench.run(`send fact save file_hash=${hash} file_name=found.pdf time=1 as client1@org${org}`);
}

export const solution: Solution<Parameters> = async (bench, parameters) => {
  const { forged, mislaid } = parameters;
  const [line = ""] = await bench.run(`query fact find_by_file_hash file_hash=${forged}`);
  const { tx_id } = JSON.parse(line.replace("result ", "")) as { readonly tx_id: string };
  const [found = ""] = await bench.run(`tx ${tx_id}`);
  await freeze(bench, Number(/from=wx-org(\d)/.exec(found)?.[1]));
  await freeze(bench, mislaid);
  await unfreeze(bench, mislaid);
  await report(bench, parameters, mislaid);
};
