import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Files of a test page, by path: `/page.js`. */
export type PageFiles = Readonly<Record<string, string | Uint8Array>>;

export interface PageServer {
  /** E.g. `http://127.0.0.1:40001/`. */
  readonly address: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  // As a development server does that turns TypeScript into JavaScript on the way.
  ts: "text/javascript; charset=utf-8",
  json: "application/json",
  wasm: "application/wasm",
};

/** What a page with a strict policy needs: WebAssembly is compiled, text never is; the contract compiler reads its own from a data: URL. */
const contentPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' data:; img-src data:";

/** A page that is alone in its process may measure its memory. */
const pageHeaders = {
  "content-security-policy": contentPolicy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** Serves a page on loopback at a free port. `/` is an empty document that runs `/page.js`, when there is one. */
export async function servePage(files: PageFiles): Promise<PageServer> {
  const script = files["/page.js"] === undefined ? "" : `<script type="module" src="/page.js"></script>`;
  const document = `<!doctype html><html lang="en"><title>Yanta</title><link rel="icon" href="data:,">${script}</html>`;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
    const body = path === "/" ? document : files[path];
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    const type = path === "/" ? types["html"] : types[path.slice(path.lastIndexOf(".") + 1)];
    const headers = { "content-type": type ?? "application/octet-stream", ...pageHeaders };
    response.writeHead(200, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
