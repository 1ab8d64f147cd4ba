import type { IncomingMessage } from "node:http";

/** Who may call besides programs on this machine. */
export interface CallerRules {
  /** Origins of web pages, exactly as browsers send them. Pages of this machine may always. */
  readonly origins: ReadonlySet<string>;
  /** Names under which the node may be addressed, besides those of this machine. */
  readonly hosts: ReadonlySet<string>;
}

const ownNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Why a request is turned away, undefined if it is not. `Host` must name this machine, so that no foreign name that resolves
 * to it (DNS rebinding) gets through; `Origin`, which only browsers send, must be a page that may call.
 */
export function refuseCaller({ headers }: IncomingMessage, { origins, hosts }: CallerRules): string | undefined {
  const host = (headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!ownNames.has(host) && !hosts.has(host)) return "host not allowed: see ethereum.hosts";
  const { origin } = headers;
  if (origin === undefined || origins.has(origin)) return undefined;
  return ownNames.has(hostOf(origin)) ? undefined : "origin not allowed: see ethereum.origins";
}

function hostOf(origin: string): string {
  const url = URL.parse(origin);
  return url?.protocol === "http:" || url?.protocol === "https:" ? url.hostname : "";
}
