/** An id comes again in a cluster that is built anew: what lies so far back is of another task, in milliseconds. */
export const ONE_LIFE = 21_600_000
