/** Languages that everything a learner reads is written in; Chinese first. */
export const languages = ["zh", "en"] as const;

export type Language = (typeof languages)[number];

/** The same said in each language. */
export type LocalText = Readonly<Record<Language, string>>;
