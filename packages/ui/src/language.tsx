import type { Language } from "@yanta/errors";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

/** A text in both languages. */
export type LocalText = Readonly<Record<Language, string>>;

interface LanguageChoice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
  /** The text in the reader's language. */
  readonly say: (text: LocalText) => string;
}

const LanguageContext = createContext<LanguageChoice | undefined>(undefined);
const storageKey = "yanta.language";

/** Language of a page: what the reader chose before, else Chinese, but English where the browser asks for it and not for Chinese. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  const value = useMemo<LanguageChoice>(
    () => ({
      language,
      choose: (chosen) => {
        localStorage.setItem(storageKey, chosen);
        setLanguage(chosen);
      },
      say: (text) => text[language],
    }),
    [language],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext);
  if (choice === undefined) throw new Error("useLanguage outside of a LanguageProvider");
  return choice;
}

function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem(storageKey);
  if (asked === "zh" || asked === "en") return asked;
  const wanted = navigator.languages.map((tag) => tag.toLowerCase());
  return !wanted.some((tag) => tag.startsWith("zh")) && wanted.some((tag) => tag.startsWith("en")) ? "en" : "zh";
}
