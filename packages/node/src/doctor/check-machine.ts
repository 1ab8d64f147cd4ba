import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { okFinding, type Finding } from "./finding.ts";

/** Below this the ledger may fill the disk within days of load. */
const freeBytesMin = 2n * 1024n ** 3n;

/** Whether the port can be opened. A running node of this folder is told apart by the caller. */
export function checkPort(host: string, port: number): Promise<Finding> {
  const check = "rpc.port";
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === "EADDRINUSE"
          ? {
              level: "warning",
              check,
              text: { en: `port ${port} on ${host} is in use`, zh: `${host} 的端口 ${port} 已被占用` },
              advice: {
                en: "Fine if it is this node that runs (`yanta status`); else choose another with rpc.port.",
                zh: "若正是本节点在运行（`yanta status`）则正常；否则请修改 rpc.port。",
              },
            }
          : {
              level: "error",
              check,
              text: {
                en: `${host}:${port} cannot be opened: ${error.message}`,
                zh: `无法打开 ${host}:${port}：${error.message}`,
              },
              advice: { en: "Give an address of this machine in rpc.host.", zh: "rpc.host 必须是本机地址。" },
            },
      ),
    );
    server.listen({ host, port }, () =>
      server.close(() => resolve(okFinding(check, `port ${port} on ${host} is free`, `${host} 的端口 ${port} 可用`))),
    );
  });
}

/** Free bytes of the disk that holds a folder. */
function freeBytesAt(folder: string): bigint {
  const { bavail, bsize } = statfsSync(folder, { bigint: true });
  return bavail * bsize;
}

/** Whether the data folder can be written and how much room its disk has. */
export function checkDisk(directory: string, freeBytesOf: (folder: string) => bigint = freeBytesAt): Finding {
  const check = "storage.store_path";
  let folder = directory;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return {
      level: "error",
      check,
      text: { en: `${folder} cannot be written`, zh: `${folder} 无法写入` },
      advice: {
        en: "Give this user the right to write there, or change storage.store_path.",
        zh: "请授予写权限，或修改 storage.store_path。",
      },
    };
  }
  const freeBytes = freeBytesOf(folder);
  const freeGib = (Number(freeBytes) / 1024 ** 3).toFixed(1);
  if (freeBytes >= freeBytesMin)
    return okFinding(check, `${freeGib} GiB free at ${directory}`, `${directory} 剩余 ${freeGib} GiB`);
  return {
    level: "warning",
    check,
    text: { en: `only ${freeGib} GiB free at ${directory}`, zh: `${directory} 仅剩 ${freeGib} GiB` },
    advice: {
      en: "A full disk stops the intake of transactions (nothing is lost): make room or archive blocks.",
      zh: "磁盘写满会停止接收交易（不会丢失数据）：请清理空间或归档区块。",
    },
  };
}

/** Whether the clock can be right: it must not be behind the last block. */
export function checkClock(unixSeconds: bigint, lastBlockTimestamp: bigint | undefined): Finding {
  const check = "clock";
  if (lastBlockTimestamp !== undefined && unixSeconds + 5n < lastBlockTimestamp) {
    const behind = lastBlockTimestamp - unixSeconds;
    return {
      level: "error",
      check,
      text: {
        en: `this machine's clock is ${behind} s behind the last block`,
        zh: `本机时钟比最新区块慢 ${behind} 秒`,
      },
      advice: {
        en: "Synchronise it (NTP): transactions outside tx_timeout are refused.",
        zh: "请同步时钟（NTP）：超出 tx_timeout 的交易会被拒绝。",
      },
    };
  }
  const now = new Date(Number(unixSeconds) * 1000).toISOString();
  return okFinding(check, `the clock says ${now}`, `本机时间 ${now}`);
}
