import { element } from "./element.ts";

/** A text area with line numbers; Tab indents, Escape then Tab leaves it. */
export class SourceEditor {
  readonly root: HTMLElement;
  readonly #area: HTMLTextAreaElement;
  readonly #numbers = element("div", { className: "numbers" });
  #tabLeaves = false;

  constructor(label: string) {
    this.#area = element("textarea", { spellcheck: false, autocapitalize: "off", wrap: "off", ariaLabel: label });
    this.#area.addEventListener("input", () => this.#number());
    this.#area.addEventListener("scroll", () => (this.#numbers.scrollTop = this.#area.scrollTop));
    this.#area.addEventListener("keydown", (event) => this.#key(event));
    this.#numbers.ariaHidden = "true";
    this.root = element("div", { className: "editor" }, this.#numbers, this.#area);
  }

  get text(): string {
    return this.#area.value;
  }

  set text(text: string) {
    this.#area.value = text;
    this.#area.scrollTop = 0;
    this.#number();
  }

  /** Puts the cursor at a place, counted from 1. */
  select({ line, column }: { readonly line: number; readonly column: number }): void {
    const lines = this.text.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    this.#area.focus();
    this.#area.setSelectionRange(start + column - 1, start + (lines[line - 1]?.length ?? 0));
    const lineHeight = this.#area.scrollHeight / Math.max(1, lines.length);
    this.#area.scrollTop = Math.max(0, (line - 4) * lineHeight);
  }

  #number(): void {
    const count = this.text.split("\n").length;
    this.#numbers.textContent = Array.from({ length: count }, (_, index) => index + 1).join("\n");
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Tab" && !event.shiftKey && !this.#tabLeaves) {
      event.preventDefault();
      this.#area.setRangeText("  ", this.#area.selectionStart, this.#area.selectionEnd, "end");
    }
    this.#tabLeaves = event.key === "Escape";
  }
}
