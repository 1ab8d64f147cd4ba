/** Redirects that are followed: from http to https, from an old address to a new one, and one more. */
export const redirectsMax = 3;
