import { defineErrors } from "@yanta/errors";

/** Errors of the academy. */
export const academyErrors = defineErrors("academy", {
  ACADEMY_COURSE_INVALID: {
    retryable: false,
    en: { message: "{file}: {reason}", advice: "See apps/academy/courses/README.md for the format of course files." },
    zh: { message: "{file}：{reason}", advice: "课程文件的格式见 apps/academy/courses/README.md。" },
  },
  ACADEMY_COMMAND_INVALID: {
    retryable: false,
    en: { message: "this command cannot be read: {reason}", advice: "Type help for the list of commands." },
    zh: { message: "无法识别该命令：{reason}", advice: "输入 help 可查看命令列表。" },
  },
  ACADEMY_SOURCE_BROKEN: {
    retryable: false,
    en: { message: "{name} does not compile: {report}", advice: "Mend the line that is named and install again." },
    zh: { message: "{name} 编译失败：{report}", advice: "请修改报告中指出的行，然后重新安装。" },
  },
  ACADEMY_CONTRACT_UNKNOWN: {
    retryable: false,
    en: { message: "no contract {name} in the editor or on the shelf", advice: "Check its name." },
    zh: { message: "编辑器和合约库中都没有合约 {name}", advice: "请检查名称。" },
  },
  ACADEMY_SEED_INVALID: {
    retryable: false,
    en: { message: "this is no seed of a lab", advice: "Use the one that came with the lab." },
    zh: { message: "这不是实验的种子", advice: "请使用随实验发放的种子。" },
  },
  ACADEMY_LAB_UNKNOWN: {
    retryable: false,
    en: { message: "there is no lab {lab}", advice: "Open the lab from the list of lessons." },
    zh: { message: "没有实验 {lab}", advice: "请从课程列表打开实验。" },
  },
  ACADEMY_LOG_TOO_LARGE: {
    retryable: false,
    en: { message: "the log is larger than a lab's may be", advice: "Reset the lab and do only what it asks for." },
    zh: { message: "日志超出实验允许的大小", advice: "请重置实验，只做任务要求的操作。" },
  },
  ACADEMY_LOG_BROKEN: {
    retryable: false,
    en: { message: "this is no log of a lab: {reason}", advice: "Submit the log as the lab exports it." },
    zh: { message: "这不是实验日志：{reason}", advice: "请提交实验导出的原始日志。" },
  },
  ACADEMY_LOG_FOREIGN: {
    retryable: false,
    en: { message: "the log belongs to another lab or another learner", advice: "Solve the lab that you were given." },
    zh: { message: "该日志属于另一个实验或另一位学员", advice: "请完成发给您的那一份实验。" },
  },
  ACADEMY_LOG_EDITED: {
    retryable: false,
    en: { message: "the log was edited: {reason}", advice: "Submit the log as the lab exports it." },
    zh: { message: "日志被改动过：{reason}", advice: "请提交实验导出的原始日志。" },
  },
  ACADEMY_LOG_OVER_BUDGET: {
    retryable: false,
    en: { message: "executing the log took too much {what}", advice: "Look for a loop that does not end." },
    zh: { message: "执行日志耗费了过多的 {what}", advice: "请检查是否有不会结束的循环。" },
  },
  ACADEMY_START_CHANGED: {
    retryable: false,
    en: {
      message: "the lab did not begin as it was handed out, at step {step}",
      advice: "Reset the lab and begin again.",
    },
    zh: { message: "实验的初始状态与发放时不同（第 {step} 步）", advice: "请重置实验后重新开始。" },
  },
  ACADEMY_CLOCK_MOVED: {
    retryable: false,
    en: {
      message: "block {height} has a time outside of the lab's",
      advice: "Do not move the chain's clock in this lab.",
    },
    zh: { message: "区块 {height} 的时间不在实验时段内", advice: "本实验不允许调整链上时钟。" },
  },
  ACADEMY_STATE_PLANTED: {
    retryable: false,
    en: { message: "block {height} sets state by hand", advice: "Change state by calling contracts." },
    zh: { message: "区块 {height} 直接改写了状态", advice: "请通过调用合约来改变状态。" },
  },
});
