import { storageErrors } from "../errors.ts";
import { opfsLockPollMs, opfsLockWaitMs } from "../limits.ts";
import type { SyncFile } from "../log/sync-file.ts";

/** What the types of the page's library lack: it is only there in a dedicated Worker. */
interface WorkerFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncFile>;
}

/**
 * Opens files in a folder of the site's private file system (OPFS), which are made when they are missing. Only for
 * dedicated Workers. While they are open no other tab can open them; a tab that just ended may hold them a moment longer.
 *
 * Throws STORAGE_FOLDER_LOCKED, STORAGE_FOLDER_UNWRITABLE.
 */
export async function openOpfsFiles<Name extends string>(
  path: string,
  names: readonly Name[],
): Promise<Readonly<Record<Name, SyncFile>>> {
  const opened: SyncFile[] = [];
  try {
    const folder = await openFolder(path);
    for (const name of names) opened.push(await openFile(folder, name));
  } catch (cause) {
    for (const file of opened) file.close();
    const isLocked = isLockFault(cause);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw storageErrors.create(
      isLocked ? "STORAGE_FOLDER_LOCKED" : "STORAGE_FOLDER_UNWRITABLE",
      { path, reason },
      cause,
    );
  }
  return Object.fromEntries(names.map((name, index) => [name, opened[index]])) as Record<Name, SyncFile>;
}

async function openFolder(path: string): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory();
  for (const name of path.split("/")) folder = await folder.getDirectoryHandle(name, { create: true });
  return folder;
}

async function openFile(folder: FileSystemDirectoryHandle, name: string): Promise<SyncFile> {
  const handle = (await folder.getFileHandle(name, { create: true })) as WorkerFileHandle;
  const deadline = performance.now() + opfsLockWaitMs;
  for (;;) {
    try {
      return await handle.createSyncAccessHandle();
    } catch (error) {
      if (!isLockFault(error) || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, opfsLockPollMs));
    }
  }
}

function isLockFault(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "NoModificationAllowedError";
}
