/** Questions that an examination draws from. */
export const bankQuestionsMax = 2_000;

/** Questions and practical tasks of one paper. */
export const paperQuestionsMax = 200;
export const paperTasksMax = 5;

/** Minutes of an examination: a day. */
export const minutesMax = 1_440;

/** A learner who was not heard of for so long was disconnected: the page reports twice as often. */
export const silenceSeconds = 60;

/** Drawn papers that are remembered: 3 kB each. */
export const papersMax = 10_000;

/** Learners of one examination. */
export const rosterMax = 200_000;

/** Calls that are written together: one commit for all of them. */
export const groupMax = 500;

/** Calls that wait to be written; more are told to come again. */
export const waitingMax = 10_000;

/** Bytes of a call but for a task's log. */
export const bodyBytesMax = 64 * 1024;

/** Bytes of a definition with its questions. */
export const definitionBytesMax = 8_000_000;

/** Characters of an appeal's reason and of an answer to it. */
export const appealLengthMax = 2_000;

/** Bytes of one line of the journal: a task's log in base64. */
export const journalLineBytesMax = 8_000_000;

/** Bytes of a QTI package, packed and unpacked, and of one item in it. */
export const qtiPackageBytesMax = 50_000_000;
export const qtiFileBytesMax = 200_000;

/** Levels of a document's elements: an item has ten. */
export const xmlDepthMax = 60;
