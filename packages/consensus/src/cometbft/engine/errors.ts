import { defineErrors } from "@yanta/errors";

/** Errors of the CometBFT program that runs beside a node: finding it, its files, its process, its RPC. */
export const engineErrors = defineErrors("engine", {
  ENGINE_NOT_FOUND: {
    en: {
      message: "this chain needs CometBFT, and the program cometbft was not found (looked at: {tried})",
      advice:
        "Install it with Go: go install github.com/cometbft/cometbft/cmd/cometbft@v{version}. Or name it in engine.binary of chainmaker.yml or in YANTA_COMETBFT. `yanta start --solo` runs a chain as one node without it.",
    },
    zh: {
      message: "该链需要 CometBFT，但找不到 cometbft 程序（已查找：{tried}）",
      advice:
        "请用 Go 安装：go install github.com/cometbft/cometbft/cmd/cometbft@v{version}；或在 chainmaker.yml 的 engine.binary 或环境变量 YANTA_COMETBFT 中指定其路径。`yanta start --solo` 可不依赖它以单节点方式运行。",
    },
    retryable: false,
  },
  ENGINE_VERSION: {
    en: {
      message: "{path} is CometBFT {found}, which this version of Yanta cannot drive (it needs {wanted}.x)",
      advice: "Install the right one: go install github.com/cometbft/cometbft/cmd/cometbft@v{version}.",
    },
    zh: {
      message: "{path} 是 CometBFT {found}，当前版本的雁塔无法使用（需要 {wanted}.x）",
      advice: "请安装匹配的版本：go install github.com/cometbft/cometbft/cmd/cometbft@v{version}。",
    },
    retryable: false,
  },
  ENGINE_BINDING_INVALID: {
    en: {
      message: "the engine binding in {source} cannot be used: {reason}",
      advice: "Ask the node's organisation for the file that `yanta network join` wrote there.",
    },
    zh: {
      message: "{source} 中的引擎绑定无法使用：{reason}",
      advice: "请向该节点所属组织索取其执行 `yanta network join` 生成的文件。",
    },
    retryable: false,
  },
  ENGINE_BINDING_MISSING: {
    en: {
      message: "no engine binding is known for the consensus node(s) {nodeIds}",
      advice:
        "Each organisation runs `yanta network join` on its node; put the binding files of all nodes into {folder}. To try the chain with this node alone, start it with `--solo`; a ledger made so cannot join the network later.",
    },
    zh: {
      message: "缺少共识节点 {nodeIds} 的引擎绑定",
      advice:
        "请各组织在其节点上执行 `yanta network join`，并将所有节点的绑定文件放入 {folder}。若只想用本节点试用该链，请以 `--solo` 启动；这样产生的账本之后无法加入网络。",
    },
    retryable: false,
  },
  ENGINE_HOME_DAMAGED: {
    en: {
      message: "the engine's folder {path} cannot be used: {reason}",
      advice:
        "Restore the file from a backup. Never copy it from another node: two engines with one key break the chain.",
    },
    zh: {
      message: "引擎目录 {path} 无法使用：{reason}",
      advice: "请从备份恢复该文件；切勿从其他节点复制，两个引擎使用同一密钥会破坏链的安全。",
    },
    retryable: false,
  },
  ENGINE_PORT_BUSY: {
    en: {
      message: "the engine cannot listen at {address}: another program listens there",
      advice:
        "End that program (`ss -ltnp` names it; an engine that another node left behind ends within seconds), or choose other ports with net.listen_addr and engine.rpc_address. The node goes on trying.",
    },
    zh: {
      message: "引擎无法监听 {address}：该地址已被其他程序占用",
      advice:
        "请结束占用该端口的程序（`ss -ltnp` 可查看；其他节点遗留的引擎会在数秒内退出），或通过 net.listen_addr、engine.rpc_address 更换端口。节点会继续尝试。",
    },
    retryable: true,
  },
  ENGINE_FOLDER_BUSY: {
    en: {
      message: "another process holds the databases of the engine's folder {path}",
      advice:
        "Only one engine may run on a folder. `pgrep -af cometbft` shows those that run: end the one whose --home is this folder. The node goes on trying.",
    },
    zh: {
      message: "引擎目录 {path} 的数据库正被其他进程占用",
      advice:
        "一个目录只能运行一个引擎。`pgrep -af cometbft` 可列出正在运行的引擎：请结束 --home 为该目录的进程。节点会继续尝试。",
    },
    retryable: true,
  },
  ENGINE_STRAY: {
    en: {
      message: "the engine of a node that was killed still runs as process {pid} in {path}, and cannot be ended",
      advice: "End it (kill -9 {pid}, as the user that it runs as), then start the node again.",
    },
    zh: {
      message: "被强制终止的节点遗留的引擎仍在运行（进程 {pid}，目录 {path}），且无法结束",
      advice: "请以运行该进程的用户身份结束它（kill -9 {pid}），然后重新启动节点。",
    },
    retryable: true,
  },
  ENGINE_ENDS: {
    en: {
      message: "the engine ended {times} times in a row: {reason}",
      advice: "The node goes on starting it; the engine's last words stand in the node's log.",
    },
    zh: {
      message: "引擎连续退出 {times} 次：{reason}",
      advice: "节点会继续尝试启动引擎；引擎退出前的输出见节点日志。",
    },
    retryable: true,
  },
});
