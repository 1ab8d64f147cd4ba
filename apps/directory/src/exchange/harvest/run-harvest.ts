import { CodedError } from "@yanta/errors";
import type { ExchangeStore } from "../exchange-store.ts";
import { exchangeErrors } from "../errors.ts";
import { callOutside, type OutsideAnswer } from "../outside/call-outside.ts";
import type { HarvestSource } from "./harvest-source.ts";
import { beginHarvest, endHarvest, type Position, readHarvest, savePage } from "./harvest-store.ts";
import { pageBytesMax, pagesMax, pageTimeoutMs } from "./limits.ts";
import { type CkanPage, ckanAddress, readCkan } from "./read-ckan.ts";
import { dcatAccept, readDcat } from "./read-dcat.ts";
import type { RemotePage } from "./remote-dataset.ts";

export interface HarvestRun {
  readonly store: ExchangeStore;
  readonly source: HarvestSource;
  readonly nowSeconds: () => number;
  readonly signal: AbortSignal;
}

/** Seconds until a source that failed is asked again. */
const retrySeconds = 600;

/**
 * Reads what changed at a source since the last run, page by page; each page is kept with the position after it, so that a run that broke off goes on there. Gives
 * the code of the error that ended it, empty when all was read.
 */
export async function runHarvest(run: HarvestRun): Promise<string> {
  const { store, source, nowSeconds } = run;
  const { position, passed } = await readHarvest(store, source.name);
  await beginHarvest(store, source.name, nowSeconds());
  let fault = "";
  let startsAnew = false;
  try {
    // Changes of the last run's last moment are read again: others may have been made at the same time.
    if (source.kind === "ckan") await readChanges(run, { position, passed: 0 });
    else await readPages(run, { position, passed });
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    fault = error.code;
    // Another catalogue's address of its next page may be gone for good.
    startsAnew = source.kind === "dcat" && !error.retryable;
  }
  const now = nowSeconds();
  await endHarvest(store, source.name, {
    now,
    fault,
    startsAnew,
    nextAt: now + (fault === "" ? source.everyMinutes * 60 : Math.min(retrySeconds, source.everyMinutes * 60)),
  });
  return fault;
}

async function readChanges(run: HarvestRun, begin: Position): Promise<void> {
  let at = begin;
  for (let pages = 0; pages < pagesMax && !run.signal.aborted; pages++) {
    const answer = await fetchPage(run, ckanAddress(run.source.url, at.position, at.passed), "application/json");
    const page = readCkan(answer.url, answer.body);
    if (page.rows === 0) return;
    at = after(at, page);
    await keep(run, page, at);
  }
}

/** The time of the last change, and how many of that time were passed; they come ordered by time and id. */
function after({ position, passed }: Position, { modified, rows }: CkanPage): Position {
  const last = modified.findLast((time) => time !== "");
  // Nothing of the page could be understood, or all of it is of one moment: go past it.
  if (last === undefined || last === position) return { position, passed: passed + rows };
  return { position: last, passed: rows - modified.findIndex((time) => time === last) };
}

async function readPages(run: HarvestRun, begin: Position): Promise<void> {
  let address = begin.position === "" ? run.source.url : begin.position;
  const seen = new Set<string>();
  for (let pages = 0; pages < pagesMax && !run.signal.aborted; pages++) {
    const page = await readDcat(await fetchPage(run, address, dcatAccept));
    await keep(run, page, { position: page.next ?? "", passed: 0 });
    seen.add(address);
    if (page.next === undefined) return;
    if (seen.has(page.next))
      throw exchangeErrors.create("DIRECTORY_EXCHANGE_ANSWER", {
        url: address,
        reason: "its pages go round in a circle",
      });
    address = page.next;
  }
}

async function fetchPage({ source, signal }: HarvestRun, url: string, accept: string): Promise<OutsideAnswer> {
  const answer = await callOutside({
    url,
    headers: { accept, "user-agent": "yanta-directory" },
    answerBytesMax: pageBytesMax,
    timeoutMs: pageTimeoutMs,
    allowPrivate: source.allowPrivate,
    signal,
  });
  if (answer.status === 200) return answer;
  const reason = `status ${answer.status}`;
  if (answer.status >= 500 || answer.status === 429)
    throw exchangeErrors.create("DIRECTORY_EXCHANGE_UNREACHABLE", { url, reason });
  throw exchangeErrors.create("DIRECTORY_EXCHANGE_ANSWER", { url, reason });
}

function keep({ store, source, nowSeconds }: HarvestRun, { datasets, refused }: RemotePage, position: Position) {
  return savePage(store, source, { datasets, refused, now: nowSeconds(), ...position });
}
