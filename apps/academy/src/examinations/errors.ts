import { defineErrors } from "@yanta/errors";

/** Refusals of examinations. */
export const examErrors = defineErrors("academy-exam", {
  ACADEMY_EXAM_INVALID: {
    retryable: false,
    en: { message: "{file}: {reason}", advice: "See apps/academy/README.md for the format of examinations." },
    zh: { message: "{file}：{reason}", advice: "考试文件格式见 apps/academy/README.md。" },
  },
  ACADEMY_EXAM_INPUT: {
    retryable: false,
    en: { message: "{field}: {reason}", advice: "/api/v1/openapi.json says what the call takes." },
    zh: { message: "{field}：{reason}", advice: "调用参数见 /api/v1/openapi.json。" },
  },
  ACADEMY_EXAM_UNKNOWN: {
    retryable: false,
    en: { message: "there is no {what}", advice: "Check the address that you were given." },
    zh: { message: "不存在：{what}", advice: "请核对收到的地址。" },
  },
  ACADEMY_EXAM_ADMISSION: {
    retryable: false,
    en: {
      message: "this code does not admit this candidate",
      advice: "Type both as they stand on the admission ticket; ask the invigilator if they are right.",
    },
    zh: { message: "考生号与准考码不符", advice: "请按准考证输入；如确认无误，请联系监考人员。" },
  },
  ACADEMY_EXAM_CLOSED: {
    retryable: false,
    en: { message: "the examination can be started from {from} to {to}", advice: "Come back within this time." },
    zh: { message: "考试开始时间为 {from} 至 {to}", advice: "请在该时段内进入。" },
  },
  ACADEMY_EXAM_OVER: {
    retryable: false,
    en: {
      message: "the time was over at {deadline}; this was not taken",
      advice: "What was saved before counts. If you were cut off for long, appeal.",
    },
    zh: {
      message: "考试已于 {deadline} 结束，此次提交未被接受",
      advice: "此前已保存的答案有效；如因长时间断网，可提出申诉。",
    },
  },
  ACADEMY_EXAM_SUBMITTED: {
    retryable: false,
    en: { message: "the paper was handed in at {at}", advice: "It cannot be changed any more." },
    zh: { message: "试卷已于 {at} 提交", advice: "提交后不能再修改。" },
  },
  ACADEMY_EXAM_SESSION: {
    retryable: false,
    en: { message: "no session, or not of this examination", advice: "Enter again with your code." },
    zh: { message: "会话无效或不属于本场考试", advice: "请使用准考码重新进入。" },
  },
  ACADEMY_EXAM_SUPERSEDED: {
    retryable: false,
    en: {
      message: "the paper was opened elsewhere after this page",
      advice: "Go on there, or enter again here; each entry is noted.",
    },
    zh: { message: "试卷已在另一处打开，本页面已失效", advice: "请在另一处继续，或在此重新进入；每次进入均有记录。" },
  },
  ACADEMY_EXAM_EXAMINER: {
    retryable: false,
    en: { message: "this is for examiners", advice: "Use the token in the examination's folder." },
    zh: { message: "仅限考务人员", advice: "请使用考试目录中的令牌。" },
  },
  ACADEMY_EXAM_EARLY: {
    retryable: false,
    en: { message: "not before {at}, when nobody writes any more", advice: "Come back then." },
    zh: { message: "须在 {at}（全部考生结束作答）之后", advice: "请届时再试。" },
  },
  ACADEMY_EXAM_APPEALED: {
    retryable: false,
    en: { message: "there is an appeal already", advice: "Wait for its decision." },
    zh: { message: "已提出过申诉", advice: "请等待处理结果。" },
  },
  ACADEMY_EXAM_COMMITMENT: {
    retryable: false,
    en: {
      message: "the commitment on the chain is not that of this examination and seed: {reason}",
      advice: "Do not rely on these draws.",
    },
    zh: { message: "链上承诺与该考试及种子不符：{reason}", advice: "请勿采信此次抽题。" },
  },
  ACADEMY_EXAM_BUSY: {
    retryable: true,
    en: { message: "too many calls at the same time", advice: "Try again in a moment; your page does by itself." },
    zh: { message: "同时请求过多", advice: "请稍后重试；页面会自动重试。" },
  },
  ACADEMY_EXAM_FAILED: {
    retryable: true,
    en: { message: "the service failed", advice: "What was acknowledged is kept. Its log has the reason." },
    zh: { message: "服务内部错误", advice: "已确认保存的内容不会丢失；原因见服务日志。" },
  },
  ACADEMY_EXAM_JOURNAL: {
    retryable: false,
    en: {
      message: "the journal {file} is damaged at byte {at}",
      advice: "Restore it from a copy; never cut it by hand.",
    },
    zh: { message: "日志文件 {file} 在第 {at} 字节处损坏", advice: "请从备份恢复；切勿手工截断。" },
  },
});
