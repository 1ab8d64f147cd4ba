import { defineErrors } from "@yanta/errors";

/** Errors of testing contracts. */
export const contractTestingErrors = defineErrors("contract-test", {
  CONTRACT_TEST_INSTALL: {
    en: { message: "the contract {name} was not installed: {reason}", advice: "The reason is the chain's own text." },
    zh: { message: "合约 {name} 部署失败：{reason}", advice: "原因为链返回的原文。" },
    retryable: false,
  },
  CONTRACT_TEST_RUN: {
    en: { message: "the tests did not come to an end: {reason}", advice: "The lines above say what happened." },
    zh: { message: "测试未能完成：{reason}", advice: "请查看上方输出。" },
    retryable: false,
  },
  CONTRACT_TEST_FAULT: {
    en: {
      message: "the chain under test has a fault: {reason}",
      advice: "This is a fault of Yanta: please report it.",
    },
    zh: { message: "测试链内部故障：{reason}", advice: "这是雁塔自身的缺陷，请反馈。" },
    retryable: false,
  },
});
