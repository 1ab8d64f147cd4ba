/** Bytes of one lesson text: a book chapter has 60 kB. */
export const lessonBytesMax = 200_000;

/** Bytes of a quiz, a transcript, a source of an example or of a lab. */
export const courseFileBytesMax = 100_000;

/** Files of one lesson with its example and lab. */
export const lessonFilesMax = 40;

/** Lessons of one path: a person learns no more in a year. */
export const lessonsMax = 100;

/** Characters of a Chinese lesson's own text, code aside: less is a summary. */
export const lessonCharactersMin = 800;

/** Words of an English lesson's own text, code aside. */
export const lessonWordsMin = 800;

/** Levels of a Markdown text's nesting: quotes of lists of quotes make parsers slow, and readers. */
export const markdownDepthMax = 12;

/** Characters of one command of the console; a contract's JSON parameter fits. */
export const commandLengthMax = 20_000;

/** Lines that one command prints. */
export const commandLinesMax = 200;

/** Characters of a lab's seed. */
export const seedLengthMax = 100;

/** Bytes of a lab's log: some hundred transactions and a few versions of a contract. */
export const labLogBytesMax = 4_000_000;

/** Gas of all contract calls of a lab: reference solutions need a thousandth. */
export const labGasMax = 20_000_000_000n;

/** Longest re-execution and grading of one log: reference solutions need a second on a quiet machine, ten times that on a busy one; gas ends loops long before. */
export const labGradingMsMax = 60_000;

/** Megabytes of the thread that grades. */
export const labGradingMemoryMbMax = 256;

/** How far a learner's clock may be off, in seconds. */
export const clockSkewSeconds = 300n;

/** Logs that a server grades at the same time: one a core of a small machine. */
export const gradingsAtOnceMax = 2;

/** Logs that wait for grading; the last of them waits a minute or two. */
export const gradingsWaitingMax = 100;
