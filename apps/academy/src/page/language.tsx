import { createContext, useContext } from "react";
import type { Language, LocalText } from "../local-text.ts";

export const LanguageContext = createContext<Language>("zh");

/** Says a text in the reader's language. */
export function useSay(): (text: LocalText) => string {
  const language = useContext(LanguageContext);
  return (text) => text[language];
}
