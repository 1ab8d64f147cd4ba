import { buildOfflinePage } from "@yanta/ui/offline-page";

/** The page that checks certificates, as one HTML file that works from a disk. */
export function buildVerifyPage(): Promise<string> {
  return buildOfflinePage({
    folder: new URL("./", import.meta.url),
    styles: [new URL("style.css", import.meta.url)],
    // A library's check for Node.js.
    define: { global: "globalThis" },
  });
}
