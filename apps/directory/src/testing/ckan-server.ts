import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface CkanDataset {
  readonly id: string;
  readonly title: string;
  readonly metadata_modified: string;
  readonly [more: string]: unknown;
}

export interface CkanServer {
  readonly url: string;
  readonly datasets: CkanDataset[];
  /** Starts that were asked for, with the time from which. */
  readonly asked: string[];
  /** Answers that are left until it answers 500; Infinity for always. */
  answersLeft: number;
  /** What it answers instead of data sets. */
  answerInstead: string | undefined;
  close(): void;
}

/** A small server that speaks as CKAN does: `package_search` with `fq`, `sort`, `rows` and `start`. Spec: CKAN action API. */
export async function startCkanServer(): Promise<CkanServer> {
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? "", "http://ckan");
    const asks = (name: string): string => address.searchParams.get(name) ?? "";
    const from = /^metadata_modified:\[(\S+)Z TO \*\]$/.exec(asks("fq"))?.[1] ?? "";
    ckan.asked.push(`${from}+${asks("start")}`);
    if (address.pathname !== "/api/3/action/package_search" || asks("sort") !== "metadata_modified asc, id asc")
      return response.writeHead(404).end();
    if (ckan.answersLeft-- <= 0) return response.writeHead(500).end("down");
    response.setHeader("content-type", "application/json;charset=utf-8");
    if (ckan.answerInstead !== undefined) return response.end(ckan.answerInstead);
    const found = ckan.datasets
      .filter(({ metadata_modified: modified }) => modified >= from)
      .toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
    const start = Number(asks("start"));
    const result = { count: found.length, results: found.slice(start, start + Number(asks("rows"))) };
    return response.end(JSON.stringify({ success: true, result }));
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const ckan: CkanServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    datasets: [],
    asked: [],
    answersLeft: Infinity,
    answerInstead: undefined,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return ckan;
}

function key({ metadata_modified: modified, id }: CkanDataset): string {
  return `${modified} ${id}`;
}
