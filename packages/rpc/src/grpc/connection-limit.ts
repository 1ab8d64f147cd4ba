import { connectionsMax, reservedFileCount } from "../limits.ts";

/**
 * Connections that the port may hold: `connectionsMax`, or what the system's limit of open files leaves beside
 * `reservedFileCount`. Without it many clients could keep the store from opening the file of its next segment.
 */
export function connectionLimit(openFilesMax: number | undefined = systemOpenFilesMax()): number {
  if (openFilesMax === undefined) return connectionsMax;
  return Math.max(1, Math.min(connectionsMax, openFilesMax - reservedFileCount));
}

/** The soft limit of this process; undefined where there is none. Node.js raises it to the hard one when it starts. */
function systemOpenFilesMax(): number | undefined {
  // The types of Node.js lack this switch.
  const report: typeof process.report & { excludeNetwork?: boolean } = process.report;
  const before = report.excludeNetwork ?? false;
  // Names of interfaces and peers are of no interest here, and finding them takes long.
  report.excludeNetwork = true;
  const limits: { userLimits?: { open_files?: { soft?: unknown } } } = report.getReport();
  report.excludeNetwork = before;
  const soft = limits.userLimits?.open_files?.soft;
  return typeof soft === "number" ? soft : undefined;
}
