import { defineErrors } from "@yanta/errors";

/** Errors of `protocol`: bytes or configurations that cannot be what they claim to be. */
export const protocolErrors = defineErrors("protocol", {
  PROTOCOL_BYTES_MALFORMED: {
    en: {
      message: "Bytes are not a valid {message}: {reason}.",
      advice: "Send a protobuf message as ChainMaker's .proto files define it.",
    },
    zh: { message: "数据不是有效的 {message}：{reason}。", advice: "请按长安链的 .proto 定义发送 protobuf 消息。" },
    retryable: false,
  },
  PROTOCOL_BYTES_TOO_LARGE: {
    en: {
      message: "A {message} of {sizeBytes} bytes is over the limit of {sizeBytesMax}.",
      advice: "Send less data in one message.",
    },
    zh: { message: "{message} 大小为 {sizeBytes} 字节，超过上限 {sizeBytesMax}。", advice: "请减少单个消息中的数据。" },
    retryable: false,
  },
  PROTOCOL_FIELDS_TOO_MANY: {
    en: {
      message: "A {message} holds more than {fieldsMax} fields.",
      advice: "Send fewer parameters or endorsements in one message.",
    },
    zh: { message: "{message} 中的字段超过 {fieldsMax} 个。", advice: "请减少单个消息中的参数或背书数量。" },
    retryable: false,
  },
  PROTOCOL_BLOCK_VERSION_UNREADABLE: {
    en: {
      message: "Version text {version} does not name a block version.",
      advice: 'Write the version as digits, for example "2030600".',
    },
    zh: { message: "版本 {version} 无法对应区块版本。", advice: '请用纯数字书写版本，例如 "2030600"。' },
    retryable: false,
  },
  PROTOCOL_CHAIN_CONFIG_REFUSED: {
    en: {
      message: "The chain configuration is refused: {reason}.",
      advice: "Correct the named setting in the chain configuration file.",
    },
    zh: { message: "链配置被拒绝：{reason}。", advice: "请修改链配置文件中对应的设置。" },
    retryable: false,
  },
  PROTOCOL_GENESIS_CONSENSUS_UNSUPPORTED: {
    en: {
      message: "A genesis block for consensus type {consensus} cannot be made.",
      advice: "Use SOLO, TBFT, RAFT or ABFT as consensus type.",
    },
    zh: { message: "无法为共识类型 {consensus} 创建创世区块。", advice: "请使用 SOLO、TBFT、RAFT 或 ABFT 共识类型。" },
    retryable: false,
  },
});
