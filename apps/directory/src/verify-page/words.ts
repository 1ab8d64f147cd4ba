import type { Language } from "@yanta/errors";

const english = {
  title: "Check an audit bundle",
  subtitle: "Everything is checked in this page; nothing leaves your machine.",
  other: "中文",
  bundle: "1. The bundle",
  bundleHint: "Drop the .zip here, or choose it.",
  roots: "2. What you trust",
  rootsHint:
    "Drop genesis.hash or bc1.yml and the organisations' CA certificates (.crt, .pem) here, or choose them. Take them from the organisations, never from the bundle.",
  chosen: (names: string) => `Chosen: ${names}`,
  checking: "Checking …",
  good: "The bundle holds. Below is what that means, and what it does not.",
  bad: "The bundle is refused.",
  failed: "This page failed; the bundle is not checked.",
};

type Words = typeof english;

const chinese: Words = {
  title: "校验审计证明包",
  subtitle: "全部校验在本页内完成，任何数据都不会离开您的设备。",
  other: "English",
  bundle: "1. 证明包",
  bundleHint: "将 .zip 文件拖到此处，或点击选择。",
  roots: "2. 您的信任根",
  rootsHint:
    "将 genesis.hash 或 bc1.yml 与各组织的 CA 证书（.crt、.pem）拖到此处，或点击选择。请直接向各组织获取，切勿取自证明包。",
  chosen: (names: string) => `已选择：${names}`,
  checking: "正在校验 …",
  good: "证明包成立。其含义与未涵盖之处见下。",
  bad: "证明包被拒绝。",
  failed: "本页出错，证明包未经校验。",
};

/** The page's words. */
export const words: Readonly<Record<Language, Words>> = { en: english, zh: chinese };
