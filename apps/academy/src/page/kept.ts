/** What a browser keeps for a learner; without storage (private windows) it is forgotten with the page. */
const forgotten = new Map<string, string>();

export function keep(name: string, value: string): void {
  forgotten.set(name, value);
  try {
    localStorage.setItem(`academy/${name}`, value);
  } catch {
    // A full or forbidden storage: the page works all the same.
  }
}

export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(`academy/${name}`) ?? forgotten.get(name);
  } catch {
    return forgotten.get(name);
  }
}

/** A learner's seed of a lab: made once in this browser. */
export function seedOf(lab: string): string {
  const found = kept(`seed/${lab}`);
  if (found !== undefined) return found;
  const seed = crypto.randomUUID();
  keep(`seed/${lab}`, seed);
  return seed;
}
