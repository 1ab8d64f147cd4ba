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
        "Each organisation runs `yanta network join` on its node; put the binding files of all nodes into {folder}.",
    },
    zh: {
      message: "缺少共识节点 {nodeIds} 的引擎绑定",
      advice: "请各组织在其节点上执行 `yanta network join`，并将所有节点的绑定文件放入 {folder}。",
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
  ENGINE_STOPPED: {
    en: {
      message: "the engine is not running: {reason}",
      advice: "The node starts it again by itself; its log says why it ended.",
    },
    zh: { message: "引擎未运行：{reason}", advice: "节点会自动重新启动引擎；日志中有其退出原因。" },
    retryable: true,
  },
  ENGINE_UNREACHABLE: {
    en: {
      message: "the engine does not answer {method}: {reason}",
      advice: "It may be starting or busy; try again. When it lasts, look at the node's log.",
    },
    zh: {
      message: "引擎未应答 {method}：{reason}",
      advice: "引擎可能正在启动或繁忙，请稍后重试；若持续出现，请查看节点日志。",
    },
    retryable: true,
  },
  ENGINE_BUSY: {
    en: {
      message: "{waiting} calls to the engine are waiting already",
      advice: "The node takes more work than its engine can pass on: send more slowly.",
    },
    zh: { message: "已有 {waiting} 个引擎调用在等待", advice: "节点接收的交易超过引擎的处理能力，请降低发送速度。" },
    retryable: true,
  },
  ENGINE_REFUSED: {
    en: {
      message: "the engine refused {method}: {reason}",
      advice: "The text is CometBFT's own; its documentation applies.",
    },
    zh: { message: "引擎拒绝了 {method}：{reason}", advice: "错误文字来自 CometBFT，可参照其文档。" },
    retryable: false,
  },
});
