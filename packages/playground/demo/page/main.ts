import { CodedError } from "@yanta/errors";
import { openContractCompiler, openPlayground, openSolidityCompiler, type Playground } from "@yanta/playground";
import { CallPanel } from "./call-panel.ts";
import { ChainPanel } from "./chain-panel.ts";
import { CompilePanel } from "./compile-panel.ts";
import { DeployedContracts } from "./deployed-contracts.ts";
import { element } from "./element.ts";
import { HistoryPanel } from "./history-panel.ts";
import { language, words } from "./words.ts";

const page = document.querySelector("#page") ?? document.body;
const errors = element("div", { className: "errors", role: "alert" });
const body = element("main", {}, element("p", { className: "hint", textContent: words.starting }));
const compilers = {
  contract: openContractCompiler({ createWorker: () => new Worker("/compiler-worker.js", { type: "module" }) }),
  solidity: openSolidityCompiler({ createWorker: () => new Worker("/solidity-worker.js") }),
};

document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
page.replaceChildren(header(), errors, body);
start().catch(showError);

function header(): HTMLElement {
  const other = element("a", { href: `?lang=${language === "zh" ? "en" : "zh"}`, textContent: words.language });
  other.lang = language === "zh" ? "en" : "zh-CN";
  return element(
    "header",
    { className: "top" },
    element("h1", {}, element("span", { lang: "zh-CN", textContent: "雁塔" }), ` Yanta ${words.title}`),
    element("p", { textContent: words.subtitle }),
    other,
  );
}

async function start(load?: Uint8Array): Promise<void> {
  const worker = new Worker("/worker.js", { type: "module" });
  const playground = await openPlayground({ worker, name: "demo", ...(load && { load }) });
  playground.onFailure(showError);
  await showPanels(playground);
}

async function showPanels(playground: Playground): Promise<void> {
  const deployed = new DeployedContracts(playground);
  const history = new HistoryPanel({ playground, deployed, onError: showError });
  const calls = new CallPanel({
    playground,
    deployed,
    onError: showError,
    onSent: (txId) => history.prepareTrace(txId),
  });
  const refresh = async (): Promise<void> => {
    await Promise.all([chain.refresh(), calls.refresh(), history.refresh()]);
  };
  const chain = new ChainPanel({
    playground,
    onError: showError,
    onChanged: refresh,
    onLoad: async (dump) => {
      await playground.close();
      // A file that is refused leaves the chain as it was.
      await start(dump).catch(async (error: unknown) => {
        showError(error);
        await start();
      });
    },
  });
  const compile = new CompilePanel({
    playground,
    compilers,
    deployed,
    onError: showError,
    onDeployed: (name) => calls.refresh(name),
  });
  playground.onBlock(() => void chain.refresh().catch(showError));
  await refresh();
  body.replaceChildren(compile.root, element("div", { className: "side" }, calls.root, chain.root), history.root);
}

function showError(error: unknown): void {
  const { message, advice } =
    error instanceof CodedError ? error.explain(language) : { message: String(error), advice: "" };
  const line = element("button", { type: "button", textContent: `${message} ${advice}`.trim(), title: "×" });
  line.addEventListener("click", () => line.remove());
  errors.replaceChildren(line);
}
