import { buildOfflinePage } from "@yanta/ui/offline-page";

/** The page that checks audit bundles, as one HTML file that works from a disk. */
export function buildVerifyPage(): Promise<string> {
  return buildOfflinePage({ folder: new URL("./", import.meta.url) });
}
