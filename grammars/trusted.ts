/**
 * Whether a grammar is sound is asked where it can be mended, by the tests; the program takes it as it is, since asking takes longer than
 * reading most reports does.
 */
export const trusted = { skipValidations: process.env.VITEST === undefined }
