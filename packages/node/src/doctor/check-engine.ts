import { CodedError } from "@yanta/errors";
import { findEngine } from "@yanta/consensus/engine";
import { engineToolFolders } from "../engine/engine-tool-folders.ts";
import { okFinding, type Finding } from "./finding.ts";

/** Which CometBFT there is; a fault only when a chain of the node needs it. */
export async function checkEngine(configured: string | undefined, isNeeded: boolean): Promise<Finding> {
  const check = "engine.binary";
  try {
    const { path, version } = await findEngine({
      toolFolders: engineToolFolders(),
      searchPath: process.env["PATH"] ?? "",
      ...(configured === undefined ? {} : { configured }),
    });
    return okFinding(check, `CometBFT ${version} at ${path}`, `CometBFT ${version}：${path}`);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const { en, zh } = { en: error.explain("en"), zh: error.explain("zh") };
    if (!isNeeded)
      return okFinding(
        check,
        "no usable CometBFT, and no chain here needs it (only chains of several nodes do)",
        "未找到可用的 CometBFT；本节点的链不需要它（仅多节点链需要）",
      );
    return {
      level: "error",
      check,
      text: { en: en.message, zh: zh.message },
      advice: { en: en.advice, zh: zh.advice },
    };
  }
}
