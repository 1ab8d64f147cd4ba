import { defineErrors } from "@yanta/errors";

/** Errors of the command line itself. */
export const cliErrors = defineErrors("cli", {
  CLI_FOLDER_UNWRITABLE: {
    en: {
      message: "the folder {path} cannot be written: {reason}",
      advice: "Choose another folder with --dir, or give your user the right to write there.",
    },
    zh: { message: "目录 {path} 无法写入：{reason}", advice: "请用 --dir 选择其他目录，或为当前用户授予写权限。" },
    retryable: false,
  },
  CLI_DEMO_UNKNOWN: {
    en: {
      message: "there is no demonstration {name} here",
      advice: "Known: {known}. They come with the repository, not with the npm package.",
    },
    zh: { message: "没有名为 {name} 的演示", advice: "可用：{known}。演示随代码仓库提供，不在 npm 包中。" },
    retryable: false,
  },
  CLI_DEMO_FAILED: {
    en: {
      message: "the demonstration {name} ended with {exit}",
      advice: "Its words above say why; the chain itself runs without --demo.",
    },
    zh: { message: "演示 {name} 已退出（{exit}）", advice: "原因见上方输出；不带 --demo 可单独运行链。" },
    retryable: false,
  },
  CLI_FOLDER_FOREIGN: {
    en: {
      message: "{path} holds files that `yanta up` did not make",
      advice: "Choose another folder with --dir; nothing was changed.",
    },
    zh: { message: "{path} 中有并非由 `yanta up` 生成的文件", advice: "请用 --dir 选择其他目录；未做任何修改。" },
    retryable: false,
  },
  CLI_FOLDER_NEWER: {
    en: {
      message: "{path} was made by a newer Yanta (format {found}, this one knows {known})",
      advice: "Use that newer version, or another folder with --dir.",
    },
    zh: {
      message: "{path} 由更新版本的 Yanta 生成（格式 {found}，当前版本支持 {known}）",
      advice: "请使用该更新版本，或用 --dir 选择其他目录。",
    },
    retryable: false,
  },
  CLI_FOLDER_DAMAGED: {
    en: {
      message: "{path} is incomplete: {reason}",
      advice: "Restore the file, or start anew in another folder with --dir. `yanta doctor` looks at every file.",
    },
    zh: {
      message: "{path} 不完整：{reason}",
      advice: "请恢复该文件，或用 --dir 在其他目录重新开始。`yanta doctor` 会检查每个文件。",
    },
    retryable: false,
  },
  CLI_NETWORK_SIZE: {
    en: {
      message: "{path} holds a network of {found} node(s), not of {wanted}",
      advice: "Name another folder with --dir, or give the number it has.",
    },
    zh: {
      message: "{path} 中的网络有 {found} 个节点，而不是 {wanted} 个",
      advice: "请用 --dir 指定其他目录，或使用其现有的节点数。",
    },
    retryable: false,
  },
  CLI_NETWORK_AWAY: {
    en: {
      message: "none of the {count} node(s) answers",
      advice: "Start them, or name another SDK configuration with --sdk-config.",
    },
    zh: { message: "{count} 个节点均无应答", advice: "请启动节点，或用 --sdk-config 指定其他 SDK 配置文件。" },
    retryable: false,
  },
  CLI_NODE_ENDED: {
    en: {
      message: "{name} ended before it served: {reason}",
      advice: "{advice} Its log: {log}",
    },
    zh: { message: "{name} 在提供服务之前退出：{reason}", advice: "{advice}日志：{log}" },
    retryable: false,
  },
  CLI_NETWORK_PORT_IN_USE: {
    en: {
      message: "{name} cannot start: its port {port} is already in use",
      advice:
        "When this network runs already, it is ready to use: `yanta network status --sdk-config {sdkConfig}`. Else stop what holds the port, or make another network with --dir and --port.",
    },
    zh: {
      message: "{name} 无法启动：其端口 {port} 已被占用",
      advice:
        "若该网络已在运行，可直接使用：`yanta network status --sdk-config {sdkConfig}`。否则请停止占用该端口的程序，或用 --dir 与 --port 另建网络。",
    },
    retryable: false,
  },
  CLI_NETWORK_RUNNING: {
    en: {
      message: "another `yanta up` (process {pid}) runs the network in {path}",
      advice: "Use it, or stop it first. When no such process is there, delete {lock}.",
    },
    zh: {
      message: "另一个 `yanta up`（进程 {pid}）正在运行 {path} 中的网络",
      advice: "请直接使用该网络，或先将其停止；若该进程已不存在，请删除 {lock}。",
    },
    retryable: false,
  },
  CLI_NETWORK_PORTS_FIXED: {
    en: {
      message: "the network in {path} has its ports already, from {found} on; --port {wanted} cannot change them",
      advice: "Leave --port away, or make another network with --dir. The ports stand in each node's chainmaker.yml.",
    },
    zh: {
      message: "{path} 中网络的端口已确定（自 {found} 起），--port {wanted} 无法更改",
      advice: "请去掉 --port，或用 --dir 另建网络。端口见各节点的 chainmaker.yml。",
    },
    retryable: false,
  },
  CLI_NETWORK_NOT_READY: {
    en: {
      message: "the engines did not come to agree within {seconds} s; {address}: {reason}",
      advice: "See node.log in the nodes' folders. On a slow machine run fewer nodes.",
    },
    zh: {
      message: "引擎在 {seconds} 秒内未能达成一致；{address}：{reason}",
      advice: "请查看各节点目录中的 node.log；机器较慢时请减少节点数。",
    },
    retryable: true,
  },
  CLI_NO_SDK_CONFIG: {
    en: {
      message: "there is no {path}",
      advice: "Start a chain with `yanta up` first, or name an SDK configuration with --sdk-config.",
    },
    zh: { message: "找不到 {path}", advice: "请先用 `yanta up` 启动链，或用 --sdk-config 指定 SDK 配置文件。" },
    retryable: false,
  },
  CLI_ROTATION_NOT_TAKEN: {
    en: {
      message: "the node of {config} has not taken what is new within {seconds} s",
      advice: "Its log says why. A node that was started with other ports or files takes it when it starts again.",
    },
    zh: {
      message: "{config} 对应的节点在 {seconds} 秒内未采用新的证书或密钥",
      advice: "请查看节点日志。若节点以其他端口或文件启动，重启后即会采用。",
    },
    retryable: false,
  },
  CLI_NODES_BEHIND: {
    en: {
      message: "these nodes cannot run block version {version}, or do not answer: {nodes}",
      advice: "Install a newer Yanta on them first, one after the other; the chain goes on meanwhile.",
    },
    zh: {
      message: "以下节点不支持区块版本 {version} 或没有应答：{nodes}",
      advice: "请先逐个升级这些节点上的雁塔；升级期间链可继续运行。",
    },
    retryable: false,
  },
  CLI_CA_IN_USE: {
    en: {
      message: "{subject} of {orgId} is signed by the CA that is to go",
      advice:
        "Issue its certificate anew under another CA of the organisation first (`yanta cert generate`; nodes: `yanta network rotate-node`); without it nobody could sign any more.",
    },
    zh: {
      message: "{orgId} 的 {subject} 由要移除的 CA 签发",
      advice:
        "请先用该组织的其他 CA 换发其证书（`yanta cert generate`；节点用 `yanta network rotate-node`），否则移除后将无人可以签名。",
    },
    retryable: false,
  },
  CLI_NODES_NOT_BACK: {
    en: {
      message: "the nodes of {orgId} were taken out for a moment and are not back: {reason}",
      advice:
        "Send NODE_ORG_ADD with org_id={orgId} and node_ids={nodeIds}, or run `yanta network add-node` with their bindings.",
    },
    zh: {
      message: "{orgId} 的共识节点被暂时移出后未能恢复：{reason}",
      advice:
        "请提交 NODE_ORG_ADD（org_id={orgId}，node_ids={nodeIds}），或用其绑定文件执行 `yanta network add-node`。",
    },
    retryable: false,
  },
  CLI_ARGUMENT: {
    en: { message: "{name}: {reason}", advice: "See the command's --help for what it takes." },
    zh: { message: "参数 {name}：{reason}", advice: "请用 --help 查看该命令的用法。" },
    retryable: false,
  },
  CLI_FILE: {
    en: {
      message: "{path}: {reason}",
      advice: "Check that the file or folder is there, that your user may use it, and that the disk has room.",
    },
    zh: { message: "{path}：{reason}", advice: "请确认该文件或目录存在、当前用户有权使用，且磁盘有剩余空间。" },
    retryable: false,
  },
  CLI_NOT_DEV_CHAIN: {
    en: {
      message: "the chain at {url} has no dev controls",
      advice:
        "Only a chain that `yanta up` made has them; one that an older version made can be made anew in another folder.",
    },
    zh: {
      message: "{url} 的链没有开发控制功能",
      advice: "仅由 `yanta up` 创建的链支持；旧版本创建的链可在其他目录重新创建。",
    },
    retryable: false,
  },
  CLI_FORK_UNFIT: {
    en: {
      message: "chain {chainId} cannot be forked: {reason}",
      advice: "A fork needs a chain in certificate mode whose organisations' names can be folders.",
    },
    zh: { message: "无法从链 {chainId} 分叉：{reason}", advice: "仅支持证书模式、且组织名可用作目录名的链。" },
    retryable: false,
  },
  CLI_CONTROL_REFUSED: {
    en: {
      message: "the chain refused: {reason}",
      advice:
        "docs/generated/errors.md says what each code means. `yanta dev snapshot --list` and `yanta dev time` show how things stand.",
    },
    zh: {
      message: "链拒绝了操作：{reason}",
      advice:
        "各错误码含义见 docs/generated/errors.zh.md；可用 `yanta dev snapshot --list` 与 `yanta dev time` 查看当前状态。",
    },
    retryable: false,
  },
  CLI_NO_ADMINS: {
    en: {
      message: "no admin keys were found under {path}",
      advice: "Name them with --admin-org-ids, --admin-crt-file-paths and --admin-key-file-paths (comma lists).",
    },
    zh: {
      message: "在 {path} 下找不到管理员密钥",
      advice: "请用 --admin-org-ids、--admin-crt-file-paths、--admin-key-file-paths 指定（逗号分隔）。",
    },
    retryable: false,
  },
  CLI_RPC_UNREACHABLE: {
    en: {
      message: "no JSON-RPC at {url}: {reason}",
      advice:
        "Traces and the controls of development chains come from the node's JSON-RPC: `yanta up` has it on; in chainmaker.yml it is the section `ethereum`. A network of several nodes never has the controls. Name another address with --rpc-url.",
    },
    zh: {
      message: "{url} 没有 JSON-RPC 服务：{reason}",
      advice:
        "追踪与开发链控制由节点的 JSON-RPC 提供：`yanta up` 默认开启，chainmaker.yml 中为 `ethereum` 一节；多节点网络没有开发链控制。可用 --rpc-url 指定地址。",
    },
    retryable: true,
  },
  CLI_GENESIS_OTHER: {
    en: {
      message: "the chain begins with another block than {source} says: {found}, not {wanted}",
      advice:
        "Do not trust this node: it serves another chain. Or the file is not what the network was started with; ask the other organisations for theirs.",
    },
    zh: {
      message: "该链的创世块与 {source} 不符：{found}，应为 {wanted}",
      advice: "请勿信任该节点：它提供的是另一条链；或所用文件并非网络启动时的配置，请向其他组织核对。",
    },
    retryable: false,
  },
  CLI_RPC_REFUSED: {
    en: {
      message: "the node does not answer {method}: {reason}",
      advice: "Transactions of the genesis block and of archived blocks cannot be traced; check the transaction's id.",
    },
    zh: {
      message: "节点无法完成 {method}：{reason}",
      advice: "创世区块与已归档区块中的交易无法追踪；请检查交易 ID。",
    },
    retryable: false,
  },
  CLI_DOCTOR_FOUND: {
    en: { message: "{errors} fault(s) found", advice: "Mend the lines marked ✗ above and run the command again." },
    zh: { message: "发现 {errors} 处错误", advice: "请修复上方标有 ✗ 的项目后重新运行。" },
    retryable: false,
  },
  CLI_CONTRACT_NO_TESTS: {
    en: {
      message: "there is no test below {path}",
      advice: "Tests are files named *.test.ts; `yanta contract new` makes one.",
    },
    zh: { message: "{path} 下没有测试", advice: "测试文件以 .test.ts 结尾；`yanta contract new` 会生成示例。" },
    retryable: false,
  },
  CLI_CONTRACT_TESTS: {
    en: { message: "{failed} test(s) of the contract failed", advice: "They are listed above with the place of each." },
    zh: { message: "合约有 {failed} 个测试失败", advice: "上方列出了失败的测试及位置。" },
    retryable: false,
  },
  CLI_ASSET_MISSING: {
    en: {
      message: "the file {name} that comes with Yanta is missing",
      advice: "The installation is incomplete: install the package again.",
    },
    zh: { message: "缺少 Yanta 自带的文件 {name}", advice: "安装不完整，请重新安装。" },
    retryable: false,
  },
});
