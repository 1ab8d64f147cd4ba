/** Deeds that are read at once. */
export const deedsAtOnce = 100;

/** Attempts until a message becomes a dead letter: the last is about a day after the first. */
export const attemptsMax = 15;

/** The pause doubles from here to here. */
export const pauseSecondsMin = 5;
export const pauseSecondsMax = 3 * 3600;

/** Time between looks for new deeds. */
export const lookMs = 2_000;

export const sendTimeoutMs = 15_000;

/** What is read of an answer, which is only looked at for its status. */
export const answerBytesMax = 64 * 1024;

/** Dead letters that are sent again in one call. */
export const deadLettersAtOnce = 20;
